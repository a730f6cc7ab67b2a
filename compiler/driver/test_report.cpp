#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "compiler/diagnostics/formats.h"
#include "compiler/driver/run_tests.h"

namespace treaty::driver {

namespace {

/// The first difference, or the cause: what a list of failures shows.
std::string headline_of(const TestResult& result) {
  if (result.differences.empty()) {
    return result.cause.substr(0, result.cause.find('\n'));
  }
  const Difference& first = result.differences.front();
  return fmt::format("{}: expected {}, was {}", first.property, first.expected, first.actual);
}

std::string details_of(const TestResult& result) {
  std::string text = result.place + "\n";
  for (const Difference& difference : result.differences) {
    text += fmt::format("{}\n  expected  {}\n  was       {}\n", difference.property, difference.expected,
                        difference.actual);
    for (const auto& [step, value] : difference.steps) {
      text += fmt::format("    {}  {}\n", step, value);
    }
  }
  return result.cause.empty() ? text : text + result.cause + "\n";
}

std::string case_of(const TestResult& result, const std::string& contract) {
  const std::string name =
      fmt::format("{} {}{}{}", result.kind, result.name, result.title.empty() ? "" : ": ", result.title);
  const std::string begin = fmt::format("  <testcase classname=\"{}\" name=\"{}\"", diagnostics::xml_text(contract),
                                        diagnostics::xml_text(name));
  if (result.passed) {
    return begin + "/>\n";
  }
  return begin + fmt::format(">\n    <failure message=\"{}\">{}</failure>\n  </testcase>\n",
                             diagnostics::xml_text(headline_of(result)), diagnostics::xml_text(details_of(result)));
}

}  // namespace

std::string to_junit(std::span<const TestReport> reports) {
  std::string cases;
  size_t tests = 0, failures = 0;
  for (const TestReport& report : reports) {
    for (const TestResult& result : report.results) {
      cases += case_of(result, report.contract);
    }
    tests += report.results.size();
    failures += report.failed();
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"treaty test\" tests=\"{}\" failures=\"{}\">\n{}"
      "</testsuite>\n",
      tests, failures, cases);
}

size_t TestReport::failed() const {
  return static_cast<size_t>(std::ranges::count(results, false, &TestResult::passed));
}

std::string to_json(const TestReport& report) {
  nlohmann::ordered_json json;
  json["passed"] = report.results.size() - report.failed();
  json["failed"] = report.failed();
  json["results"] = nlohmann::ordered_json::array();
  for (const TestResult& result : report.results) {
    nlohmann::ordered_json one = {{"kind", result.kind},
                                  {"name", result.name},
                                  {"title", result.title},
                                  {"place", result.place},
                                  {"passed", result.passed}};
    one["differences"] = nlohmann::ordered_json::array();
    for (const Difference& difference : result.differences) {
      nlohmann::ordered_json steps = nlohmann::ordered_json::array();
      for (const auto& [step, value] : difference.steps) {
        steps.push_back({{"step", step}, {"value", value}});
      }
      one["differences"].push_back({{"property", difference.property},
                                    {"expected", difference.expected},
                                    {"actual", difference.actual},
                                    {"steps", steps}});
    }
    one["cause"] = result.cause;
    json["results"].push_back(std::move(one));
  }
  return json.dump(2);
}

}  // namespace treaty::driver
