#include "runtime/profile/extent.h"

#include <algorithm>

namespace treaty::profile {
namespace {

struct Number {
  bool negative = false;
  std::string_view whole, fraction;  ///< without zeros in front and behind

  [[nodiscard]] bool is_zero() const { return whole.empty() && fraction.empty(); }
};

Number number_of(std::string_view text) {
  Number number{.negative = text.starts_with('-')};
  text.remove_prefix(number.negative ? 1 : 0);
  const size_t point = std::min(text.find('.'), text.size());
  number.whole = text.substr(0, point);
  number.fraction = text.substr(std::min(point + 1, text.size()));
  number.whole.remove_prefix(std::min(number.whole.find_first_not_of('0'), number.whole.size()));
  number.fraction = number.fraction.substr(0, number.fraction.find_last_not_of('0') + 1);
  return number;
}

bool is_less_magnitude(const Number& a, const Number& b) {
  return a.whole.size() != b.whole.size() ? a.whole.size() < b.whole.size()
         : a.whole != b.whole             ? a.whole < b.whole
                                          : a.fraction < b.fraction;
}

}  // namespace

Order order_of(std::string_view hubspot_type) {
  return hubspot_type == "number"                               ? Order::number
         : hubspot_type == "date" || hubspot_type == "datetime" ? Order::text
                                                                : Order::none;
}

bool is_less_number(std::string_view a, std::string_view b) {
  const Number left = number_of(a), right = number_of(b);
  const bool left_negative = left.negative && !left.is_zero(), right_negative = right.negative && !right.is_zero();
  if (left_negative != right_negative) {
    return left_negative;
  }
  return left_negative ? is_less_magnitude(right, left) : is_less_magnitude(left, right);
}

bool Extent::is_less(std::string_view a, std::string_view b) const {
  return order_ == Order::number ? is_less_number(a, b) : a < b;
}

void Extent::add(std::string_view value, uint64_t line) {
  if (order_ == Order::none) {
    return;
  }
  if (!range_) {
    range_ = Range{std::string(value), std::string(value), line, line};
  } else if (is_less(value, range_->least)) {
    range_->least = value;
    range_->least_line = line;
  } else if (is_less(range_->greatest, value)) {
    range_->greatest = value;
    range_->greatest_line = line;
  }
}

}  // namespace treaty::profile
