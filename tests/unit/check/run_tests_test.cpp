// A contract's own tests, run: what passes, what fails, and what is said of a failure.

#include <gtest/gtest.h>

#include "compiler/driver/run_tests.h"

namespace treaty {
namespace {

constexpr std::string_view sample = R"([{"id": "M-1", "name": " Ana ", "cents": 1250, "born": "31/12/1980", "gone": true}])";

driver::TestReport run(const std::string& tests) {
  const std::string text = R"(contract members 1.0.0 edition 1 "Members"
system club: files "Club" {
  resource members {
    key    id
    schema json "sample.json"
  }
}
system hubspot: hubspot "HubSpot" {
  auth service_key secret HUBSPOT_KEY
  ensure contacts group "Club" {
    external_id text unique "Club id"
    balance     decimal     "Balance"
    birthday    date        "Birthday"
  }
}
map members: club.members -> hubspot.contacts {
  where gone == false
  match external_id
  id -> external_id required
  name | trim -> firstname
  cents / 100 -> balance
  born | date("MM/dd/yyyy") -> birthday
}
)" + tests;
  const driver::Compilation compilation =
      driver::compile("members.map", [&](const std::string& path) -> std::expected<std::string, std::string> {
        if (path == "members.map") return text;
        if (path == "sample.json") return std::string(sample);
        return std::unexpected(std::string("there is no such file"));
      });
  for (const auto& diagnostic : compilation.diagnostics.all()) ADD_FAILURE() << diagnostic.text();
  return compilation.program ? driver::run_tests(compilation) : driver::TestReport();
}

TEST(RunTests, ExpectedPropertiesAreASubset) {
  const auto report = run(R"(test t "t" for members {
  given  { id: "M-1", name: " Ana ", cents: 1250, gone: false }
  expect { firstname: "Ana", balance: "12.50" }
}
)");
  ASSERT_EQ(report.results.size(), 1u);
  EXPECT_TRUE(report.results[0].passed) << driver::to_json(report);
}

TEST(RunTests, ADifferenceNamesThePropertyAndBothValues) {
  const auto report = run(R"(test t "t" for members {
  given  { id: "M-1", name: " Ana ", gone: false }
  expect { firstname: "Anna", balance: "1" }
}
)");
  ASSERT_EQ(report.failed(), 1u);
  ASSERT_EQ(report.results[0].differences.size(), 2u);
  EXPECT_EQ(report.results[0].differences[0].actual, "\"Ana\"");
  EXPECT_EQ(report.results[0].differences[1].actual, "(left out)");
}

TEST(RunTests, ARejectionIsOfTheFieldNamed) {
  const auto report = run(R"(test source "by its source" for members {
  given  { id: "M-1", born: "31/12/1980", gone: false }
  expect reject born
}
test target "by its target" for members {
  given  { id: "M-1", born: "31/12/1980", gone: false }
  expect reject birthday
}
test another "for another reason" for members {
  given  { id: "M-1", born: "31/12/1980", gone: false }
  expect reject firstname
}
)");
  ASSERT_EQ(report.results.size(), 3u);
  EXPECT_TRUE(report.results[0].passed);
  EXPECT_TRUE(report.results[1].passed);
  EXPECT_FALSE(report.results[2].passed);
  EXPECT_NE(report.results[2].cause.find("31/12/1980"), std::string::npos) << report.results[2].cause;
}

TEST(RunTests, AFilteredRecordIsFiltered) {
  const auto report = run(R"(test gone "gone" for members {
  given  { id: "M-1", gone: true }
  expect filtered
}
test here "here" for members {
  given  { id: "M-1", gone: false }
  expect filtered
}
)");
  ASSERT_EQ(report.results.size(), 2u);
  EXPECT_TRUE(report.results[0].passed);
  EXPECT_FALSE(report.results[1].passed);
}

TEST(RunTests, ExamplesOfTransformsAreTests) {
  const auto report = run(R"(transform amount(cents: integer) -> decimal = cents / 100 {
  example 12000 -> 120.00
  example 12000 -> 120
}
)");
  ASSERT_EQ(report.results.size(), 2u);
  EXPECT_TRUE(report.results[0].passed) << driver::to_json(report);
  EXPECT_FALSE(report.results[1].passed);
}

}  // namespace
}  // namespace treaty
