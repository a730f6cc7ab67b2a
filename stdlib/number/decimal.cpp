#include "stdlib/number/decimal.h"

using namespace treaty_stdlib;
using treaty_record::power_of_ten;

namespace {

unsigned __int128 magnitude(__int128 value) {
  return value < 0 ? -static_cast<unsigned __int128>(value) : static_cast<unsigned __int128>(value);
}

int digit_count(unsigned __int128 value) {
  int count = 1;
  while (count < 39 && value >= static_cast<unsigned __int128>(power_of_ten(count > 38 ? 38 : count))) ++count;
  return count;
}

/// Whether the last digit kept grows by one: `rest` was cut off, of `unit` for a whole one.
bool rounds_up(unsigned __int128 rest, unsigned __int128 unit, bool odd, bool negative, Rounding rounding) {
  switch (rounding) {
    case Rounding::half_up:
      return rest >= unit - rest;
    case Rounding::half_even:
      return rest > unit - rest || (rest == unit - rest && odd);
    case Rounding::down:
      return false;
    case Rounding::up:
      return rest > 0;
    case Rounding::floor:
      return rest > 0 && negative;
    case Rounding::ceiling:
      return rest > 0 && !negative;
  }
  return false;
}

/// Both at the larger scale; false when a digit would be lost.
bool align(Decimal* a, Decimal* b) {
  const int32_t scale = a->scale > b->scale ? a->scale : b->scale;
  return rescale(a, scale, Rounding::down) && rescale(b, scale, Rounding::down);
}

/// The exponent when the coefficient is ±10^n, else -1.
int exponent_of_ten(__int128 coefficient) {
  const unsigned __int128 size = magnitude(coefficient);
  for (int n = 0; n <= 34; ++n) {
    if (size == static_cast<unsigned __int128>(power_of_ten(n))) return n;
  }
  return -1;
}

}  // namespace

bool treaty_stdlib::rescale(Decimal* value, int32_t scale, Rounding rounding) {
  if (scale < 0 || scale > largest_scale) return false;
  if (scale >= value->scale) {
    const int32_t more = scale - value->scale;
    if (value->coefficient != 0 && more > 34) return false;
    __int128 larger = 0;
    if (__builtin_mul_overflow(value->coefficient, power_of_ten(more > 34 ? 0 : more), &larger) ||
        !fits_34_digits(larger))
      return false;
    *value = {larger, scale};
    return true;
  }
  const int32_t fewer = value->scale - scale;
  const bool negative = value->coefficient < 0;
  const unsigned __int128 size = magnitude(value->coefficient);
  const auto unit = static_cast<unsigned __int128>(power_of_ten(fewer > 38 ? 38 : fewer));
  unsigned __int128 kept = 0;
  unsigned __int128 rest = 0;
  if ((size >> 64) == 0 && (unit >> 64) == 0) {  // the usual case: one hardware division
    kept = static_cast<uint64_t>(size) / static_cast<uint64_t>(unit);
    rest = static_cast<uint64_t>(size) % static_cast<uint64_t>(unit);
  } else {
    kept = size / unit;
    rest = size % unit;
  }
  kept += rounds_up(rest, unit, (kept & 1) != 0, negative, rounding);
  *value = {negative ? -static_cast<__int128>(kept) : static_cast<__int128>(kept), scale};
  return true;
}

bool treaty_stdlib::add(Decimal a, Decimal b, Decimal* sum) {
  if (!align(&a, &b)) return false;
  *sum = {a.coefficient + b.coefficient, a.scale};
  return fits_34_digits(sum->coefficient);
}

bool treaty_stdlib::multiply(Decimal a, Decimal b, Decimal* product) {
  __int128 coefficient = 0;
  const auto left = static_cast<int64_t>(a.coefficient);
  const auto right = static_cast<int64_t>(b.coefficient);
  if (left == a.coefficient && right == b.coefficient) {  // the usual case: one hardware multiplication
    coefficient = static_cast<__int128>(left) * right;
  } else if (__builtin_mul_overflow(a.coefficient, b.coefficient, &coefficient)) {
    return false;
  }
  if (!fits_34_digits(coefficient)) return false;
  *product = {coefficient, a.scale + b.scale};
  return product->scale <= largest_scale || rescale(product, largest_scale, Rounding::half_even);
}

treaty_error treaty_stdlib::divide(Decimal a, Decimal b, Decimal* quotient) {
  if (b.coefficient == 0) return treaty_errors::division_by_zero;
  const int exponent = exponent_of_ten(b.coefficient);
  if (exponent >= 0) {  // a / 10^n: the point moves
    const int32_t scale = a.scale + exponent - b.scale;
    *quotient = {b.coefficient < 0 ? -a.coefficient : a.coefficient, scale};
    if (scale < 0) {
      quotient->scale = 0;
      __int128 larger = 0;
      if (__builtin_mul_overflow(quotient->coefficient, power_of_ten(-scale > 38 ? 38 : -scale), &larger) ||
          !fits_34_digits(larger)) {
        return treaty_errors::out_of_range;
      }
      quotient->coefficient = larger;
    }
    return quotient->scale <= largest_scale || rescale(quotient, largest_scale, Rounding::half_even)
               ? 0
               : treaty_errors::out_of_range;
  }
  // Long division: digit by digit, at most 34 of them.
  const bool negative = (a.coefficient < 0) != (b.coefficient < 0);
  const unsigned __int128 divisor = magnitude(b.coefficient);
  unsigned __int128 kept = magnitude(a.coefficient) / divisor;
  unsigned __int128 rest = magnitude(a.coefficient) % divisor;
  int32_t scale = a.scale - b.scale;
  const int32_t least = scale > 0 ? scale : 0;
  while ((rest != 0 || scale < 0) && digit_count(kept) < 34 && scale < largest_scale) {
    kept = kept * 10 + rest * 10 / divisor;
    rest = rest * 10 % divisor;
    ++scale;
  }
  if (scale < 0) return treaty_errors::out_of_range;
  kept += rounds_up(rest, divisor, (kept & 1) != 0, negative, Rounding::half_even);
  while (scale > least && kept % 10 == 0) {
    kept /= 10;
    --scale;
  }
  *quotient = {negative ? -static_cast<__int128>(kept) : static_cast<__int128>(kept), scale};
  return fits_34_digits(quotient->coefficient) ? 0 : treaty_errors::out_of_range;
}

int treaty_stdlib::compare(Decimal a, Decimal b) {
  treaty_value left;
  treaty_value right;
  set_decimal(&left, a.coefficient, a.scale);
  set_decimal(&right, b.coefficient, b.scale);
  return treaty_compare(&left, &right);
}
