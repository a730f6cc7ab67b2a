#include "compiler/schema/sample_types.h"

namespace treaty::schema {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Whether `text` begins with `pattern`, where `9` stands for any digit.
bool fits_pattern(std::string_view text, std::string_view pattern) {
  if (text.size() < pattern.size()) {
    return false;
  }
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '9' ? !is_digit(text[i]) : text[i] != pattern[i]) {
      return false;
    }
  }
  return true;
}

int two(std::string_view text, size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); }

bool is_day(std::string_view text) {
  return fits_pattern(text, "9999-99-99") && two(text, 5) >= 1 && two(text, 5) <= 12 && two(text, 8) >= 1 &&
         two(text, 8) <= 31;
}

}  // namespace

TextShape shape_of_text(std::string_view text) {
  if (!is_day(text)) {
    return TextShape::text;
  }
  if (text.size() == 10) {
    return TextShape::date;
  }
  if (!fits_pattern(text.substr(10), "T99:99:99") || two(text, 11) > 23 || two(text, 14) > 59 || two(text, 17) > 60) {
    return TextShape::text;
  }
  std::string_view rest = text.substr(19);
  if (rest.starts_with('.')) {
    size_t end = 1;
    while (end < rest.size() && is_digit(rest[end])) {
      ++end;
    }
    if (end == 1 || end > 10) {
      return TextShape::text;
    }
    rest = rest.substr(end);
  }
  if (rest.empty()) {
    return TextShape::local_timestamp;
  }
  const bool offset =
      rest == "Z" || (rest.size() == 6 && (fits_pattern(rest, "+99:99") || fits_pattern(rest, "-99:99")));
  return offset ? TextShape::timestamp : TextShape::text;
}

}  // namespace treaty::schema
