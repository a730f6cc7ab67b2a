// The mutation test of the compiler: small mistakes in whole contracts, and what it says of each. See docs/mutations.md.

#include <filesystem>
#include <fstream>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "tests/mutations/report.h"

namespace {

using namespace treaty::mutations;
namespace fs = std::filesystem;

enum class Format { text, json };

struct Options {
  std::vector<std::string> contracts;
  std::string library = "stdlib";
  std::string keep;
  uint64_t seed = 1, count = 400;
  std::optional<uint64_t> only;
  std::optional<Fate> list;
  unsigned processes = 1;
  double limit = 1000;
  Format format = Format::text;
};

/// Mutants that are findings, as files to look at.
void keep(const Plan& plan, const std::vector<Trial>& trials, const Options& options) {
  for (const Trial& trial : trials) {
    const bool finding = trial.verdict.fate == Fate::crashed || trial.verdict.fate == Fate::hung ||
                         trial.verdict.milliseconds > options.limit;
    if (!finding) {
      continue;
    }
    fmt::print(stderr, "{}", describe(plan, trial));
    if (!options.keep.empty()) {
      fs::create_directories(options.keep);
      const fs::path path = fs::path(options.keep) / fmt::format("seed{}-{}.map", plan.seed, trial.index);
      std::ofstream(path, std::ios::binary) << make(plan, trial.index).mutant.text;
      fmt::print(stderr, "  kept as {}\n", path.string());
    }
  }
}

std::string render(const Plan& plan, const std::vector<Trial>& trials, Format format) {
  switch (format) {
    case Format::json:
      return to_json(plan, trials);
    case Format::text:
      break;
  }
  return to_text(plan, trials);
}

int run_with(const Options& options) {
  Plan plan;
  plan.seed = options.seed;
  plan.first = options.only.value_or(0);
  plan.count = options.only ? 1 : options.count;
  plan.processes = options.processes;
  for (const std::string& path : options.contracts) {
    auto judge = Judge::of(path, options.library);
    if (!judge) {
      fmt::print(stderr, "mutate: {}\n", judge.error());
      return 3;
    }
    plan.judges.push_back(std::move(*judge));
  }
  const std::vector<Trial> trials = run(plan);
  keep(plan, trials, options);
  if (options.only) {
    fmt::print("{}", describe(plan, trials.front()));
  } else if (options.list) {
    for (const Trial& trial : trials) {
      if (trial.verdict.fate == *options.list) {
        fmt::print("{}\n", describe(plan, trial));
      }
    }
  } else {
    fmt::print("{}", render(plan, trials, options.format));
  }
  return broken(trials) > 0 || times_of(trials).worst > options.limit ? 1 : 0;
}

}  // namespace

int main(int count, char** arguments) {
  Options options;
  CLI::App app("Makes small mistakes in contracts and tells what the compiler says of each.", "mutate");
  app.add_option("contracts", options.contracts, "contracts without errors; the first is changed in half of the mutants")
      ->required();
  app.add_option("--count", options.count, "how many mutants")->capture_default_str();
  app.add_option("--seed", options.seed, "the same seed, the same mutants")->capture_default_str();
  app.add_option("--only", options.only, "one mutant by its number, in full");
  std::map<std::string, Fate> fates;
  for (const Fate fate : {Fate::rejected, Fate::warned, Fate::caught_by_tests, Fate::same_tree, Fate::same_meaning,
                          Fate::other_meaning, Fate::crashed, Fate::hung}) {
    std::string name(words_of(fate));
    std::ranges::replace(name, ' ', '_');
    fates[name] = fate;
  }
  app.add_option("--list", options.list, "all mutants of one fate: rejected, warned, caught_by_tests, other_meaning, …")
      ->transform(CLI::CheckedTransformer(fates))
      ->option_text("FATE");
  app.add_option("--processes", options.processes, "how many at once")->capture_default_str();
  app.add_option("--limit", options.limit, "milliseconds of the processor; a mutant over it is a finding")
      ->capture_default_str();
  app.add_option("--library", options.library, "the folder of the library's .map files")->capture_default_str();
  app.add_option("--keep", options.keep, "a folder for mutants that are findings");
  app.add_option("--format", options.format, "text or json")
      ->transform(CLI::CheckedTransformer(std::map<std::string, Format>{
          {"text", Format::text}, {"json", Format::json}}))
      ->option_text("text|json");
  app.footer("Examples:\n  mutate examples/club/club.map --count 1000\n  mutate examples/club/club.map --only 412");
  try {
    app.parse(count, arguments);
  } catch (const CLI::ParseError& wrong) {
    return app.exit(wrong) == 0 ? 0 : 2;
  }
  return run_with(options);
}
