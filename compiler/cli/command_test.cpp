#include <filesystem>
#include <set>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "compiler/cli/choice.h"
#include "compiler/cli/contract.h"
#include "compiler/diagnostics/render.h"
#include "compiler/driver/run_tests.h"

namespace treaty::cli {
namespace {

enum class TestFormat { text, json, junit };

CheckFormat errors_as(TestFormat format) {
  switch (format) {
    case TestFormat::text:
      return CheckFormat::text;
    case TestFormat::json:
      return CheckFormat::json;
    case TestFormat::junit:
      return CheckFormat::junit;
  }
  return CheckFormat::text;
}

void show(const driver::TestReport& report) {
  const bool color = wants_color(stdout);
  for (const driver::TestResult& result : report.results) {
    const char* tone = !color ? "" : result.passed ? "\033[32m" : "\033[31m";
    fmt::print("{}{}{} {} {}{}{}\n", tone, result.passed ? "passed" : "FAILED", color ? "\033[0m" : "", result.kind,
               result.name, result.title.empty() ? "" : ": ", result.title);
    if (result.passed) {
      continue;
    }
    fmt::print("       {}\n", result.place);
    for (const driver::Difference& difference : result.differences) {
      fmt::print("       {}\n         expected  {}\n         was       {}\n", difference.property,
                 difference.expected, difference.actual);
      for (const auto& [step, value] : difference.steps) {
        fmt::print("           {}{}  {}\n", step, std::string(step.size() < 24 ? 24 - step.size() : 0, ' '), value);
      }
    }
    if (!result.cause.empty()) {
      fmt::print("       {}\n", result.cause);
    }
  }
  fmt::print("{} passed, {} failed{}\n", report.results.size() - report.failed(), report.failed(),
             report.results.empty() ? ": the contract has no tests, and its transforms no examples" : "");
}

/// Of one contract; nothing after saying what is wrong with it.
std::optional<driver::TestReport> test(driver::Compilation& compilation, const driver::TestOptions& options,
                                       const std::string& path) {
  driver::add_program(compilation);
  if (!compilation.ok()) {
    return std::nullopt;
  }
  driver::TestReport report = driver::run_tests(compilation, options);
  report.contract = path;
  return report;
}

driver::Compilation check(const std::string& path) {
  return driver::check(path, driver::disk(library_folder()), today());
}

void run_one(const std::string& path, TestFormat format, const driver::TestOptions& options, Exit& exit) {
  if (!read_file(path)) {
    exit = Exit::world_failed;
    return;
  }
  driver::Compilation compilation = check(path);
  const auto report = test(compilation, options, path);
  if (!report) {
    tell_errors(compilation, path, {.format = errors_as(format)}, exit);
    return;
  }
  if (format == TestFormat::json) {
    fmt::print("{}\n", driver::to_json(*report));
  } else if (format == TestFormat::junit) {
    fmt::print("{}", driver::to_junit({&*report, 1}));
  } else {
    show(*report);
  }
  if (report->failed() > 0) {
    exit = Exit::findings;
  }
}

/// A contract that has no tests because of its errors, as a case that failed.
driver::TestResult errors_of(const driver::Compilation& compilation, const std::string& path) {
  driver::TestResult result{.kind = "contract", .name = path, .place = path};
  for (const diagnostics::Diagnostic& said : compilation.diagnostics.all()) {
    if (said.severity() == diagnostics::Severity::error) {
      const source::File& file = compilation.files[said.span.file];
      const source::Position at = file.position(said.span.begin);
      result.cause += fmt::format("{}{}:{}:{}: {}: {}", result.cause.empty() ? "" : "\n", file.name(), at.line,
                                  at.column, said.kind().code, said.text());
    }
  }
  return result;
}

/// Several contracts, in one output. The examples of a library are those of the first that imports it.
class Several {
 public:
  Several(TestFormat format, const driver::TestOptions& options) : format_(format), options_(options) {}

