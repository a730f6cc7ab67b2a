#include <fmt/core.h>

#include "compiler/cli/choice.h"
#include "compiler/cli/contract.h"
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
  fmt::print("{} passed, {} failed\n", report.results.size() - report.failed(), report.failed());
}

void run(const std::string& path, TestFormat format, const driver::TestOptions& options, Exit& exit) {
  if (!read_file(path)) {
    exit = Exit::world_failed;
    return;
  }
  driver::Compilation compilation = driver::check(path, driver::disk(library_folder()), today());
  driver::add_program(compilation);
  if (!compilation.ok()) {
    tell_errors(compilation, path, {.format = errors_as(format)}, exit);
    return;
  }
  const driver::TestReport report = driver::run_tests(compilation, options);
  if (format == TestFormat::json) {
    fmt::print("{}\n", driver::to_json(report));
  } else if (format == TestFormat::junit) {
    fmt::print("{}", driver::to_junit(report, path));
  } else {
    show(report);
  }
  if (report.failed() > 0) {
    exit = Exit::findings;
  }
}

}  // namespace

void add_test(CLI::App& app, Exit& exit) {
  CLI::App* command = app.add_subcommand("test", "Run a contract's own tests and the examples of its transforms");
  auto path = std::make_shared<std::string>();
  auto format = std::make_shared<TestFormat>(TestFormat::text);
  command->add_option("contract", *path, "a .map file: a contract, or a library alone")->required();
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
      "club.map > tests.xml");
  command->callback([path, format, options, &exit] { run(*path, *format, *options, exit); });
}

}  // namespace treaty::cli
