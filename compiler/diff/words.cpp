#include "compiler/diff/words.h"

#include <array>

namespace treaty::diff {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/// Behind the closing quote of what opens at `at`, or the end of the text.
size_t behind_quoted(std::string_view text, size_t at) {
  const char quote = text[at];
  for (++at; at < text.size() && text[at] != quote; ++at) {
    at += text[at] == '\\' && quote == '"' ? 1 : 0;
  }
  return std::min(at + 1, text.size());
}

}  // namespace

std::string plain(std::string_view text) {
  std::string out;
  bool blank = false;
  for (size_t at = 0; at < text.size();) {
    if (text.substr(at).starts_with("//")) {
      at = std::min(text.find('\n', at), text.size());
    } else if (is_blank(text[at])) {
      blank = true;
      ++at;
    } else {
      const size_t end = text[at] == '"' || text[at] == '`' ? behind_quoted(text, at) : at + 1;
      out += blank && !out.empty() ? " " : "";
      out += text.substr(at, end - at);
      blank = false;
      at = end;
    }
  }
  return out;
}

std::string spelled_time(int64_t milliseconds) {
  struct Unit {
    int64_t length;
    const char* name;
  };
  constexpr std::array units = {Unit{86'400'000, "d"}, Unit{3'600'000, "h"}, Unit{60'000, "min"}, Unit{1000, "s"}};
  for (const Unit& unit : units) {
    if (milliseconds != 0 && milliseconds % unit.length == 0) {
      return std::to_string(milliseconds / unit.length) + unit.name;
    }
  }
  return std::to_string(milliseconds) + "ms";
}

std::string spelled(const ast::Duration& duration) {
  constexpr int64_t months_a_year = 12;
  if (duration.months == 0) {
    return spelled_time(duration.milliseconds);
  }
  return duration.months % months_a_year == 0 ? std::to_string(duration.months / months_a_year) + "y"
                                              : std::to_string(duration.months) + "mo";
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string text;
  for (const std::string& part : parts) {
    text += text.empty() ? "" : between;
    text += part;
  }
  return text;
}

std::vector<std::string> texts_of(const std::vector<ast::Name>& names) {
  std::vector<std::string> texts;
  for (const ast::Name& name : names) {
    texts.push_back(name.text);
  }
  return texts;
}

}  // namespace treaty::diff
