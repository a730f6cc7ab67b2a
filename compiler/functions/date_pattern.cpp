#include "compiler/functions/date_pattern.h"

#include <algorithm>

namespace treaty::functions {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// `pattern` with every `from` outside of quotes as `to`.
std::string exchanged(std::string_view pattern, char from, char to) {
  std::string text;
  bool quoted = false;
  for (const char c : pattern) {
    quoted = quoted != (c == '\'');
    text += !quoted && c == from ? to : c;
  }
  return text;
}

/// `pattern` with the second run of `M` as minutes.
std::string with_minutes_last(std::string_view pattern) {
  std::string text(pattern);
  size_t at = text.rfind('M');
  for (; at != std::string::npos && text[at] == 'M'; at = at == 0 ? std::string::npos : at - 1) {
    text[at] = 'm';
  }
  return text;
}

}  // namespace

std::vector<PatternField> pattern_fields(std::string_view pattern) {
  std::vector<PatternField> fields;
  bool quoted = false;
  char before = 0;
  for (const char c : pattern) {
    quoted = quoted != (c == '\'');
    const char letter = !quoted && is_letter(c) ? c : '\0';
    if (letter != 0 && letter == before) {
      ++fields.back().letters;
    } else if (letter != 0) {
      fields.push_back({letter, 1});
    }
    before = letter;
  }
  return fields;
}

bool has_field(const std::vector<PatternField>& fields, std::string_view letters) {
  return std::ranges::any_of(
      fields, [&](const PatternField& field) { return letters.find(field.letter) != std::string_view::npos; });
}

std::optional<PatternSlip> slip_of(std::string_view pattern, bool reads) {
  const auto fields = pattern_fields(pattern);
  const auto has = [&](std::string_view letters) { return has_field(fields, letters); };
  if (has("m") && !has("M") && has("yd") && (reads || !has("Hh"))) {
    return PatternSlip{"has minutes (`mm`) where the month (`MM`) would be",
                       has("Hh") ? std::string() : exchanged(pattern, 'm', 'M')};
  }
  if (!reads) {
    return std::nullopt;
  }
  if (std::ranges::count(fields, 'M', &PatternField::letter) > 1 && !has("m")) {
    return PatternSlip{"has the month (`MM`) twice, and no minutes (`mm`)", with_minutes_last(pattern)};
  }
  if (has("h") && !has("a")) {
    return PatternSlip{"has the hours of half a day (`hh`) without AM or PM (`a`)", exchanged(pattern, 'h', 'H')};
  }
  if (has("d") && !has("M")) {
    return PatternSlip{"has a day and no month (`MM`)", ""};
  }
  if (has("dM") && !has("y")) {
    return PatternSlip{"has no year (`yyyy`)", ""};
  }
  return std::nullopt;
}

}  // namespace treaty::functions
