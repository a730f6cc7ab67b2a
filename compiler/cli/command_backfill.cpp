#include <fmt/core.h>

#include "compiler/cli/contract.h"
#include "compiler/cli/run_options.h"

namespace treaty::cli {
namespace {

struct Options {
  std::string contract;
  host::BackfillOptions run;
  Format format = Format::text;
  bool interpreted = false;
};

void backfill(Options& options, Exit& exit) {
  const auto program = load_program(options.contract, options.interpreted, exit);
  if (!program) {
    return;
  }
  options.run.begins = [&] { tell_before_run(program->manifest(), options.run); };
  options.run.progress = progress_line();
  const auto report = host::backfill(*program, options.run);
  clear_progress_line();
  if (!report) {
    const host::Error& error = report.error();
    const bool goes_on = error.kind == host::Error::Kind::world || error.kind == host::Error::Kind::ledger;
    complain(error.message, error.remedy.empty() && goes_on
                                ? "what was committed stays; the same command goes on from there"
                                : error.remedy);
    exit = exit_of(report.error());
    return;
  }
  print_report(*report, options.format, exit);
}

}  // namespace

void add_backfill(CLI::App& app, Exit& exit) {
  CLI::App* command = app.add_subcommand(
      "backfill", "Bring every record over, parents before children; killed at any moment, it goes on where it was");
  auto options = std::make_shared<Options>();
  command->add_option("contract", options->contract, "a .mapc or .map file")->required();
  add_run_options(*command, options->run);
  command->add_flag("--interpret", options->interpreted, "run the reference interpreter in place of native code");
  add_format_option(*command, options->format);
  command->footer(
      "Example:\n  CLUB_TOKEN=… HUBSPOT_KEY=… treaty backfill club.mapc --ledger club.ledger --environment "
      "production");
  command->callback([options, &exit] { backfill(*options, exit); });
}

}  // namespace treaty::cli
