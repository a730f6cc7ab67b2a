// The operators and what else one does with numbers.
#include "stdlib/number/decimal.h"

using namespace treaty_stdlib;

namespace {

constexpr int kept_digits = 30;
constexpr int least_digits = 21;  // more than any integer has

treaty_error give_integer(treaty_value* result, bool overflow, int64_t value) {
  if (overflow) return treaty_errors::out_of_range;
  set_integer(result, TREATY_INTEGER, value);
  return 0;
}

void give_decimal(treaty_value* result, Decimal value) { set_decimal(result, value.coefficient, value.scale); }

}  // namespace

TREATY_FN(integer_add) {
  int64_t value = 0;
  const bool overflow = __builtin_add_overflow(arguments[0].as.integer, arguments[1].as.integer, &value);
  return give_integer(result, overflow, value);
}
TREATY_FN(integer_subtract) {
  int64_t value = 0;
  const bool overflow = __builtin_sub_overflow(arguments[0].as.integer, arguments[1].as.integer, &value);
  return give_integer(result, overflow, value);
}
TREATY_FN(integer_multiply) {
  int64_t value = 0;
  const bool overflow = __builtin_mul_overflow(arguments[0].as.integer, arguments[1].as.integer, &value);
  return give_integer(result, overflow, value);
}
TREATY_FN(integer_negate) {
  return give_integer(result, arguments[0].as.integer == INT64_MIN,
                      static_cast<int64_t>(-static_cast<uint64_t>(arguments[0].as.integer)));
}
TREATY_FN(integer_abs) {
  const int64_t value = arguments[0].as.integer;
  return give_integer(result, value == INT64_MIN,
                      value < 0 ? static_cast<int64_t>(-static_cast<uint64_t>(value)) : value);
}

TREATY_FN(decimal_add) {
  Decimal value;
  return give(result, add(decimal_of(arguments[0]), decimal_of(arguments[1]), &value), value);
}
TREATY_FN(decimal_subtract) {
  Decimal other = decimal_of(arguments[1]);
  other.coefficient = -other.coefficient;
  Decimal value;
  return give(result, add(decimal_of(arguments[0]), other, &value), value);
}
TREATY_FN(decimal_multiply) {
  Decimal value;
  return give(result, multiply(decimal_of(arguments[0]), decimal_of(arguments[1]), &value), value);
}
// The two that take a division or a multiplication back leave the last digits out: what roundings left over is gone, and
// there is room to go the same way again.
TREATY_FN(decimal_times) {
  Decimal value;
  const bool fits = scaled(decimal_of(arguments[0]), decimal_of(arguments[1]), 1, &value);
  return give(result, fits, shortened(value, kept_digits));
}
TREATY_FN(decimal_per) {
  const Decimal divisor = decimal_of(arguments[1]);
  const int room = kept_digits - significant_digits(divisor);
  Decimal value;
  const treaty_error error = divide(decimal_of(arguments[0]), divisor, &value);
  if (error == 0) give_decimal(result, shortened(value, room < least_digits ? least_digits : room));
  return error;
}
TREATY_FN(decimal_divide) {
  Decimal value;
  const treaty_error error = divide(decimal_of(arguments[0]), decimal_of(arguments[1]), &value);
  if (error == 0) give_decimal(result, value);
  return error;
}
TREATY_FN(decimal_negate) {
  Decimal value = decimal_of(arguments[0]);
  value.coefficient = -value.coefficient;
  give_decimal(result, value);
  return 0;
}
TREATY_FN(decimal_abs) {
  Decimal value = decimal_of(arguments[0]);
  value.coefficient = value.coefficient < 0 ? -value.coefficient : value.coefficient;
  give_decimal(result, value);
  return 0;
}

TREATY_FN(decimal_round) {
  static constexpr struct {
    const char* name;
    uint64_t size;
    Rounding rounding;
  } modes[] = {{"half_up", 7, Rounding::half_up}, {"half_even", 9, Rounding::half_even},
               {"down", 4, Rounding::down},       {"up", 2, Rounding::up},
               {"floor", 5, Rounding::floor},     {"ceiling", 7, Rounding::ceiling}};
  Decimal value = decimal_of(arguments[0]);
  const int64_t digits = arguments[1].as.integer;
  if (digits < 0 || digits > largest_scale) return treaty_errors::out_of_range;
  for (const auto& mode : modes) {
    if (equals(arguments[2], mode.name, mode.size)) {
      return give(result, rescale(&value, static_cast<int32_t>(digits), mode.rounding), value);
    }
  }
  return treaty_errors::invalid_pattern;
}

TREATY_FN(decimal_min) {
  const Decimal a = decimal_of(arguments[0]);
  const Decimal b = decimal_of(arguments[1]);
  give_decimal(result, compare(a, b) <= 0 ? a : b);
  return 0;
}
TREATY_FN(decimal_max) {
  const Decimal a = decimal_of(arguments[0]);
  const Decimal b = decimal_of(arguments[1]);
  give_decimal(result, compare(a, b) >= 0 ? a : b);
  return 0;
}
TREATY_FN(decimal_clamp) {
  Decimal value = decimal_of(arguments[0]);
  const Decimal low = decimal_of(arguments[1]);
  const Decimal high = decimal_of(arguments[2]);
  value = compare(value, low) < 0 ? low : value;
  give_decimal(result, compare(value, high) > 0 ? high : value);
  return 0;
}
TREATY_FN(decimal_percent) {
  Decimal value;
  return give(result, multiply(decimal_of(arguments[0]), {100, 0}, &value), value);
}
TREATY_FN(decimal_floor) {
  Decimal value = decimal_of(arguments[0]);
  return give(result, rescale(&value, 0, Rounding::floor), value);
}
TREATY_FN(decimal_ceil) {
  Decimal value = decimal_of(arguments[0]);
  return give(result, rescale(&value, 0, Rounding::ceiling), value);
}
