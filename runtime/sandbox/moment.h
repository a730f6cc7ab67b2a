#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace treaty::sandbox {

/// A value of a field that grows: an instant (ISO 8601; without an offset taken as UTC), a number, else a text.
/// Comparable among its kind.
class Moment {
 public:
  static Moment read(std::string_view text);
  /// UTC, when the text is an instant.
  static std::optional<int64_t> microseconds_of(std::string_view text);
  /// False between different kinds: what cannot be compared is not left out of a list.
  bool operator<(const Moment& other) const;

 private:
  std::variant<int64_t, double, std::string> value_;  ///< microseconds UTC, a number, a text
};

}  // namespace treaty::sandbox
