#include <strings.h>

#include <cstring>

#include <fmt/format.h>

#include "runtime/record/readers.h"

namespace treaty::record {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view blanks = " \t\r\n";
/// How far the end of the first line is looked for, to tell what the input is.
constexpr size_t far = 1 << 20;

bool ends_with(std::string_view name, std::string_view extension) {
  return name.size() >= extension.size() &&
         strncasecmp(name.data() + name.size() - extension.size(), extension.data(), extension.size()) == 0;
}

/// Whether the first line is an object of its own: brackets balanced outside of strings.
bool is_whole_object(std::string_view line) {
  int64_t depth = 0;
  bool in_string = false;
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (in_string) {
      i += c == '\\' ? 1 : 0;
      in_string = c != '"';
    } else {
      in_string = c == '"';
      depth += (c == '{' || c == '[') ? 1 : (c == '}' || c == ']') ? -1 : 0;
    }
  }
  return depth == 0 && !in_string;
}

/// Whether a line that says something is there to its end.
bool has_whole_line(std::string_view bytes) {
  const size_t begin = bytes.find_first_not_of(blanks);
  return begin != std::string_view::npos && bytes.find('\n', begin) != std::string_view::npos;
}

/// A list, an object over several lines, an object a line, or else a table. `bytes` are the first; `whole`: there are
/// no more.
Format look(std::string_view bytes, bool whole, bool is_json) {
  const size_t begin = bytes.find_first_not_of(blanks);
  if (begin == std::string_view::npos) {
    return Format::lines;
  }
  if (bytes[begin] == '[') {
    return Format::list;
  }
  if (bytes[begin] != '{') {
    return is_json ? Format::lines : Format::table;
  }
  const size_t line_end = bytes.find('\n', begin);
  const std::string_view line = bytes.substr(begin, line_end == std::string_view::npos ? line_end : line_end - begin);
  if (!is_whole_object(line)) {
    // A line that ends nowhere near is a document; one that the input ends in is a record cut short.
    return line_end == std::string_view::npos && whole ? Format::lines : Format::list;
  }
  // One object alone on one line: a document with lists in it, where it says so, else a record.
  const bool is_alone =
      line_end == std::string_view::npos || bytes.find_first_not_of(blanks, line_end) == std::string_view::npos;
  return is_json && is_alone && line.find('[') != std::string_view::npos ? Format::list : Format::lines;
}

}  // namespace

std::optional<Format> format_of(std::string_view name) {
  if (ends_with(name, ".csv") || ends_with(name, ".tsv")) {
    return Format::table;
  }
  if (ends_with(name, ".jsonl") || ends_with(name, ".ndjson")) {
    return Format::lines;
  }
  return std::nullopt;
}

std::expected<std::unique_ptr<Reader>, std::string> open(const Input& input) {
  Window window(input.file, input.name);
  do {
    if (auto done = window.read_more(); !done) {
      return std::unexpected(done.error());
    }
  } while (!window.at_end() && window.bytes().size() < far && !has_whole_line(window.bytes()));
  if (window.bytes().starts_with(byte_order_mark)) {
    window.take(byte_order_mark.size());
  }
  if (window.bytes().starts_with("\xFF\xFE") || window.bytes().starts_with("\xFE\xFF")) {
    return std::unexpected(fmt::format("{} is UTF-16; save it as UTF-8", input.name));
  }
  if (!input.format && ends_with(input.name, ".json") && window.at_end() &&
      window.bytes().find_first_not_of(blanks) == std::string_view::npos) {
    return std::unexpected(fmt::format("{} is empty, which is no JSON: an export that broke off? Without a record it "
                                       "is `[]`",
                                       input.name));
  }
  switch (input.format.value_or(
      format_of(input.name).value_or(look(window.bytes(), window.at_end(), ends_with(input.name, ".json"))))) {
    case Format::list:
      return open_list(std::move(window), input);
    case Format::table:
      return open_table(std::move(window), input.count_lines);
    case Format::lines:
      break;
  }
  return open_lines(std::move(window), input.count_lines);
}

}  // namespace treaty::record
