#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The part of JSONPath by which a contract says where records and cursors stand: $.name["name"][0][*].

namespace treaty::connectors {

struct PathStep {
  enum class Kind { name, index, every } kind = Kind::name;
  std::string name;
  size_t index = 0;
};

/// Says what is wrong on failure.
std::expected<std::vector<PathStep>, std::string> parse_json_path(std::string_view text);

/// Hands out the raw bytes of every value at the path: no digit and no escape is touched. Says what is wrong on
/// failure; a path that leads nowhere is one.
std::optional<std::string> each_at(const std::vector<PathStep>& path, std::string& document,
                                   const std::function<void(std::string_view)>& take);

/// A single text or number at the path; nothing when it is absent or null.
std::optional<std::string> scalar_at(const std::vector<PathStep>& path, std::string& document);
/// Whether an object or a list stands there.
bool holds_structure(const std::vector<PathStep>& path, std::string& document);

}  // namespace treaty::connectors
