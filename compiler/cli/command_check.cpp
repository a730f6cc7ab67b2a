#include <fmt/core.h>

#include "compiler/cli/contract.h"
#include "compiler/diagnostics/render.h"

namespace treaty::cli {
namespace {

struct Options {
  std::vector<std::string> contracts;
  Format format = Format::text;
  bool deny_warnings = false;
};

void check(const Options& options, Exit& exit) {
  for (const std::string& path : options.contracts) {
    if (!read_file(path)) {
      exit = Exit::world_failed;
      continue;
    }
    driver::Compilation compilation = driver::check(path, driver::disk(library_folder()), today());
    compilation.diagnostics.sort();
    const size_t errors = compilation.diagnostics.error_count();
    const size_t all = compilation.diagnostics.all().size();
    if (options.format == Format::json) {
      fmt::print("{}", diagnostics::render_json(compilation.diagnostics, compilation.files));
    } else if (all == 0) {
      fmt::print("{}: nothing to say against it\n", path);
    } else {
      fmt::print(
          "{}", diagnostics::render_text(compilation.diagnostics, compilation.files, {.color = wants_color(stdout)}));
    }
    if ((errors > 0 || (options.deny_warnings && all > 0)) && exit == Exit::fine) {
      exit = Exit::findings;
    }
  }
}

}  // namespace

void add_check(CLI::App& app, Exit& exit) {
  CLI::App* command =
      app.add_subcommand("check", "Say what is wrong with a contract, where, why it matters and how to mend it");
  auto options = std::make_shared<Options>();
  command->add_option("contract", options->contracts, "one or more .map files")->required();
  add_format_option(*command, options->format);
  command->add_flag("--deny-warnings", options->deny_warnings, "end with 1 for warnings too");
  command->footer("Examples:\n  treaty check club.map\n  treaty check --format json club.map | jq .errors");
  command->callback([options, &exit] { check(*options, exit); });
}

}  // namespace treaty::cli
