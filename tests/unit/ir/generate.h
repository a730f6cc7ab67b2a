#pragma once

// Random well-typed programs and records for them, out of a list of numbers: whoever wants shrinking lets RapidCheck
// make the list (fewer and smaller numbers give smaller programs), whoever wants speed takes a seeded generator's.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "compiler/interpret/interpret.h"
#include "compiler/ir/ir.h"

namespace treaty::generate {

/// Decisions, one after the other; 0 once the list is used up.
class Choices {
 public:
  explicit Choices(std::vector<uint32_t> numbers) : numbers_(std::move(numbers)) {}
  /// 0 … n-1.
  uint32_t below(uint32_t n) { return at_ < numbers_.size() && n > 0 ? numbers_[at_++] % n : 0; }
  bool one_in(uint32_t n) { return below(n) == n - 1; }
  template <class T>
  const T& of(const std::vector<T>& list) {
    return list[below(static_cast<uint32_t>(list.size()))];
  }
  [[nodiscard]] bool used_up() const { return at_ >= numbers_.size(); }

 private:
  std::vector<uint32_t> numbers_;
  size_t at_ = 0;
};
/// `count` numbers of a seed.
Choices choices_of(uint64_t seed, size_t count = 4000);

struct Options {
  bool functions = true;  ///< call the library too
};
/// Passes ir::verify.
ir::Program program(Choices& choices, const Options& options = {});
/// Rows for the program's tables that are loaded when a run begins.
std::vector<interpret::RuntimeRows> runtime_rows(const ir::Program& program);
/// A JSON object that has something, right or wrong, where the map's paths lead: wrong types, nulls, gaps, escapes,
/// large numbers, keys twice and shuffled, white space.
std::string record(Choices& choices, const ir::MapProgram& map);

}  // namespace treaty::generate
