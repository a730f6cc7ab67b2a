#include <fmt/core.h>

#include "compiler/cli/command.h"
#include "compiler/diagnostics/diagnostics.h"

namespace treaty::cli {
namespace {

std::string_view severity_name(diagnostics::Severity severity) {
  switch (severity) {
    case diagnostics::Severity::error:
      return "error";
    case diagnostics::Severity::warning:
      return "warning";
    case diagnostics::Severity::note:
      return "note";
  }
  return "";
}

void explain(const diagnostics::Row& row) {
  fmt::print("{} ({}): {}\n\n  {}\n\nwhy it matters\n  {}\n\nhow to mend it\n  {}\n", row.code, row.name,
             severity_name(row.severity), row.text, row.why, row.mend);
}

}  // namespace

void add_explain(CLI::App& app, Exit& exit) {
  CLI::App* command = app.add_subcommand("explain", "Say what a diagnostic's code means and how to mend it");
  auto code = std::make_shared<std::string>();
  command->add_option("code", *code, "such as E0301; left out: the whole table");
  command->footer("Examples:\n  treaty explain E0301\n  treaty explain            every code, a line each");
  command->callback([code, &exit] {
    if (code->empty()) {
      for (const diagnostics::Row& row : diagnostics::rows()) {
        fmt::print("{}  {}\n", row.code, row.text);
      }
      return;
    }
    for (char& letter : *code) {
      letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    }
    if (auto row = diagnostics::find_row(*code)) {
      explain(diagnostics::rows()[static_cast<size_t>(*row)]);
      return;
    }
    complain(fmt::format("there is no code `{}`", *code), "`treaty explain` lists them all");
    exit = Exit::misuse;
  });
}

}  // namespace treaty::cli
