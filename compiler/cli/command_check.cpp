#include <algorithm>
#include <span>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "compiler/cli/check_output.h"
#include "compiler/cli/choice.h"
#include "compiler/cli/contract.h"
#include "compiler/cli/findings.h"
#include "compiler/lineage/coverage.h"
#include "compiler/lineage/two_way.h"

namespace treaty::cli {
namespace {

struct Options {
  std::vector<std::string> contracts, deny;
  std::string baseline, new_baseline;
  CheckFormat format = CheckFormat::text;
  bool deny_warnings = false;
  bool fix = false;
  bool budget = false;
  bool coverage = false;
  bool two_way = false;
};

/// What was said of one contract, and how much of it is not said here.
struct Checked {
  std::string path;
  driver::Compilation compilation;
  Sieve::Withheld withheld;
};

driver::Compilation compile(const std::string& path, Inputs& inputs) {
  return driver::check(path, inputs.reader(), today());
}

/// Makes errors of the warnings that are not wanted here.
void deny(driver::Compilation& compilation, const Options& options) {
  compilation.diagnostics.deny([&](const diagnostics::Diagnostic& said) {
    return options.deny_warnings || std::ranges::find(options.deny, said.kind().code) != options.deny.end();
  });
}

/// Applies the edits that are certain, and says how many.
size_t fix(const std::string& path, Inputs& inputs, Exit& exit) {
  const driver::Compilation compilation = compile(path, inputs);
  const auto applied = apply_fixes({path, compilation.diagnostics, compilation.files});
  if (!applied) {
    exit = Exit::world_failed;
  }
  return applied.value_or(0);
}

bool are_codes(const std::vector<std::string>& codes) {
  for (const std::string& code : codes) {
    if (!diagnostics::find_row(code)) {
      complain(fmt::format("there is no code `{}`", code), "`treaty explain` lists them all");
      return false;
    }
  }
  return true;
}

/// What `--budget`, `--coverage` and `--two-way` ask for: text, or a JSON list of the contracts; empty where nothing
/// is asked.
std::string tables_of(std::span<const Checked> checked, const Options& options) {
  const bool json = options.format == CheckFormat::json;
  std::string all;
  for (const auto& [path, compilation, withheld] : checked) {
    if (compilation.is_library()) {
      continue;  // it has no fields and no volumes of its own
    }
    std::string members;
    const auto add = [&](std::string_view name, const std::string& table) {
      members += json ? fmt::format(",\"{}\":{}", name, table) : table;
    };
    if (options.budget) {
      add("budget", json ? budget::to_json(compilation.reckoning) : budget::to_text(compilation.reckoning));
    }
    if (options.coverage) {
      const auto tables = lineage::coverage_of(compilation.facts);
      add("coverage", json ? lineage::to_json(tables) : lineage::to_text(tables));
    }
    if (options.two_way) {
      const auto lines = lineage::two_way_of(compilation.facts, compilation.files);
      add("two_way", json ? lineage::to_json(lines) : lineage::to_text(lines));
    }
    if (json && !members.empty()) {
      all +=
          fmt::format("{}{{\"contract\":{}{}}}", all.empty() ? "[" : ",",
                      nlohmann::json(path).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), members);
    } else {
      all += members;
    }
  }
  return json && !all.empty() ? all + "]" : all;
}

void check(const Options& options, Exit& exit) {
  if (!are_codes(options.deny)) {
    exit = Exit::misuse;
    return;
  }
  const bool as_table = options.format == CheckFormat::text || options.format == CheckFormat::json;
  if ((options.budget || options.coverage || options.two_way) && !as_table) {
    complain("--budget, --coverage and --two-way are tables: they have no place in this format",
             "use --format text or json");
    exit = Exit::misuse;
    return;
  }
  std::optional<Baseline> baseline = Baseline();
  if (!options.baseline.empty() && !(baseline = read_baseline(options.baseline))) {
    exit = Exit::world_failed;
    return;
  }
  std::vector<Checked> checked;
  size_t fixed = 0;
  Inputs inputs;
  NewBaseline new_baseline(options.new_baseline);
  Sieve sieve(std::move(*baseline));
  for (const std::string& path : options.fix ? options.contracts : std::vector<std::string>()) {
    fixed += fix(path, inputs, exit);  // a library before what is said of those that import it
  }
  for (const std::string& path : options.contracts) {
    if (!read_file(path)) {
      exit = Exit::world_failed;
      if (options.format != CheckFormat::text && options.new_baseline.empty()) {
        checked.push_back({path, compile(path, inputs)});  // that it cannot be read is a finding for programs
      }
      continue;
    }
    driver::Compilation compilation = compile(path, inputs);
    deny(compilation, options);
    if (!options.new_baseline.empty()) {
      new_baseline.add({path, compilation.diagnostics, compilation.files});
    }
    const Sieve::Withheld withheld = sieve.sift(compilation, path);
    checked.push_back({path, std::move(compilation), withheld});
  }
  if (!options.new_baseline.empty()) {
    write_file(options.new_baseline, new_baseline.text(), inputs, exit);
    return;
  }
  std::vector<diagnostics::Report> reports;
  bool errors = false;
  for (const auto& [path, compilation, withheld] : checked) {
    reports.push_back({.contract = path,
                       .diagnostics = compilation.diagnostics,
                       .files = compilation.files,
                       .library = compilation.is_library(),
                       .known = withheld.known,
                       .said_before = withheld.said_before});
    errors = errors || compilation.diagnostics.has_errors();
  }
  const std::string tables = tables_of(checked, options);
  if (options.format == CheckFormat::json && !tables.empty()) {
    print_json(reports, tables);
  } else {
    fmt::print("{}", tables);
    print_diagnostics(reports, options.format);
  }
  if (fixed > 0) {
    fmt::print(stderr, "{} {} applied\n", fixed, fixed == 1 ? "edit" : "edits");
  }
  if (const size_t known = sieve.known(); known > 0) {
    fmt::print(stderr, "{} of the baseline's findings {} still there and not shown\n", known,
               known == 1 ? "is" : "are");
  }
  if (const size_t gone = sieve.gone(); gone > 0) {
    fmt::print(stderr, "{} of the baseline's findings {} gone: write it anew\n", gone, gone == 1 ? "is" : "are");
  }
  if (errors && exit == Exit::fine) {
    exit = Exit::findings;
  }
}

}  // namespace

