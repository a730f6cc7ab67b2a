#include "compiler/schema/json_path.h"

namespace treaty::schema {

std::optional<JsonPath> parse_json_path(std::string_view text) {
  JsonPath path;
  if (text.empty() || text.front() != '$') {
    return std::nullopt;
  }
  size_t at = 1;
  while (at < text.size()) {
    if (text.substr(at, 3) == JsonPath::each) {
      path.steps.emplace_back(JsonPath::each);
      at += 3;
    } else if (text[at] == '.') {
      const size_t end = text.find_first_of(".[", at + 1);
      const std::string_view name = text.substr(at + 1, end == std::string_view::npos ? end : end - at - 1);
      if (name.empty()) {
        return std::nullopt;
      }
      path.steps.emplace_back(name);
      at = end == std::string_view::npos ? text.size() : end;
    } else if (text[at] == '[' && at + 1 < text.size() && (text[at + 1] == '"' || text[at + 1] == '\'')) {
      const size_t end = text.find(text[at + 1], at + 2);
      if (end == std::string_view::npos || end + 1 >= text.size() || text[end + 1] != ']') {
        return std::nullopt;
      }
      path.steps.emplace_back(text.substr(at + 2, end - at - 2));
      at = end + 2;
    } else {
      return std::nullopt;
    }
  }
  return path;
}

}  // namespace treaty::schema
