#pragma once

#include <functional>

#include "compiler/cli/command.h"
#include "runtime/host/host.h"

namespace treaty::cli {

/// Shows on a terminal how far a run has come, on one line that is written over. Empty where nobody watches.
std::function<void(const host::Progress&)> progress_line();
void clear_progress_line();

Exit exit_of(const host::Error& error);

/// Says on standard error what a run is about to leave undone or unchecked: what it does not carry out and, where the
/// contract has environments and none was chosen, that.
void tell_before_run(const package::Manifest& manifest, const host::BackfillOptions& options);

/// What a run ended with, on standard output.
void print_report(const sync::Report& report, Format format, Exit& exit);

/// Adds `--file RESOURCE=FILE`.
void add_file_option(CLI::App& command, std::map<std::string, std::string>& files);

/// Adds what `backfill` and `letters replay` share: ledger, systems' bases, files, maps.
void add_run_options(CLI::App& command, host::BackfillOptions& options);

}  // namespace treaty::cli
