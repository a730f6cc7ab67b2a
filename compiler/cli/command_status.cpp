#include <fmt/core.h>

#include "compiler/cli/run_options.h"

namespace treaty::cli {

void add_status(CLI::App& app, Exit& exit) {
  CLI::App* command =
      app.add_subcommand("status", "Say what a ledger holds: runs, records by map, what waits and what was parked");
  auto ledger = std::make_shared<std::string>();
  auto format = std::make_shared<Format>(Format::text);
  command->add_option("--ledger", *ledger, "the ledger's file")->required();
  add_format_option(*command, *format);
  command->footer("Example:\n  treaty status --ledger club.ledger");
  command->callback([ledger, format, &exit] {
    const auto status = host::status(*ledger);
    if (!status) {
      complain(status.error().message, status.error().remedy);
      exit = exit_of(status.error());
      return;
    }
    fmt::print("{}", *format == Format::json ? host::to_json(*status) : host::to_text(*status));
  });
}

}  // namespace treaty::cli
