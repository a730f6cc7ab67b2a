#include "compiler/cli/check_output.h"

#include <algorithm>
#include <filesystem>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "compiler/cli/contract.h"
#include "compiler/diagnostics/render.h"

namespace treaty::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// Where a file is, however its path is written; a link stays what it is, those in its folder's path do not.
fs::path place_of(const std::string& path) {
  std::error_code failure;
  const fs::path whole = fs::absolute(path, failure).lexically_normal();
  const fs::path folder = fs::weakly_canonical(whole.parent_path(), failure);
  return failure ? whole : folder / whole.filename();
}

void print_text(std::span<const diagnostics::Report> reports, std::FILE* stream) {
  for (const diagnostics::Report& report : reports) {
    if (report.diagnostics.all().empty()) {
      fmt::print(stream, "{}: {}nothing to say against it\n", report.contract, report.library ? "a library: " : "");
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

std::optional<std::multiset<std::string>> read_baseline(const std::string& path) {
  const auto bytes = read_file(path);
  if (!bytes) {
    return std::nullopt;
  }
  const Json json = Json::parse(*bytes, nullptr, false);
  if (!json.is_object() || !json.contains("findings") || !json["findings"].is_array()) {
    complain(fmt::format("`{}` is no baseline", path), "make one: treaty check --write-baseline FILE CONTRACT");
    return std::nullopt;
  }
  std::multiset<std::string> findings;
  for (const Json& one : json["findings"]) {
    if (one.is_string()) {
      findings.insert(one.get<std::string>());
    }
  }
  return findings;
}

std::vector<std::string> prints_for(const std::string& baseline, const diagnostics::Report& report) {
  const fs::path folder = place_of(baseline).parent_path();
  return diagnostics::fingerprints(report, [&](const std::string& name) {
    const fs::path place = place_of(name);
    return name.starts_with("std/") ? name : place.lexically_relative(folder).generic_string();
  });
}

std::string baseline_of(const std::string& path, std::span<const diagnostics::Report> reports) {
  Json findings = Json::array();
  for (const diagnostics::Report& report : reports) {
    for (std::string& print : prints_for(path, report)) {
      findings.push_back(std::move(print));
    }
  }
  const Json whole = {{"findings", std::move(findings)}};
  return whole.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
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
