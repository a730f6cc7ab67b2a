#include "compiler/functions/date_pattern.h"

#include <algorithm>
#include <array>
#include <utility>

namespace treaty::functions {
namespace {

constexpr std::string_view letters = "yMdHhmsSaXxZE";  // those of stdlib/date/pattern.h
/// What other systems write for them.
constexpr std::array<std::pair<char, char>, 6> others = {
    {{'Y', 'y'}, {'u', 'y'}, {'D', 'd'}, {'k', 'H'}, {'K', 'h'}, {'L', 'M'}}};

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

/// `pattern` with its last run of `M` as minutes.
std::string with_minutes_last(std::string_view pattern) {
  std::string text(pattern);
  bool quoted = false;
  size_t last = std::string::npos;
  for (size_t at = 0; at < text.size(); ++at) {
    quoted = quoted != (text[at] == '\'');
    last = !quoted && text[at] == 'M' ? at : last;
  }
  for (size_t at = last + 1; at > 0 && text[at - 1] == 'M'; --at) {
    text[at - 1] = 'm';
  }
  return text;
}

/// With each letter of another notation as it is here; empty where one is of none.
std::string all_exchanged(std::string_view pattern, const std::vector<PatternField>& fields) {
  std::string text(pattern);
  for (const PatternField& field : fields) {
    const auto meant = std::ranges::find(others, field.letter, &std::pair<char, char>::first);
    if (meant != others.end()) {
      text = exchanged(text, meant->first, meant->second);
    } else if (letters.find(field.letter) == std::string_view::npos) {
      return "";
    }
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
  for (const PatternField& field : fields) {
    if (letters.find(field.letter) == std::string_view::npos) {
      return PatternSlip{"has `" + std::string(field.letters, field.letter) + "`, which stands for nothing here",
                         all_exchanged(pattern, fields)};
    }
  }
  for (size_t i = 0; i < fields.size(); ++i) {
    const char before = i == 0 ? 0 : fields[i - 1].letter;
    const bool after_hour = before == 'H' || before == 'h';
    if (fields[i].letter == 'M' && after_hour) {
      return PatternSlip{"has the month (`MM`) where minutes (`mm`) would be",
                         has("m") ? "" : with_minutes_last(pattern)};
    }
    if (fields[i].letter == 'm' && !after_hour && (reads || has("yMd"))) {
      return PatternSlip{"has minutes (`mm`) where the month (`MM`) would be",
                         has("MHh") ? "" : exchanged(pattern, 'm', 'M')};
    }
    if ((fields[i].letter == 's' && before != 'm') || (fields[i].letter == 'S' && before != 's')) {
      return PatternSlip{"has seconds (`ss`) that follow no minutes (`mm`), or their fraction (`SSS`) no seconds",
                         ""};
    }
  }
  if (!reads) {
    return std::nullopt;
  }
  if (has("h") && !has("a")) {
    return PatternSlip{"has the hours of half a day (`hh`) without AM or PM (`a`)", exchanged(pattern, 'h', 'H')};
  }
  if (has("d") && !has("M")) {
    return PatternSlip{"has a day and no month (`MM`)", ""};
  }
  if (!has("y")) {
    return PatternSlip{"has no year (`yyyy`)", ""};
  }
  return std::nullopt;
}

}  // namespace treaty::functions
