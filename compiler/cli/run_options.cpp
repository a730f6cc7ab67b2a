#include "compiler/cli/run_options.h"

#include <unistd.h>

#include <cstdio>

#include <fmt/core.h>

#include "compiler/cli/contract.h"

namespace treaty::cli {
namespace {

/// `name=value` into a map.
std::function<void(const std::vector<std::string>&)> pairs_into(std::map<std::string, std::string>& target) {
  return [&target](const std::vector<std::string>& pairs) {
    for (const std::string& pair : pairs) {
      const size_t equals = pair.find('=');
      if (equals == std::string::npos || equals == 0) {
        throw CLI::ValidationError(
            fmt::format("`{}`: NAME=VALUE is expected", pair));  // the library's own way to refuse an option
      }
      target[pair.substr(0, equals)] = pair.substr(equals + 1);
    }
  };
}

}  // namespace

std::function<void(const host::Progress&)> progress_line() {
  if (isatty(STDERR_FILENO) == 0) {
    return {};
  }
  return [](const host::Progress& progress) {
    fmt::print(stderr, "\r\033[K{}: {} read, {} written", progress.map, progress.counts.read,
               progress.counts.created + progress.counts.updated);
    std::fflush(stderr);
  };
}

void clear_progress_line() {
  if (isatty(STDERR_FILENO) != 0) {
    fmt::print(stderr, "\r\033[K");
  }
}

Exit exit_of(const host::Error& error) {
  return error.kind == host::Error::Kind::settings ? Exit::misuse : Exit::world_failed;
}

void tell_before_run(const package::Manifest& manifest, const host::BackfillOptions& options) {
  tell_not_in_force(manifest);
  if (!options.environment.empty() || manifest.environments.empty()) {
    return;
  }
  std::string names;
  for (const package::Environment& environment : manifest.environments) {
    names += (names.empty() ? "" : ", ") + environment.name;
  }
  fmt::print(
      stderr,
      "treaty: no --environment is given: of {} none is chosen, and which portal the key opens is not checked\n",
      names);
}

void print_report(const sync::Report& report, Format format, Exit& exit) {
  fmt::print("{}", format == Format::json ? sync::to_json(report) : sync::to_text(report));
  if (report.has_findings()) {
    exit = Exit::findings;
  }
}

void add_file_option(CLI::App& command, std::map<std::string, std::string>& files) {
  command
      .add_option_function<std::vector<std::string>>("--file", pairs_into(files),
                                                     "RESOURCE=FILE: read from a file instead")
      ->allow_extra_args(false)
      ->type_name("RESOURCE=FILE");
}

void add_run_options(CLI::App& command, host::BackfillOptions& options) {
  command.add_option("--ledger", options.ledger, "the ledger's file; made when it is not there")->required();
  command.add_option("--environment", options.environment,
                     "of the contract: which portal the key must open, and which bases");
  add_list_option(command, "--map", options.maps, "only these maps");
  command
      .add_option_function<std::vector<std::string>>("--base", pairs_into(options.bases),
                                                     "SYSTEM=URL in place of the contract's")
      ->allow_extra_args(false)
      ->type_name("SYSTEM=URL");
  add_file_option(command, options.files);
  command.add_flag("--provision", options.provision, "create the properties and labels the contract asks for");
}

}  // namespace treaty::cli
