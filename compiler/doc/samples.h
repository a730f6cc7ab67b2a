#pragma once

// What a line makes of a real record: values that go in and come out, for people to compare.

#include <string>
#include <utility>
#include <vector>

#include "compiler/driver/pipeline.h"
#include "compiler/driver/run_tests.h"

namespace treaty::doc {

/// What stands in place of a private value.
constexpr const char* stars = "******";

struct Sample {
  std::vector<std::pair<std::string, std::string>> in;  ///< field, value
  std::string out;                                      ///< empty: no record at hand gives the line a value
};
/// Of every line of every map; the records are those of the contract's tests, then the examples of its documents.
/// Private values are stars, and what must not leave its system is not among them.
struct Samples {
  /// By map, then by field of the map, in the contract's order.
  std::vector<std::vector<Sample>> forward, reverse;
};
Samples samples_of(const driver::Compilation& compilation, const driver::TestReport& tests);

/// A record's values by their dotted path, in its order; private ones as stars, those never to be read left out.
std::vector<std::pair<std::string, std::string>> leaves_of(const facts::Map& map, const std::string& json);
/// The same of a record of HubSpot.
std::vector<std::pair<std::string, std::string>> stored_leaves_of(const facts::Map& map, const std::string& json);

/// Whether a property of HubSpot holds private values, written there or on their way back.
bool feeds_private(const facts::Map& map, const std::string& property);
/// Whether `path` is one of `paths`, or lies within one.
bool within(const std::vector<std::string>& paths, const std::string& path);

}  // namespace treaty::doc
