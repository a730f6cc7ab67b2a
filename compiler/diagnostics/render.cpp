#include "compiler/diagnostics/render.h"

#include <algorithm>
#include <span>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "compiler/diagnostics/excerpt.h"

namespace treaty::diagnostics {
namespace {

using source::FileSet;
using source::Span;
using Json = nlohmann::ordered_json;

constexpr size_t most_labels = 10;

std::string_view severity_name(Severity severity) {
  return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "note";
}

class TextRenderer {
 public:
  TextRenderer(const Diagnostics& diagnostics, const FileSet& files, RenderOptions options)
      : files_(files), color_(options.color), secrets_(diagnostics.concealed()) {
    for (const Diagnostic& diagnostic : diagnostics.all()) {
      if (diagnostic.confidential) {
        secrets_.push_back(diagnostic.span);
      }
    }
  }

  void add(const Diagnostic& diagnostic) {
    const Row& row = diagnostic.kind();
    const char* tone = diagnostic.severity() == Severity::error ? "\033[1;31m" : "\033[1;33m";
    text_ += paint(tone, fmt::format("{}[{}]", severity_name(diagnostic.severity()), row.code)) +
             paint("\033[1m", ": " + diagnostic.text()) + "\n";
    place(diagnostic.span, tone, {}, true);
    const size_t shown_labels = std::min(diagnostic.labels.size(), most_labels);
    for (const Label& label : std::span(diagnostic.labels).first(shown_labels)) {
      place(label.span, "\033[1;34m", label.text, label.span.file != diagnostic.span.file);
    }
    if (shown_labels < diagnostic.labels.size()) {
      remark("note", fmt::format("and {} more places", diagnostic.labels.size() - shown_labels));
    }
    for (const std::string& note : diagnostic.notes) {
      remark("note", note);
    }
    remark("why", std::string(row.why));
    remark("help", diagnostic.mend());
    for (const Fix& fix : diagnostic.fixes) {
      remark(fix.certain ? "fix" : "perhaps", in_words(fix));  // which --fix leaves to people
    }
    text_ += '\n';
  }

  /// `unsaid`: how many more there were than anybody reads.
  std::string take(size_t errors, size_t warnings, size_t unsaid) {
    const auto count = [](size_t number, const char* what) {
      return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
    };
    if (errors + warnings > 0) {
      text_ += count(errors, "error") + ", " + count(warnings, "warning") +
               (unsaid == 0 ? std::string() : fmt::format("; {} of them are not shown", unsaid)) + "\n";
    }
    return std::move(text_);
  }

 private:
  std::string in_words(const Fix& fix) const {
    if (fix.span.begin == fix.span.end) {
      return fmt::format("put in `{}`", in_short(fix.replacement));
    }
    const std::string written = in_short(starred(fix.span));
    return fix.replacement.empty() ? fmt::format("take out `{}`", written)
                                   : fmt::format("write `{}` in place of `{}`", in_short(fix.replacement), written);
  }

  std::string paint(const char* tone, const std::string& text) const {
    return color_ ? tone + text + "\033[0m" : text;
  }

  void remark(const char* kind, const std::string& words) {
    text_ += fmt::format("  = {}: {}\n", paint("\033[1m", kind), words);
  }

  /// A line of a file with its secrets starred out.
  std::string line_of(Span span, uint32_t number) const {
    const source::File& file = files_[span.file];
    const uint32_t start = file.line_start(number);
    return starred({span.file, start, start + static_cast<uint32_t>(file.line(number).size())});
  }
  std::string starred(Span span) const {
    std::string text(files_.text(span));
    for (const Span& secret : secrets_) {
      for (uint32_t at = std::max(secret.begin, span.begin);
           secret.file == span.file && at < std::min(secret.end, span.end); ++at) {
        text[at - span.begin] = '*';
      }
    }
    return text;
  }

  void place(Span span, const char* tone, const std::string& label, bool head) {
    if (!span.file.valid() || span.file.index >= files_.size()) {
      return;
    }
    const source::File& file = files_[span.file];
    const source::Position begin = file.position(span.begin);
    const std::string number = std::to_string(begin.line);
    const std::string margin(number.size(), ' ');
    if (head) {
      text_ += fmt::format("{}--> {}:{}:{}\n{} |\n", margin, file.name(), begin.line, begin.column, margin);
    }
    const std::string whole = line_of(span, begin.line);
    const uint32_t start = file.line_start(begin.line);
    const Window window = window_of(whole, span.begin - start);
    const std::string_view part = std::string_view(whole).substr(window.begin, window.end - window.begin);
    const std::string_view dots = window.begin > 0 ? "…" : "";
    const auto column = [&](uint32_t at) {
      return width_of(part.substr(0, std::max<size_t>(at - start, window.begin) - window.begin));
    };
    const size_t from = column(span.begin),
                 width = std::max<size_t>(1, column(std::max(span.end, span.begin)) - from);
    text_ += fmt::format("{} | {}{}{}\n", number, dots, shown(part), window.end < whole.size() ? "…" : "");
    text_ += fmt::format("{} | {}{}{}\n", margin, std::string(from + width_of(dots), ' '),
                         paint(tone, std::string(width, '^')), label.empty() ? "" : " " + label);
  }

  const FileSet& files_;
  bool color_;
  std::vector<Span> secrets_;
  std::string text_;
};

Json to_json(Span span, const FileSet& files) {
  if (!span.file.valid() || span.file.index >= files.size()) {
    return nullptr;
  }
  const source::File& file = files[span.file];
  const source::Position begin = file.position(span.begin);
  const source::Position end = file.position(span.end);
  return {{"file", file.name()},      {"line", begin.line},         {"column", begin.column}, {"endLine", end.line},
          {"endColumn", end.column}, {"offset", span.begin}, {"length", span.end - span.begin}};
}

}  // namespace

std::string render_text(const Diagnostics& diagnostics, const FileSet& files, RenderOptions options) {
  TextRenderer renderer(diagnostics, files, options);
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    renderer.add(diagnostic);
  }
  const size_t errors = diagnostics.error_count();
  return renderer.take(errors, diagnostics.all().size() + diagnostics.unsaid() - errors, diagnostics.unsaid());
}

std::string render_json(const Diagnostics& diagnostics, const FileSet& files) {
  Json list = Json::array();
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    const Row& row = diagnostic.kind();
    Json labels = Json::array();
    for (const Label& label : diagnostic.labels) {
      labels.push_back({{"text", label.text}, {"span", to_json(label.span, files)}});
    }
    Json fixes = Json::array();
    for (const Fix& fix : diagnostic.fixes) {
      fixes.push_back(
          {{"span", to_json(fix.span, files)}, {"replacement", fix.replacement}, {"certain", fix.certain}});
    }
    list.push_back({{"code", row.code},
                    {"name", row.name},
                    {"severity", severity_name(diagnostic.severity())},
                    {"message", diagnostic.text()},
                    {"why", row.why},
                    {"mend", diagnostic.mend()},
                    {"span", to_json(diagnostic.span, files)},
                    {"labels", labels},
                    {"notes", diagnostic.notes},
                    {"fixes", fixes}});
  }
  const size_t errors = diagnostics.error_count();
  Json whole = {{"errors", errors}, {"warnings", diagnostics.all().size() + diagnostics.unsaid() - errors},
                {"diagnostics", list}};
  if (diagnostics.unsaid() > 0) {
    whole["unsaid"] = diagnostics.unsaid();
  }
  return whole.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace treaty::diagnostics