void add_check(CLI::App& app, Exit& exit) {
  CLI::App* command =
      app.add_subcommand("check", "Say what is wrong with a contract, where, why it matters and how to mend it");
  auto options = std::make_shared<Options>();
  command->add_option("contract", options->contracts, "one or more .map files: contracts, or libraries alone")
      ->required();
  command
      ->add_option("--format", options->format,
                   "text for people, json for programs, sarif for code scanning, github for annotations, junit for "
                   "test reports")
      ->transform(choice<CheckFormat>({{"text", CheckFormat::text},
                                       {"json", CheckFormat::json},
                                       {"sarif", CheckFormat::sarif},
                                       {"github", CheckFormat::github},
                                       {"junit", CheckFormat::junit}}))
      ->option_text("text|json|sarif|github|junit");
  command->add_flag("--fix", options->fix, "apply the edits that are certain, then check again");
  command->add_flag("--budget", options->budget,
                    "show the reckoning: what a round, a day and the backfill take, and what outage is survived");
  command->add_flag("--coverage", options->coverage,
                    "show what becomes of every field, and what feeds every property");
  command->add_flag("--two-way", options->two_way,
                    "show what comes back over each `<->` line, derived from its steps or given");
  add_list_option(*command, "--deny", options->deny, "codes of warnings that count as errors")
      ->option_text("CODE[,CODE…]");
  command->add_flag("--deny-warnings", options->deny_warnings, "every warning counts as an error");
  command->add_option("--baseline", options->baseline, "a file of findings that are known, and not said again")
      ->option_text("FILE");
  command->add_option("--write-baseline", options->new_baseline, "write what is found now to such a file")
      ->option_text("FILE");
  command->footer(
      "Examples:\n  treaty check club.map\n  treaty check --format json club.map | jq .errors\n"
      "  treaty check --format sarif contracts/*.map > treaty.sarif\n  treaty check --deny W0606 --baseline "
      "known.json club.map\n  treaty check --two-way club.map");
  command->callback([options, &exit] { check(*options, exit); });
}

}  // namespace treaty::cli
