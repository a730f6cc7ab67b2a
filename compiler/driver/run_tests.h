#pragma once

// Runs what a contract says of itself: its `test` declarations and the examples of its transforms, by the
// interpreter.

#include <string>
#include <vector>

#include "compiler/driver/pipeline.h"

namespace treaty::driver {

/// What one property should have been, and was. A value that is left out is `(left out)`, one that clears is
/// `(cleared)`.
struct Difference {
  std::string property, expected, actual;
};
struct TestResult {
  std::string kind;  ///< test, example
  std::string name;  ///< of the test, or of the transform
  std::string title;
  std::string place;  ///< club.map:204:1
  bool passed = false;
  std::vector<Difference> differences;
  std::string cause;  ///< in words, where there is more to say: why a record was rejected
};
struct TestReport {
  std::vector<TestResult> results;

  [[nodiscard]] size_t failed() const;
};

/// Tests in the order of the contract, then examples. Needs a compilation with a program.
TestReport run_tests(const Compilation& compilation);

/// `{"passed": 3, "failed": 1, "results": [{"kind", "name", "title", "place", "passed", "differences", "cause"}]}`
std::string to_json(const TestReport& report);

}  // namespace treaty::driver
