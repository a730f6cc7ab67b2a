#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>

#include <fmt/core.h>

#include "compiler/base/nearest.h"
#include "compiler/cli/command.h"
#include "compiler/cli/contract.h"

namespace {

constexpr const char* description =
    "Treaty keeps a company's own system and HubSpot in step, as a mapping contract says.\n"
    "Analysts write contracts, engineers check and compile them, operators run them.";

constexpr const char* examples =
    "Examples:\n"
    "  treaty check club.map                            is the contract right?\n"
    "  treaty test club.map                             run its tests\n"
    "  treaty profile club.map --data exports/          what it would do to your data, field by field\n"
    "  treaty rehearse club.map --data exports/         the whole run, against a HubSpot of our own\n"
    "  treaty compile club.map -o club.mapc             what an operator runs\n"
    "  treaty transform club.mapc --map members < in    records in, payloads out\n"
    "\n"
    "Exit codes: 0 fine, 1 findings (mistakes, failed tests, records rejected or parked), 2 misuse,\n"
    "3 the world failed (a file, a network, a server).";

/// Before a command: what the environment says must be understood.
void check_environment() {
  const char* day = std::getenv("TREATY_TODAY");
  if (day != nullptr && *day != '\0' && !treaty::cli::is_day(day)) {
    treaty::cli::complain(fmt::format("$TREATY_TODAY is `{}`, no day like 2026-11-23", day));
    throw CLI::RuntimeError(static_cast<int>(treaty::cli::Exit::misuse));
  }
}

/// What was wrong with the command line, and where help is.
void complain_of(const CLI::ParseError& error, const CLI::App& app, int argc, char** argv) {
  using treaty::cli::complain;
  const std::vector<CLI::App*> chosen = app.get_subcommands();
  if (!chosen.empty()) {
    const CLI::App* command = chosen.front();
    complain(error.what(), fmt::format("`treaty {} --help` shows how it is used", command->get_name()));
    return;
  }
  if (argc < 2) {
    complain("which command?", "`treaty --help` lists them");
    return;
  }
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(command->get_name());
  }
  const std::string meant = treaty::did_you_mean(argv[1], names);
  complain(fmt::format("there is no command `{}`", argv[1]), meant.empty() ? "`treaty --help` lists them" : meant);
}

}  // namespace

int main(int argc, char** argv) {
  using namespace treaty::cli;
  CLI::App app{description, "treaty"};
  app.footer(examples);
  app.set_version_flag("--version", "treaty " TREATY_VERSION);
  app.require_subcommand(1);
  app.parse_complete_callback(check_environment);

  Exit exit = Exit::fine;
  for (auto* add : {add_check,   add_fmt,      add_explain,   add_test,   add_try,     add_compile,   add_transform,
                    add_profile, add_rehearse, add_backfill,  add_status, add_letters, add_sandbox,   add_import,
                    add_diff,    add_lineage,  add_questions, add_doc,    add_lsp,     add_completion}) {
    add(app, exit);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::RuntimeError& said) {  // what was wrong is said already
    return said.get_exit_code();
  } catch (const CLI::ParseError& error) {
    const bool asked = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success);  // --help, --version
    if (asked) {
      app.exit(error);
      return static_cast<int>(std::cout.flush() ? Exit::fine : Exit::world_failed);
    }
    complain_of(error, app, argc, argv);
    return static_cast<int>(Exit::misuse);
  } catch (const std::exception& error) {  // from a library; ours report without exceptions
    complain(error.what());
    return static_cast<int>(Exit::world_failed);
  }
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    complain("the output cannot be written");
    return static_cast<int>(Exit::world_failed);
  }
  return static_cast<int>(exit);
}
