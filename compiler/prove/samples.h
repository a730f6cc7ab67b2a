#pragma once

#include <string>
#include <vector>

#include "compiler/facts/facts.h"

namespace treaty::prove {

/// A field of the source record that a value is made of, or a property.
struct Leaf {
  std::vector<facts::Segment> path;
  types::Type type;
  std::vector<std::string> keys = {};     ///< of the tables it is looked up in
  std::vector<std::string> words = {};    ///< what it is compared with or replaced by
  std::vector<std::string> between = {};  ///< separators and patterns of the steps it goes through
  std::vector<std::string> numbers = {};  ///< whole ones that the steps are given
  bool many = false;                      ///< a property that holds several of its options
};
/// The fields a value comes from, each once.
std::vector<Leaf> leaves_of(const facts::ValueRef& value, const facts::Facts& facts);
/// The same for a value from right to left, with the types of the properties.
std::vector<Leaf> properties_of(const facts::ValueRef& value, const facts::Map& map, const facts::Facts& facts);
/// Adds those that are not there yet.
void add_leaves(std::vector<Leaf>& leaves, std::vector<Leaf> more);

/// What a line says on either side concerns all of its fields: what one step makes of a value, another one meets on
/// the way back.
void share_words(std::vector<Leaf>& source, std::vector<Leaf>& stored);

/// Values to try for a field of the source, as JSON: usual ones, edges, the contract's own.
std::vector<std::string> samples_of(const Leaf& leaf);
/// Values that HubSpot may hold for a property, as JSON: texts, and null.
std::vector<std::string> stored_samples_of(const Leaf& leaf);

/// `{"a": {"b": VALUE}}`; empty where there is no such record: a path with positions, or through another value.
std::string record_of(const std::vector<Leaf>& leaves, const std::vector<std::string>& values);
}  // namespace treaty::prove
