#include <algorithm>

#include <nlohmann/json.hpp>

#include "compiler/driver/run_tests.h"

namespace treaty::driver {

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
