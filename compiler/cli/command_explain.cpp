#include <fmt/core.h>
#include <nlohmann/json.hpp>

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

nlohmann::ordered_json json_of(const diagnostics::Row& row) {
  return {{"code", row.code},
          {"name", row.name},
          {"severity", severity_name(row.severity)},
          {"text", diagnostics::general(row.text)},
          {"why", diagnostics::general(row.why)},
          {"mend", diagnostics::general(row.mend)}};
}

void explain(const diagnostics::Row& row, Format format) {
  if (format == Format::json) {
    fmt::print("{}\n", json_of(row).dump(2));
    return;
  }
  fmt::print("{} ({}): {}\n\n  {}\n\nwhy it matters\n  {}\n\nhow to mend it\n  {}\n", row.code, row.name,
             severity_name(row.severity), diagnostics::general(row.text), diagnostics::general(row.why),
             diagnostics::general(row.mend));
}

void list_all(Format format) {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const diagnostics::Row& row : diagnostics::rows()) {
    if (format == Format::json) {
      all.push_back(json_of(row));
    } else {
      fmt::print("{}  {}\n", row.code, diagnostics::general(row.text));
    }
  }
  if (format == Format::json) {
    fmt::print("{}\n", all.dump(2));
  }
}

}  // namespace

void add_explain(CLI::App& app, Exit& exit) {
  CLI::App* command = app.add_subcommand("explain", "Say what a diagnostic's code means and how to mend it");
  auto code = std::make_shared<std::string>();
  auto format = std::make_shared<Format>(Format::text);
  add_format_option(*command, *format);
  command->add_option("code", *code, "such as E0301; left out: the whole table");
  command->footer("Examples:\n  treaty explain E0301\n  treaty explain            every code, a line each");
  command->callback([code, format, &exit] {
    if (code->empty()) {
      list_all(*format);
      return;
    }
    for (char& letter : *code) {
      letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    }
    if (auto row = diagnostics::find_row(*code)) {
      explain(diagnostics::rows()[static_cast<size_t>(*row)], *format);
      return;
    }
    complain(fmt::format("there is no code `{}`", *code), "`treaty explain` lists them all");
    exit = Exit::misuse;
  });
}

}  // namespace treaty::cli
