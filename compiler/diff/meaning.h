#pragma once

// Values compared by what they mean: how they are written, where, and under which names does not count.

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "compiler/facts/facts.h"

namespace treaty::diff {

/// How far down values are compared.
enum class Depth {
  whole,   ///< transforms are seen through, tables are their rows
  tables,  ///< transforms are seen through, tables that both contracts declare under one name stand for themselves
  named,   ///< transforms and tables that both contracts declare under one name stand for themselves
  open,    ///< the same, and a picklist written in a step stands for any
};

/// A literal as the contract writes it: `"gold"`, `12`, `true`, `null`.
std::string spelled(const facts::Literal& literal);

/// Whether a table of the facts is a picklist that a step writes out, which has no name.
bool is_written_in_step(const facts::Table& table);

/// Numbers values so that two with one number mean the same. Both contracts' values are lent, and outlive it.
class Meanings {
 public:
  /// What both contracts declare under one name.
  struct Shared {
    std::set<std::string> transforms, tables;
  };
  explicit Meanings(Shared shared) : shared_(std::move(shared)) {}

  /// Of a value of `facts`; null values have a number too. A text that is `zone` stands for the system's zone.
  uint32_t of(const facts::Facts& facts, const facts::ValueRef& value, Depth depth, const std::string& zone = {});

 private:
  std::string sign(const facts::Facts& facts, const facts::Value& value, Depth depth, const std::string& zone);
  std::string sign_lookup(const facts::Facts& facts, const facts::Lookup& lookup, Depth depth,
                          const std::string& zone);
  uint32_t intern(std::string sign);

  Shared shared_;
  std::map<std::tuple<const facts::Value*, Depth, std::string>, uint32_t> known_;
  std::unordered_map<std::string, uint32_t> numbers_;
};

}  // namespace treaty::diff
