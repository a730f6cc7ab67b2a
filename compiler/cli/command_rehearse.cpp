#include <unistd.h>

#include <fmt/core.h>

#include "compiler/cli/contract.h"
#include "compiler/cli/run_options.h"
#include "runtime/host/rehearse.h"

namespace treaty::cli {
namespace {

struct Options {
  std::string contract;
  host::RehearseOptions run;
  Format format = Format::text;
  bool interpreted = false;
};

void rehearse(Options& options, Exit& exit) {
  const auto program = load_program(options.contract, options.interpreted, exit);
  if (!program) {
    return;
  }
  options.run.begins = [&] { tell_not_in_force(program->manifest()); };
  options.run.progress = progress_line();
  const auto report = host::rehearse(*program, options.run);
  clear_progress_line();
  if (!report) {
    complain(report.error().message, report.error().remedy);
    exit = exit_of(report.error());
    return;
  }
  fmt::print("{}", options.format == Format::json ? host::to_json(*report) : host::to_text(*report));
  if (!report->good() || report->run.has_findings()) {
    exit = Exit::findings;
  }
}

}  // namespace

void add_rehearse(CLI::App& app, Exit& exit) {
  CLI::App* command = app.add_subcommand("rehearse",
                                         "The whole run with no account anywhere: the source played from data files, "
                                         "a HubSpot sandbox, both on this machine");
  auto options = std::make_shared<Options>();
  command->add_option("contract", options->contract, "a .map or .mapc file")->required();
  command
      ->add_option("--data", options->run.data,
                   "a folder with RESOURCE.jsonl, .json or .csv, or one JSON file with a key a resource")
      ->required();
  command->add_option("--keep", options->run.keep, "a folder that keeps portal and ledger for a second run");
  command->add_option("--map", options->run.maps, "only these maps");
  command->add_option("--rate", options->run.rate,
                      "how many times faster than HubSpot requests are let in; 0: no limit (default: 20)");
  command->add_flag("--interpret", options->interpreted, "run the reference interpreter in place of native code");
  add_format_option(*command, options->format);
  command->footer(
      "Examples:\n  treaty rehearse club.map --data exports/\n  treaty rehearse club.map --data exports/ --keep "
      "state    the second time writes nothing");
  command->callback([options, &exit] { rehearse(*options, exit); });
}

}  // namespace treaty::cli