  void add(const std::string& path, Exit& exit) {
    const bool readable = read_file(path).has_value();
    unreadable_ = unreadable_ || !readable;
    driver::Compilation compilation = check(path);
    auto report = test(compilation, options_, path);
    untested_ += report ? 0 : 1;
    if (format_ == TestFormat::text) {
      fmt::print("{}{}\n", reports_.empty() ? "" : "\n", path);
      std::fflush(stdout);  // what is wrong with it goes to standard error
    }
    if (report) {
      std::erase_if(report->results, [&](const driver::TestResult& result) {
        return !tested_.insert(std::filesystem::path(result.place).lexically_normal().string()).second;
      });
      if (format_ == TestFormat::text) show(*report);
      json_.push_back(Json{{"contract", path}});
      json_.back().update(Json::parse(driver::to_json(*report)));
    } else {
      if (format_ == TestFormat::text && readable) tell_errors(compilation, path, {}, exit);
      json_.push_back(Json{{"contract", path}});
      json_.back().update(Json::parse(diagnostics::render_json(compilation.diagnostics, compilation.files)));
      report = driver::TestReport{{errors_of(compilation, path)}, path};
    }
    reports_.push_back(std::move(*report));
  }

  void finish(Exit& exit) const {
    size_t failed = 0, passed = 0;
    for (const driver::TestReport& report : reports_) {
      failed += report.failed();
      passed += report.results.size() - report.failed();
    }
    failed -= untested_;
    if (format_ == TestFormat::json) {
      const Json whole = {{"passed", passed}, {"failed", failed}, {"contracts", json_}};
      fmt::print("{}\n", whole.dump(2, ' ', false, Json::error_handler_t::replace));
    } else if (format_ == TestFormat::junit) {
      fmt::print("{}", driver::to_junit(reports_));
    } else {
      fmt::print("\n{} passed, {} failed in {} files", passed, failed, reports_.size());
      fmt::print("{}\n", untested_ == 0 ? "" : fmt::format("; {} not tested", untested_));
    }
    exit = unreadable_ ? Exit::world_failed : failed + untested_ > 0 ? Exit::findings : exit;
  }

 private:
  using Json = nlohmann::ordered_json;
  TestFormat format_;
  const driver::TestOptions& options_;
  std::vector<driver::TestReport> reports_;
  Json json_ = Json::array();
  std::set<std::string> tested_;  ///< the places of what was run
  size_t untested_ = 0;           ///< contracts with errors
  bool unreadable_ = false;
};

void run(const std::vector<std::string>& paths, TestFormat format, const driver::TestOptions& options, Exit& exit) {
  if (paths.size() == 1) {
    return run_one(paths.front(), format, options, exit);
  }
  Several several(format, options);
  for (const std::string& path : paths) {
    several.add(path, exit);
  }
  several.finish(exit);
}

}  // namespace

void add_test(CLI::App& app, Exit& exit) {
  CLI::App* command = app.add_subcommand("test", "Run a contract's own tests and the examples of its transforms");
  auto paths = std::make_shared<std::vector<std::string>>();
  auto format = std::make_shared<TestFormat>(TestFormat::text);
  command->add_option("contract", *paths, "one or more .map files: contracts, or libraries alone")->required();
  command
      ->add_option("--format", *format, "text for people, json for programs, junit for test reports (default: text)")
      ->transform(
          choice<TestFormat>({{"text", TestFormat::text}, {"json", TestFormat::json}, {"junit", TestFormat::junit}}))
      ->option_text("text|json|junit");
  auto options = std::make_shared<driver::TestOptions>();
  command->add_flag("--show-private", options->show_private,
                    "show the values of what stands under privacy as well, where a test fails");
  command->footer(
      "Examples:\n  treaty test club.map\n  treaty test --show-private club.map\n  treaty test --format junit "
      "contracts/*.map > tests.xml");
  command->callback([paths, format, options, &exit] { run(*paths, *format, *options, exit); });
}

}  // namespace treaty::cli
