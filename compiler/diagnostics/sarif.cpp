#include <nlohmann/json.hpp>

#include "compiler/diagnostics/formats.h"

namespace treaty::diagnostics {
namespace {

using Json = nlohmann::ordered_json;

const char* level_of(Severity severity) {
  return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "note";
}

/// A path as a URI reference: what a URI cannot hold is written in hexadecimal.
std::string uri_of(const std::string& path) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string uri;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain =
        std::isalnum(byte) != 0 || std::string_view("/-._~!$&'()*+,;=@").find(c) != std::string_view::npos;
    uri += plain ? std::string(1, c) : std::string{'%', digits[byte >> 4], digits[byte & 15]};
  }
  return path.starts_with('/') ? "file://" + uri : uri;
}

/// Where a file lies: relative names are below the folder treaty was run in, the root of the repository in most
/// checks.
Json artifact_of(const source::File& file) {
  Json artifact = {{"uri", uri_of(file.name())}};
  if (!file.name().starts_with('/')) {
    artifact["uriBaseId"] = "%SRCROOT%";
  }
  return artifact;
}

Json region_of(const source::File& file, source::Span span) {
  const source::Position begin = file.position(span.begin);
  const source::Position end = file.position(span.end);
  return {{"startLine", begin.line}, {"startColumn", begin.column}, {"endLine", end.line}, {"endColumn", end.column}};
}

Json location_of(const source::FileSet& files, source::Span span) {
  const source::File& file = files[span.file];
  return {{"physicalLocation", {{"artifactLocation", artifact_of(file)}, {"region", region_of(file, span)}}}};
}

Json rule_of(const Row& row) {
  return {{"id", row.code},
          {"name", row.name},
          {"shortDescription", {{"text", general(row.text)}}},
          {"fullDescription", {{"text", general(row.why)}}},
          {"help", {{"text", general(row.mend)}}},
          {"defaultConfiguration", {{"level", level_of(row.severity)}}}};
}

Json fix_of(const source::FileSet& files, const Fix& fix) {
  const source::File& file = files[fix.span.file];
  const Json replacement = {{"deletedRegion", region_of(file, fix.span)},
                            {"insertedContent", {{"text", fix.replacement}}}};
  return {{"description", {{"text", "write `" + fix.replacement + "`"}}},
          {"artifactChanges", Json::array({{{"artifactLocation", artifact_of(file)},
                                            {"replacements", Json::array({replacement})}}})}};
}

Json result_of(const Report& report, const Diagnostic& diagnostic, const std::string& fingerprint) {
  std::string message = diagnostic.text();
  for (const std::string& note : diagnostic.notes) {
    message += "; " + note;
  }
  Json result = {{"ruleId", diagnostic.kind().code},
                 {"ruleIndex", diagnostic.row},
                 {"level", level_of(diagnostic.severity())},
                 {"message", {{"text", message}}},
                 {"locations", Json::array({location_of(report.files, diagnostic.span)})},
                 {"partialFingerprints", {{"primaryLocationLineHash", fingerprint}}}};
  for (const Label& label : diagnostic.labels) {
    Json related = location_of(report.files, label.span);
    related["message"] = {{"text", label.text}};
    result["relatedLocations"].push_back(std::move(related));
  }
  for (const Fix& fix : diagnostic.fixes) {
    result["fixes"].push_back(fix_of(report.files, fix));
  }
  return result;
}

}  // namespace

std::string render_sarif(std::span<const Report> reports, const std::string& version) {
  Json rules = Json::array();
  for (const Row& row : rows()) {
    rules.push_back(rule_of(row));
  }
  Json results = Json::array();
  for (const Report& report : reports) {
    const std::vector<std::string> prints = fingerprints(report);
    for (size_t i = 0; i < prints.size(); ++i) {
      results.push_back(result_of(report, report.diagnostics.all()[i], prints[i]));
    }
  }
  const Json run = {{"tool", {{"driver", {{"name", "treaty"}, {"version", version}, {"rules", rules}}}}},
                    {"columnKind", "unicodeCodePoints"},
                    {"originalUriBaseIds",
                     {{"%SRCROOT%", {{"description", {{"text", "the folder that treaty was run in"}}}}}}},
                    {"results", results}};
  const Json whole = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                      {"version", "2.1.0"},
                      {"runs", Json::array({run})}};
  return whole.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace treaty::diagnostics
