#include <fmt/core.h>

#include "compiler/cli/contract.h"
#include "compiler/cli/run_options.h"

namespace treaty::cli {
namespace {

struct Options {
  std::string ledger, contract;
  host::LetterFilter filter;
  host::BackfillOptions run;
  int64_t id = 0;
  std::vector<int64_t> ids;
  Format format = Format::text;
};

void list(const Options& options, Exit& exit) {
  const auto letters = host::letters(options.ledger, options.filter);
  if (!letters) {
    complain(letters.error().message, letters.error().remedy);
    exit = exit_of(letters.error());
    return;
  }
  fmt::print("{}", options.format == Format::json ? host::to_json(*letters) : host::to_text(*letters));
}

void show(const Options& options, Exit& exit) {
  const auto letter = host::letter(options.ledger, options.id);
  if (!letter) {
    complain(letter.error().message, letter.error().remedy);
    exit = exit_of(letter.error());
    return;
  }
  fmt::print("{}", options.format == Format::json ? host::to_json({*letter}) : host::to_text(*letter));
}

void replay(Options& options, Exit& exit) {
  const auto program = load_program(options.contract, false, exit);
  if (!program) {
    return;
  }
  options.run.begins = [&] { tell_before_run(program->manifest(), options.run); };
  const auto report = host::replay(*program, options.run, options.ids);
  if (!report) {
    complain(report.error().message, report.error().remedy);
    exit = exit_of(report.error());
    return;
  }
  print_report(*report, options.format, exit);
  if (!report->parked.empty()) {
    exit = Exit::findings;  // also where the source no longer gave a record that was asked for
  }
}

}  // namespace

void add_letters(CLI::App& app, Exit& exit) {
  CLI::App* command =
      app.add_subcommand("letters", "The dead letters: records that were parked, each with its cause");
  command->require_subcommand(1);
  auto options = std::make_shared<Options>();

  CLI::App* list_command = command->add_subcommand("list", "What is parked");
  list_command->add_option("--ledger", options->ledger, "the ledger's file")->required();
  list_command->add_option("--map", options->filter.map, "of one map");
  list_command->add_option("--limit", options->filter.limit, "at most so many (default: 100)");
  list_command->add_flag("--closed", options->filter.closed_too, "also those that succeeded later");
  add_format_option(*list_command, options->format);
  list_command->footer(
      "Examples:\n  treaty letters list --ledger club.ledger\n"
      "  treaty letters list --ledger club.ledger --map members --closed    also what has succeeded since");
  list_command->callback([options, &exit] { list(*options, exit); });

  CLI::App* show_command = command->add_subcommand("show", "One letter in full");
  show_command->add_option("id", options->id, "its number")->required();
  show_command->add_option("--ledger", options->ledger, "the ledger's file")->required();
  add_format_option(*show_command, options->format);
  show_command->footer("Example:\n  treaty letters show 7 --ledger club.ledger");
  show_command->callback([options, &exit] { show(*options, exit); });

  CLI::App* replay_command =
      command->add_subcommand("replay", "Read the source again and try the parked records once more");
  replay_command->add_option("contract", options->contract, "a .mapc or .map file")->required();
  add_list_option(*replay_command, "--id", options->ids, "only these letters");
  add_run_options(*replay_command, options->run);
  add_format_option(*replay_command, options->format);
  replay_command->footer(
      "Examples:\n  treaty letters replay club.mapc --ledger club.ledger --environment production\n"
      "  treaty letters replay club.mapc --ledger club.ledger --id 7 --id 9");
  replay_command->callback([options, &exit] { replay(*options, exit); });

  command->footer(
      "Examples:\n  treaty letters list --ledger club.ledger\n  treaty letters show 7 --ledger club.ledger\n"
      "  treaty letters replay club.mapc --ledger club.ledger");
}

}  // namespace treaty::cli
