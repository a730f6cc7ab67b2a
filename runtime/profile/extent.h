#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace treaty::profile {

/// How two values of a property compare.
enum class Order { none, number, text };
/// By HubSpot's type of the property: numbers by value, dates and times by their text.
Order order_of(std::string_view hubspot_type);

/// Whether `a` comes before `b`, both plain decimal numbers, of any length.
bool is_less_number(std::string_view a, std::string_view b);

struct Range {
  std::string least, greatest;
  uint64_t least_line = 0, greatest_line = 0;
};
/// The least and the greatest of values.
class Extent {
 public:
  explicit Extent(Order order) : order_(order) {}
  void add(std::string_view value, uint64_t line);
  [[nodiscard]] const std::optional<Range>& range() const { return range_; }

 private:
  [[nodiscard]] bool is_less(std::string_view a, std::string_view b) const;
  Order order_;
  std::optional<Range> range_;
};

}  // namespace treaty::profile
