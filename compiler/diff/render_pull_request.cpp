// What is shown on a pull request: a table in a comment, and marks at the lines.

#include <fmt/core.h>

#include "compiler/diagnostics/formats.h"
#include "compiler/diff/render.h"
#include "compiler/diff/words.h"

namespace treaty::diff {
namespace {

std::string headline(const Change& change) {
  return (change.scope.empty() ? "" : change.scope + ": ") + change.text();
}

std::string place_of(const source::FileSet& files, source::Span span) {
  return fmt::format("{}:{}", files[span.file].name(), files[span.file].position(span.begin).line);
}
std::string place_of(const Change& change, const Sources& sources) {
  if (change.after && !change.after->around) {
    return place_of(sources.after, change.after->span);
  }
  return change.before && !change.before->around ? place_of(sources.before, change.before->span) : "";
}

/// Within a cell of a table; in code a bar is escaped all the same.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    out += c == '|' ? "\\|" : c == '\n' ? " " : c == '<' ? "&lt;" : std::string(1, c);
  }
  return out;
}
/// A text as code; within back quotes nothing is escaped but the bar.
std::string code(const std::string& text) {
  std::string out;
  for (const char c : text) {
    out += c == '|' ? "\\|" : c == '\n' ? " " : std::string(1, c);
  }
  const std::string quotes = text.find('`') == std::string::npos ? "`" : "``";
  return text.empty() ? "–" : quotes + out + quotes;
}

std::string notes_of(const Change& change) { return change.notes.empty() ? "" : " (" + joined(change.notes) + ")"; }

std::string versions_of(const Version& version) {
  return version.before == version.after ? version.after : version.before + " → " + version.after;
}

}  // namespace

std::string render_markdown(const Diff& diff, const Sources& sources) {
  std::string text = fmt::format("### `{}` {}: {}\n", diff.contract, versions_of(diff.version), summary_of(diff));
  std::string rows, safe;
  size_t safe_count = 0;
  for (const Change& change : diff.changes) {
    const Row& kind = change.kind();
    const std::string where = place_of(change, sources);
    if (kind.grade == Grade::safe) {
      safe += fmt::format("- `{}` {}{}\n", name_of(kind), headline(change), notes_of(change));
      ++safe_count;
      continue;
    }
    rows += fmt::format("| **{}**{}<br>`{}` | {}{}{} | {} | {} | {}; {} |\n", words_of(kind.grade),
                        change.allowed ? " (allowed)" : "", name_of(kind), cell(headline(change)),
                        cell(notes_of(change)), where.empty() ? "" : "<br>" + cell(where), code(change.was),
                        code(change.is), cell(kind.why), cell(change.remedy()));
  }
  if (!rows.empty()) {
    text += "\n| grade | change | was | is | why, and what to do |\n|---|---|---|---|---|\n" + rows;
  }
  if (!safe.empty()) {
    text += fmt::format("\n<details><summary>{} safe</summary>\n\n{}\n</details>\n", safe_count, safe);
  }
  if (const std::string advice = advice_of(diff.version); !advice.empty()) {
    text += fmt::format("\n{}{}\n", diff.version.enough ? "" : "**Raise the version.** ", advice);
  }
  return text;
}

std::string render_github(const Diff& diff, const Sources& sources) {
  std::string text;
  for (const Change& change : diff.changes) {
    if (!change.after) {
      continue;
    }
    const source::File& file = sources.after[change.after->span.file];
    const source::Position begin = file.position(change.after->span.begin),
                           end = file.position(change.after->span.end);
    const bool passes = change.kind().grade == Grade::safe || change.allowed;
    std::string message = headline(change) + notes_of(change);
    message += change.was.empty() ? "" : "\nwas: " + change.was;
    message += change.is.empty() ? "" : "\nis: " + change.is;
    message += "\nwhy: " + std::string(change.kind().why) + "\ndo: " + change.remedy();
    text +=
        fmt::format("::{} file={},line={},col={},endLine={},endColumn={},title={}::{}\n", passes ? "notice" : "error",
                    diagnostics::github_property(file.name()), begin.line, begin.column, end.line, end.column,
                    diagnostics::github_property(words_of(change.kind().grade) + " " + name_of(change.kind())),
                    diagnostics::github_text(message));
  }
  if (!diff.version.enough) {
    const source::File& file = sources.after[source::FileId{0}];
    text += fmt::format("::warning file={},title=version::{}\n", diagnostics::github_property(file.name()),
                        diagnostics::github_text(advice_of(diff.version)));
  }
  return text;
}

}  // namespace treaty::diff
