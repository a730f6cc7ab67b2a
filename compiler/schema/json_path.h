#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace treaty::schema {

/// The few JSONPaths that documents and answers are taken apart with: `$`, `.name`, `["name"]`, and `[*]` for each
/// element.
struct JsonPath {
  static constexpr std::string_view each = "[*]";
  std::vector<std::string> steps;  ///< names, or `each`
};
/// Nothing when the text is no such path.
std::optional<JsonPath> parse_json_path(std::string_view text);

}  // namespace treaty::schema
