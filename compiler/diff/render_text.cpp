#include <algorithm>
#include <cctype>
#include <set>

#include <fmt/core.h>

#include "compiler/diagnostics/excerpt.h"
#include "compiler/diff/render.h"
#include "compiler/diff/words.h"

namespace treaty::diff {
namespace {

using source::File;
using source::FileSet;
using source::Span;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '"'; }

/// How far two texts are the same from their beginning; white space counts for nothing.
std::pair<size_t, size_t> same_until(std::string_view a, std::string_view b) {
  size_t i = 0, j = 0;
  while (true) {
    size_t next_i = i, next_j = j;
    while (next_i < a.size() && is_blank(a[next_i])) {
      ++next_i;
    }
    while (next_j < b.size() && is_blank(b[next_j])) {
      ++next_j;
    }
    if (next_i == a.size() || next_j == b.size() || a[next_i] != b[next_j]) {
      return {next_i, next_j};
    }
    i = next_i + 1;
    j = next_j + 1;
  }
}

/// The parts of two spans in which their texts differ, whole words.
std::pair<Span, Span> different_parts(Span was, std::string_view old_text, Span is, std::string_view text) {
  auto [from_old, from] = same_until(old_text, text);
  std::string old_back(old_text.rbegin(), old_text.rend()), back(text.rbegin(), text.rend());
  const auto [end_old, end] = same_until(old_back, back);
  size_t to_old = old_text.size() - end_old, to = text.size() - end;
  const auto widen = [](std::string_view whole, size_t& first, size_t& last) {
    first = std::min(first, whole.size());
    last = std::max(first, last);
    while (first > 0 && first < whole.size() && is_word(whole[first]) && is_word(whole[first - 1])) {
      --first;
    }
    while (last < whole.size() && last > 0 && is_word(whole[last]) && is_word(whole[last - 1])) {
      ++last;
    }
  };
  widen(old_text, from_old, to_old);
  widen(text, from, to);
  was.end = was.begin + static_cast<uint32_t>(to_old);
  was.begin += static_cast<uint32_t>(from_old);
  is.end = is.begin + static_cast<uint32_t>(to);
  is.begin += static_cast<uint32_t>(from);
  return {was, is};
}

class Renderer {
 public:
  Renderer(const Diff& diff, const Sources& sources, TextOptions options)
      : diff_(diff), sources_(sources), color_(options.color) {}

  std::string render() {
    if (diff_.changes.empty()) {
      return "no change in meaning\n";
    }
    for (const Change& change : diff_.changes) {
      if (change.kind().grade != Grade::safe) {
        add(change);
      }
    }
    add_safe();
    text_ += paint(bold, fmt::format("{} {}: {}", diff_.contract, versions(), summary_of(diff_))) + "\n";
    if (const std::string advice = advice_of(diff_.version); !advice.empty()) {
      text_ += (diff_.version.enough ? advice : paint(yellow, advice)) + "\n";
    }
    return std::move(text_);
  }

 private:
  static constexpr const char *bold = "\033[1m", *red = "\033[1;31m", *yellow = "\033[1;33m", *green = "\033[32m",
                              *old_red = "\033[31m";

  std::string paint(const char* tone, const std::string& text) const {
    return color_ ? tone + text + "\033[0m" : text;
  }

  [[nodiscard]] std::string versions() const {
    const Version& version = diff_.version;
    return version.before == version.after ? version.after : version.before + " → " + version.after;
  }

  static std::string headline(const Change& change) {
    return (change.scope.empty() ? "" : change.scope + ": ") + change.text();
  }
  static std::string place_of(const FileSet& files, Span span) {
    const File& file = files[span.file];
    const source::Position position = file.position(span.begin);
    return fmt::format("{}:{}:{}", file.name(), position.line, position.column);
  }

  void remark(const char* kind, const std::string& words) {
    text_ += fmt::format("  = {}: {}\n", paint(bold, kind), words);
  }

  void add(const Change& change) {
    const Grade grade = change.kind().grade;
    const char* tone = grade <= Grade::data_loss ? red : yellow;
    text_ += paint(tone, fmt::format("{}[{}]", words_of(grade), name_of(change.kind()))) +
             (change.allowed ? " (allowed)" : "") + paint(bold, ": " + headline(change)) + "\n";
    add_places(change);
    if (shows(change)) {
      if (!change.was.empty()) {
        remark("was", change.was);
      }
      if (!change.is.empty()) {
        remark("is", change.is);
      }
    }
    for (const std::string& note : change.notes) {
      remark("note", note);
    }
    if (explained_.insert(change.row).second) {  // once a kind: the reader knows the second time
      remark("why", std::string(change.kind().why));
      remark("do", change.remedy());
    }
    text_ += '\n';
  }

  /// Whether what was and is must be said: the lines above do not show it.
  [[nodiscard]] bool shows(const Change& change) const {
    const auto hidden = [&](const std::optional<Place>& place, const FileSet& files, const std::string& words) {
      return !words.empty() &&
             (!place || place->around || plain(files.text(place->span)).find(words) == std::string::npos);
    };
    return hidden(change.before, sources_.before, change.was) || hidden(change.after, sources_.after, change.is);
  }

