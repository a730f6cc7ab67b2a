#include "runtime/sandbox/scan.h"

#include <algorithm>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

namespace treaty::sandbox {
namespace {

constexpr size_t nowhere = std::string_view::npos;

/// The end of the string whose opening quote stands at `at`.
size_t skip_string(std::string_view document, size_t at) {
  for (++at; at < document.size(); ++at) {
    if (document[at] == '\\') {
      ++at;
    } else if (document[at] == '"') {
      return at + 1;
    }
  }
  return nowhere;
}

/// The end of the value that begins at `at`; brackets must balance, the rest is the reader's affair.
size_t skip_value(std::string_view document, size_t at) {
  if (at >= document.size()) {
    return nowhere;
  }
  const char first = document[at];
  if (first == '"') {
    return skip_string(document, at);
  }
  if (first != '{' && first != '[') {
    const size_t end = std::min(document.find_first_of(",]} \t\r\n", at), document.size());
    return end == at ? nowhere : end;
  }
  size_t depth = 0;
  while (at < document.size()) {
    at = document.find_first_of("\"{}[]", at);
    if (at == nowhere) {
      return nowhere;
    }
    const char c = document[at];
    if (c == '"') {
      at = skip_string(document, at);
      if (at == nowhere) {
        return nowhere;
      }
      continue;
    }
    ++at;
    if (c == '{' || c == '[') {
      ++depth;
    } else if (--depth == 0) {
      return at;
    }
  }
  return nowhere;
}

size_t line_of(std::string_view document, size_t at) {
  return static_cast<size_t>(std::count(document.begin(),
                                        document.begin() + static_cast<long>(std::min(at, document.size())), '\n')) +
         1;
}

std::unexpected<std::string> broken(std::string_view document, size_t at, std::string_view what) {
  return std::unexpected(fmt::format("line {}: {}", line_of(document, at), what));
}

size_t after_mark(std::string_view document) { return document.starts_with("\xEF\xBB\xBF") ? 3 : 0; }

RecordSet::Slice slice(size_t begin, size_t end) { return {begin, static_cast<uint32_t>(end - begin)}; }

}  // namespace

size_t skip_blank(std::string_view document, size_t at) {
  return std::min(document.find_first_not_of(" \t\r\n", at), document.size());
}

std::expected<std::vector<Member>, std::string> scan_members(std::string_view document) {
  std::vector<Member> members;
  size_t at = skip_blank(document, after_mark(document));
  if (at == document.size() || document[at] != '{') {
    return members;
  }
  at = skip_blank(document, at + 1);
  while (at < document.size() && document[at] != '}') {
    const size_t name_end = document[at] == '"' ? skip_string(document, at) : nowhere;
    const size_t colon = name_end == nowhere ? document.size() : skip_blank(document, name_end);
    if (colon == document.size() || document[colon] != ':') {
      return broken(document, at, "a member's name in quotes and a colon were expected");
    }
    const auto name = nlohmann::json::parse(document.substr(at, name_end - at), nullptr, false);
    const size_t begin = skip_blank(document, colon + 1);
    const size_t end = skip_value(document, begin);
    if (end == nowhere || !name.is_string()) {
      return broken(document, begin, "the value that begins here never ends");
    }
    members.push_back({name.get<std::string>(), begin, end});
    at = skip_blank(document, end);
    if (at < document.size() && document[at] == ',') {
      at = skip_blank(document, at + 1);
    } else if (at == document.size() || document[at] != '}') {
      return broken(document, at, "a comma or `}` was expected");
    }
  }
  if (at == document.size()) {
    return broken(document, at, "the file breaks off");
  }
  return members;
}

Slices scan_list(std::string_view document, size_t begin) {
  std::vector<RecordSet::Slice> found;
  if (begin >= document.size() || document[begin] != '[') {
    return broken(document, begin, "a list of records was expected");
  }
  size_t at = skip_blank(document, begin + 1);
  while (at < document.size() && document[at] != ']') {
    const size_t end = skip_value(document, at);
    if (end == nowhere || document[at] != '{') {
      return broken(document, at,
                    document[at] == '{' ? "the record that begins here never ends" : "a record is an object, `{…}`");
    }
    found.push_back(slice(at, end));
    at = skip_blank(document, end);
    if (at < document.size() && document[at] == ',') {
      at = skip_blank(document, at + 1);
    } else if (at == document.size() || document[at] != ']') {
      return broken(document, at, "a comma or `]` was expected");
    }
  }
  if (at == document.size()) {
    return broken(document, at, "the file breaks off");
  }
  return found;
}

Slices scan_lines(std::string_view document) {
  std::vector<RecordSet::Slice> found;
  size_t at = after_mark(document);
  for (size_t line = 1; at < document.size(); ++line) {
    const size_t line_end = std::min(document.find('\n', at), document.size());
    const size_t begin = std::min(skip_blank(document, at), line_end);
    if (begin < line_end) {
      const std::string_view text = document.substr(0, line_end);
      const size_t end = document[begin] == '{' ? skip_value(text, begin) : nowhere;
      if (end == nowhere || skip_blank(text, end) != line_end) {
        return std::unexpected(fmt::format("line {}: one record a line was expected, `{{…}}`", line));
      }
      found.push_back(slice(begin, end));
    }
    at = line_end + 1;
  }
  return found;
}

Slices scan_rows(std::string_view document) {
  std::vector<RecordSet::Slice> found;
  size_t begin = after_mark(document);
  bool quoted = false;
  for (size_t at = begin; at <= document.size(); ++at) {
    if (at < document.size() && document[at] == '"') {
      quoted = !quoted;
    }
    if (at < document.size() && (quoted || document[at] != '\n')) {
      continue;
    }
    const size_t end = at > begin && document[at - 1] == '\r' ? at - 1 : at;
    if (end > begin) {
      found.push_back(slice(begin, end));
    }
    begin = at + 1;
  }
  if (quoted) {
    return std::unexpected(std::string("a quote is never closed"));
  }
  return found;
}

std::vector<std::string> cells_of(std::string_view row) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (size_t i = 0; i < row.size(); ++i) {
    const char c = row[i];
    if (quoted && c == '"' && i + 1 < row.size() && row[i + 1] == '"') {
      cells.back() += row[++i];
    } else if (c == '"' && (quoted || cells.back().empty())) {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  return cells;
}

}  // namespace treaty::sandbox
