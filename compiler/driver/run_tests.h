#pragma once

// Runs what a contract says of itself: its `test` declarations and the examples of its transforms, by the
// interpreter.

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "compiler/driver/pipeline.h"

namespace treaty::driver {

/// What one property should have been, and was. A value that is left out is `(left out)`, one that clears is
/// `(cleared)`.
struct Difference {
  std::string property, expected, actual;
  std::vector<std::pair<std::string, std::string>> steps;  ///< of the line, as written, and what came out of each
};
/// What became of one record of a test.
struct TestOutcome {
  std::string status;  ///< written, filtered, rejected
  /// In the map's order: what is written, nothing where it clears; what is left out is not among them.
  std::vector<std::pair<std::string, std::optional<std::string>>> values;
  std::string property;  ///< rejected: over which one; empty where it was no property
  std::string reason;    ///< rejected: in words that do not quote the value
};
/// A record that a test gives, and what came of it; for who shows it to people.
struct Trial {
  std::string map;
  bool reverse = false;  ///< the record is HubSpot's
  std::string given;     ///< JSON
  std::vector<TestOutcome> outcomes;
  std::vector<std::pair<std::string, bool>> lists;  ///< those the test asks about: is the record on it?
};
struct TestResult {
  std::string kind;  ///< test, example
  std::string name;  ///< of the test, or of the transform
  std::string title;
  std::string place;  ///< club.map:204:1
  bool passed = false;
  std::vector<Difference> differences;
  std::string cause;  ///< in words, where there is more to say: why a record was rejected
  std::vector<Trial> trials;
};
struct TestReport {
  std::vector<TestResult> results;
  std::string contract;  ///< its path

  [[nodiscard]] size_t failed() const;
};

struct TestOptions {
  bool show_private = false;  ///< also the values of what stands under `privacy`
};

/// Tests in the order of the contract, then examples. Needs a contract with a program, or a library without errors.
TestReport run_tests(const Compilation& compilation, const TestOptions& options = {});

/// `{"passed": 3, "failed": 1, "results": [{"kind", "name", "title", "place", "passed", "differences": [{"property",
/// "expected", "actual", "steps"}], "cause"}]}`
std::string to_json(const TestReport& report);

/// A test suite for continuous integration, over all contracts, with one case a test and an example.
std::string to_junit(std::span<const TestReport> reports);

}  // namespace treaty::driver
