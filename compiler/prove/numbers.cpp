#include "compiler/prove/numbers.h"

#include <algorithm>
#include <optional>
#include <string>

namespace treaty::prove {
namespace {

/// Digits as they stand, and how many of them lie behind the point.
struct Plain {
  bool negative = false;
  std::string digits;
  size_t scale = 0;
};

std::optional<Plain> read(std::string_view text) {
  Plain plain{.negative = text.starts_with('-'), .digits = {}, .scale = 0};
  bool point = false;
  for (const char c : text.substr(plain.negative ? 1 : 0)) {
    if (c == '.' && !point) {
      point = true;
    } else if (c >= '0' && c <= '9') {
      plain.digits += c;
      plain.scale += point ? 1 : 0;
    } else {
      return std::nullopt;
    }
  }
  return plain.digits.empty() ? std::nullopt : std::optional(plain);
}

/// |a - b| or a + b of digits of the same length, the larger first.
std::string combined(const std::string& a, const std::string& b, bool subtract) {
  std::string result(a.size(), '0');
  int carry = 0;
  for (size_t i = a.size(); i-- > 0;) {
    int digit = a[i] - '0' + (subtract ? -(b[i] - '0') : b[i] - '0') + carry;
    carry = digit < 0 ? -1 : digit / 10;
    digit = (digit + 10) % 10;
    result[i] = static_cast<char>('0' + digit);
  }
  return carry > 0 ? "1" + result : result;
}

size_t significant(const std::string& digits) {
  const size_t first = digits.find_first_not_of('0');
  return first == std::string::npos ? 0 : digits.size() - first;
}

}  // namespace

bool same_number(std::string_view a, std::string_view b) {
  constexpr size_t digits_held = 20;  // more than any integer has; the last of 34 are what roundings leave over
  constexpr size_t most_behind_the_point = 34;
  auto left = read(a);
  auto right = read(b);
  if (!left || !right) {
    return a == b;
  }
  const size_t scale = std::max(left->scale, right->scale);
  left->digits.append(scale - left->scale, '0');
  right->digits.append(scale - right->scale, '0');
  const size_t size = std::max(left->digits.size(), right->digits.size());
  left->digits.insert(0, size - left->digits.size(), '0');
  right->digits.insert(0, size - right->digits.size(), '0');
  const std::string& larger = std::max(left->digits, right->digits);
  const std::string& smaller = std::min(left->digits, right->digits);
  const std::string apart = combined(larger, smaller, left->negative == right->negative);
  const bool at_the_end =
      scale + 4 >= most_behind_the_point && significant(apart) + most_behind_the_point <= scale + 4;
  return significant(apart) == 0 || at_the_end || significant(apart) + digits_held <= significant(larger);
}

}  // namespace treaty::prove
