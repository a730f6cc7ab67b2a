#include "compiler/cli/check_output.h"

#include <algorithm>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "compiler/cli/contract.h"
#include "compiler/diagnostics/render.h"

namespace treaty::cli {
namespace {

using Json = nlohmann::ordered_json;

/// Instead of findings, where there are none to say.
std::string nothing_against(const diagnostics::Report& report) {
  const std::string withheld = diagnostics::withheld_in_words(report);
  return (report.library ? "a library: " : "") +
         (withheld.empty() ? std::string("nothing to say against it")
                           : "nothing new to say against it (" + withheld + ")");
}

void print_text(std::span<const diagnostics::Report> reports, std::FILE* stream) {
  for (const diagnostics::Report& report : reports) {
    if (report.diagnostics.all().empty() && report.diagnostics.unsaid() == 0) {
      fmt::print(stream, "{}: {}\n", report.contract, nothing_against(report));
    } else {
      fmt::print(stream, "{}",
                 diagnostics::render_text(report.diagnostics, report.files, {.color = wants_color(stream)}));
    }
  }
}

}  // namespace

void print_json(std::span<const diagnostics::Report> reports, std::string_view tables, std::FILE* stream) {
  Json whole = {{"errors", 0}, {"warnings", 0}, {"diagnostics", Json::array()}};
  for (const diagnostics::Report& report : reports) {
    const Json one = Json::parse(diagnostics::render_json(report.diagnostics, report.files));
    whole["errors"] = whole["errors"].get<int64_t>() + one["errors"].get<int64_t>();
    whole["warnings"] = whole["warnings"].get<int64_t>() + one["warnings"].get<int64_t>();
    whole["diagnostics"].insert(whole["diagnostics"].end(), one["diagnostics"].begin(), one["diagnostics"].end());
    if (one.contains("unsaid")) {
      whole["unsaid"] = whole.value("unsaid", int64_t{0}) + one["unsaid"].get<int64_t>();
    }
  }
  for (const diagnostics::Report& report : reports) {
    if (report.library) {
      whole["libraries"].push_back(report.contract);
    }
  }
  if (!tables.empty()) {
    whole["contracts"] = Json::parse(tables);
  }
  fmt::print(stream, "{}\n", whole.dump(2));
}

void print_diagnostics(std::span<const diagnostics::Report> reports, CheckFormat format, std::FILE* stream) {
  switch (format) {
    case CheckFormat::text:
      return print_text(reports, stream);
    case CheckFormat::json:
      return print_json(reports, {}, stream);
    case CheckFormat::sarif:
      return fmt::print(stream, "{}", diagnostics::render_sarif(reports, TREATY_VERSION));
    case CheckFormat::github:
      return fmt::print(stream, "{}", diagnostics::render_github(reports));
    case CheckFormat::junit:
      return fmt::print(stream, "{}", diagnostics::render_junit(reports));
  }
}

std::optional<size_t> apply_fixes(const diagnostics::Report& report) {
  std::vector<diagnostics::Fix> fixes;
  source::FileId own;
  for (const diagnostics::Diagnostic& diagnostic : report.diagnostics.all()) {
    for (const diagnostics::Fix& fix : diagnostic.fixes) {
      if (fix.certain && report.files[fix.span.file].name() == report.contract) {
        own = fix.span.file;
        fixes.push_back(fix);
      }
    }
  }
  if (fixes.empty()) {
    return 0;
  }
  std::ranges::sort(fixes, {}, [](const diagnostics::Fix& fix) { return fix.span.begin; });
  const std::string_view text = report.files[own].text();
  std::string mended;
  size_t at = 0, applied = 0;
  for (const diagnostics::Fix& fix : fixes) {
    if (fix.span.begin < at) {
      continue;  // two edits of one place: the next run sees what is left
    }
    mended += text.substr(at, fix.span.begin - at);
    mended += fix.replacement;
    at = fix.span.end;
    ++applied;
  }
  mended += text.substr(at);
  return write_file(report.contract, mended) ? std::optional(applied) : std::nullopt;
}

}  // namespace treaty::cli
