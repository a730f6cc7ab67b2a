#pragma once

#include <string>
#include <vector>

#include "compiler/facts/facts.h"

namespace treaty::prove {

/// A field of the source record that a value is made of.
struct Leaf {
  std::vector<facts::Segment> path;
  types::Type type;
  std::vector<std::string> keys;  ///< of the tables it is looked up in
};
/// The fields a value comes from, each once.
std::vector<Leaf> leaves_of(const facts::ValueRef& value, const facts::Facts& facts);

/// Values to try for a field, as JSON: usual ones, edges, the contract's own.
std::vector<std::string> samples_of(const Leaf& leaf);

/// `{"a": {"b": VALUE}}`; nothing for a path with positions.
std::string record_of(const std::vector<Leaf>& leaves, const std::vector<std::string>& values);

}  // namespace treaty::prove