  void add_places(const Change& change) {
    const bool before = change.before && !change.before->around, after = change.after && !change.after->around;
    Span was = before ? change.before->span : Span{}, is = after ? change.after->span : Span{};
    if (before && after) {
      std::tie(was, is) = different_parts(was, sources_.before.text(was), is, sources_.after.text(is));
      if (was.begin == was.end && is.begin == is.end) {  // as written they are the same: the place itself is shown
        was = change.before->span;
        is = change.after->span;
      }
    }
    const std::string old_number = before ? number_of(sources_.before, was) : "";
    const std::string number = after ? number_of(sources_.after, is) : "";
    const size_t width = std::max(old_number.size(), number.size());
    const std::string margin(width, ' ');
    std::string places = before ? place_of(sources_.before, was) : "";
    places += before && after ? " → " : "";
    places += after ? place_of(sources_.after, is) : "";
    if (places.empty()) {
      return;
    }
    text_ += fmt::format("{}--> {}\n{} |\n", margin, places, margin);
    const bool alike = before && after && plain(line_of(sources_.before, was)) == plain(line_of(sources_.after, is));
    if (alike) {  // what changed is not in the line: a document, a line that another one refers to
      text_ += fmt::format("{:>{}} | {}\n", number, width, line_of(sources_.after, is));
      underline(margin, sources_.after, is, true);
      return;
    }
    if (before) {
      text_ += fmt::format("{:>{}} {} {}\n", old_number, width, paint(old_red, "-"), line_of(sources_.before, was));
      underline(margin, sources_.before, was, after ? false : is_part(change.before->span, sources_.before));
    }
    if (after) {
      text_ += fmt::format("{:>{}} {} {}\n", number, width, paint(green, "+"), line_of(sources_.after, is));
      underline(margin, sources_.after, is, is.end > is.begin && (before || is_part(is, sources_.after)));
    }
  }

  static std::string number_of(const FileSet& files, Span span) {
    return std::to_string(files[span.file].position(span.begin).line);
  }
  static std::string line_of(const FileSet& files, Span span) {
    const File& file = files[span.file];
    return diagnostics::shown(file.line(file.position(span.begin).line));
  }
  /// Whether a span is less than its line.
  static bool is_part(Span span, const FileSet& files) {
    const File& file = files[span.file];
    const std::string_view line = file.line(file.position(span.begin).line);
    return plain(line) != plain(files.text(span));
  }

  void underline(const std::string& margin, const FileSet& files, Span span, bool wanted) {
    if (!wanted) {
      return;
    }
    const File& file = files[span.file];
    const diagnostics::Columns columns =
        diagnostics::columns_of(file, span, file.line(file.position(span.begin).line));
    text_ += fmt::format("{} | {}{}\n", margin, std::string(columns.from, ' '),
                         paint(yellow, std::string(columns.width, '^')));
  }

  /// What was and what is, where both are short; of one change, not of several told in one line.
  static std::string in_short(const Change& change) {
    constexpr size_t longest = 60;
    const bool is_short =
        !change.was.empty() && !change.is.empty() && change.was.size() <= longest && change.is.size() <= longest;
    return is_short && change.was != change.is ? ": " + change.was + " → " + change.is : "";
  }

  /// A line for all of a kind in one place of the contract.
  void add_safe() {
    std::vector<Change> lines;
    for (const Change& change : diff_.changes) {
      if (change.kind().grade != Grade::safe) {
        continue;
      }
      const auto alike = std::ranges::find_if(lines, [&](const Change& other) {
        return other.row == change.row && other.scope == change.scope && other.arguments == change.arguments &&
               other.notes == change.notes;
      });
      if (alike == lines.end()) {
        lines.push_back(change);
      } else {
        alike->subjects.insert(alike->subjects.end(), change.subjects.begin(), change.subjects.end());
        alike->was.clear();
      }
    }
    for (const Change& change : lines) {
      const std::optional<Place>& place = change.after && !change.after->around ? change.after : change.before;
      const bool is_new = change.after && !change.after->around;
      const std::string at = place && !place->around
                                 ? " (" + place_of(is_new ? sources_.after : sources_.before, place->span) + ")"
                                 : "";
      const std::string notes = change.notes.empty() ? "" : ", " + joined(change.notes);
      text_ += fmt::format("{}: {}{}{}{}\n", paint(green, fmt::format("safe[{}]", name_of(change.kind()))),
                           headline(change), in_short(change), notes, at);
    }
    text_ += lines.empty() ? "" : "\n";
  }

  const Diff& diff_;
  const Sources& sources_;
  bool color_;
  std::set<int> explained_;
  std::string text_;
};

}  // namespace

std::string summary_of(const Diff& diff) {
  std::vector<std::string> parts;
  const auto counts = diff.counts();
  for (size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] > 0) {
      parts.push_back(std::to_string(counts[i]) + " " + words_of(static_cast<Grade>(i)));
    }
  }
  return parts.empty() ? "no change in meaning" : joined(parts);
}

std::string advice_of(const Version& version) {
  if (version.asked == Bump::none || version.suggested.empty()) {
    return version.enough ? "" : fmt::format("version: {} is lower than {}", version.after, version.before);
  }
  return version.enough ? fmt::format("version: {}, and {} is enough", word_of(version.asked), version.after)
                        : fmt::format("version: {}; write {} in the header, it says {}", word_of(version.asked),
                                      version.suggested, version.after);
}

std::string render_text(const Diff& diff, const Sources& sources, TextOptions options) {
  return Renderer(diff, sources, options).render();
}

}  // namespace treaty::diff
