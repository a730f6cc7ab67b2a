#include "compiler/diagnostics/formats.h"

#include <map>

#include <fmt/core.h>

namespace treaty::diagnostics {
namespace {

/// Workflow commands end at a line end; in properties `:` and `,` part as well.
std::string escaped(std::string_view text, bool property) {
  std::string out;
  for (const char c : text) {
    const bool special = c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','));
    out += special ? fmt::format("%{:02X}", static_cast<unsigned char>(c)) : std::string(1, c);
  }
  return out;
}

std::string place_of(const Diagnostic& diagnostic, const source::FileSet& files) {
  const source::File& file = files[diagnostic.span.file];
  const source::Position begin = file.position(diagnostic.span.begin);
  return fmt::format("{}:{}:{}", file.name(), begin.line, begin.column);
}

std::string whole_text(const Diagnostic& diagnostic) {
  std::string text = diagnostic.text();
  for (const std::string& note : diagnostic.notes) {
    text += "\n" + note;
  }
  return text + "\nwhy: " + std::string(diagnostic.kind().why) + "\nhelp: " + diagnostic.mend();
}

std::string_view trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t\r");
  return begin == std::string_view::npos ? std::string_view()
                                         : text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

}  // namespace

std::string github_text(std::string_view text) { return escaped(text, false); }
std::string github_property(std::string_view text) { return escaped(text, true); }

std::string xml_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    out += c == '&'                   ? "&amp;"
           : c == '<'                 ? "&lt;"
           : c == '>'                 ? "&gt;"
           : c == '"'                 ? "&quot;"
           : c == '\n'                ? "&#10;"
           : byte < 0x20 && c != '\t' ? "?"
                                      : std::string(1, c);
  }
  return out;
}

std::string withheld_in_words(const Report& report) {
  std::string words = report.known == 0 ? "" : fmt::format("{} known to the baseline", report.known);
  if (report.said_before > 0) {
    words += fmt::format("{}{} said above", words.empty() ? "" : ", ", report.said_before);
  }
  return words;
}

std::string render_github(std::span<const Report> reports) {
  std::string text;
  for (const Report& report : reports) {
    for (const Diagnostic& diagnostic : report.diagnostics.all()) {
      const source::File& file = report.files[diagnostic.span.file];
      const source::Position begin = file.position(diagnostic.span.begin);
      const source::Position end = file.position(diagnostic.span.end);
      text += fmt::format("::{} file={},line={},col={},endLine={},endColumn={},title={}::{}\n",
                          diagnostic.severity() == Severity::error ? "error" : "warning", escaped(file.name(), true),
                          begin.line, begin.column, end.line, end.column,
                          escaped(fmt::format("{} {}", diagnostic.kind().code, diagnostic.kind().name), true),
                          escaped(whole_text(diagnostic), false));
    }
  }
  return text;
}

std::string render_junit(std::span<const Report> reports) {
  size_t failures = 0;
  std::string cases;
  for (const Report& report : reports) {
    const size_t errors = report.diagnostics.error_count();
    failures += errors > 0 ? 1 : 0;
    cases += fmt::format("  <testcase classname=\"treaty.check\" name=\"{}\">", xml_text(report.contract));
    std::string warnings;
    for (const Diagnostic& diagnostic : report.diagnostics.all()) {
      const std::string words = fmt::format("{}: {}: {}", place_of(diagnostic, report.files), diagnostic.kind().code,
                                            whole_text(diagnostic));
      if (diagnostic.severity() == Severity::error) {
        cases += fmt::format("\n    <failure type=\"{}\" message=\"{}\">{}</failure>", diagnostic.kind().code,
                             xml_text(diagnostic.text()), xml_text(words));
      } else {
        warnings += words + "\n";
      }
    }
    if (const std::string withheld = withheld_in_words(report); !withheld.empty()) {
      warnings += withheld + "\n";
    }
    if (!warnings.empty()) {
      cases += "\n    <system-out>" + xml_text(warnings) + "</system-out>";
    }
    cases += "\n  </testcase>\n";
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"treaty check\" tests=\"{}\" "
      "failures=\"{}\">\n{}</testsuite>\n",
      reports.size(), failures, cases);
}

std::vector<std::string> fingerprints(const Report& report,
                                      const std::function<std::string(const std::string&)>& named) {
  std::vector<std::string> prints;
  std::map<std::string, int> seen;
  for (const Diagnostic& diagnostic : report.diagnostics.all()) {
    const source::File& file = report.files[diagnostic.span.file];
    const uint32_t number = file.position(diagnostic.span.begin).line;
    const bool secret =
        diagnostic.confidential || std::ranges::any_of(report.diagnostics.concealed(), [&](source::Span span) {
          return span.file == diagnostic.span.file && file.position(span.begin).line == number;
        });
    const std::string shown = secret ? "" : std::string(trimmed(file.line(number)));
    const std::string name = named ? named(file.name()) : file.name();
    std::string print = fmt::format("{} {} {} | {}", diagnostic.kind().code, name, diagnostic.text(), shown);
    for (const Label& label : diagnostic.labels) {  // several mistakes told in one message
      print += " | " + label.text;
    }
    const int count = ++seen[print];
    prints.push_back(count == 1 ? print : fmt::format("{} #{}", print, count));
  }
  return prints;
}

}  // namespace treaty::diagnostics
