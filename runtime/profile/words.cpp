#include "runtime/profile/words.h"

#include <algorithm>

#include <fmt/format.h>

#include "runtime/profile/terminal.h"

namespace treaty::profile {
namespace {

constexpr size_t lines_shown = 5, value_width = 48, step_width = 40;

}  // namespace

std::string lines_text(const std::vector<uint64_t>& lines) {
  std::string text = lines.size() == 1 ? "line" : "lines";
  for (size_t i = 0; i < std::min(lines.size(), lines_shown); ++i) {
    text += fmt::format("{}{}", i == 0 ? " " : ", ", lines[i]);
  }
  return lines.size() > lines_shown ? text + ", …" : text;
}

std::string place_text(const Place& place, const std::vector<uint64_t>& lines) {
  std::string text = place.text.empty() ? "" : fmt::format("at `{}`, ", step_text(place.text));
  text += place.at.empty() ? "" : place.at + "; ";
  return text + lines_text(lines);
}

std::string step_text(const std::string& text) {
  std::string squeezed;
  for (const char c : text) {
    const bool is_blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!is_blank || !squeezed.ends_with(' ')) {
      squeezed += is_blank ? ' ' : c;
    }
  }
  return shortened(squeezed, step_width);
}

std::string value_text(const std::string& value, bool is_private) {
  if (value.empty()) {
    return "an empty text";
  }
  return is_private ? value : fmt::format("`{}`", shortened(fit_for_terminal(value), value_width));
}

std::string offender_text(const Ranking& ranking, const Counted& value) {
  if (ranking.error > 0 && value.count == 1) {
    return fmt::format("{}, for example, on line {}", value_text(value.text, ranking.masked), value.line);
  }
  return fmt::format("{}{} × {}, {} {}", ranking.error > 0 ? "at least " : "", number_text(value.count),
                     value_text(value.text, ranking.masked), ranking.error > 0 ? "also on line" : "first on line",
                     value.line);
}

uint64_t rest_of(const Ranking& ranking) {
  uint64_t listed = 0;
  for (const Counted& value : ranking.values) {
    listed += value.count;
  }
  return ranking.total - std::min(ranking.total, listed);
}

std::string kinds_text(const std::vector<std::string>& kinds) {
  std::string text;
  for (const std::string& kind : kinds) {
    text += (text.empty() ? "" : " or ") + kind;
  }
  return text.empty() ? "nothing" : text;
}

}  // namespace treaty::profile
