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

/// a · b, the highest digit first.
struct Product {
  uint8_t digits[120];
  int count = 0;
};

Product product_of(unsigned __int128 a, unsigned __int128 b) {
  uint32_t sums[80] = {};  // lowest first
  uint8_t left[40] = {};
  int left_count = 0;
  for (; a != 0; a /= 10) left[left_count++] = static_cast<uint8_t>(a % 10);
  for (int j = 0; b != 0; b /= 10, ++j) {
    for (int i = 0; i < left_count; ++i) sums[i + j] += left[i] * static_cast<uint32_t>(b % 10);
  }
  for (int i = 0; i + 1 < 80; ++i) {
    sums[i + 1] += sums[i] / 10;
    sums[i] %= 10;
  }
  int top = 79;
  while (top > 0 && sums[top] == 0) --top;
  Product product;
  for (int i = top; i >= 0; --i) product.digits[product.count++] = static_cast<uint8_t>(sums[i]);
  return product;
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

namespace {

/// Takes zeros from the end, which say nothing behind the point and move it before.
void strip_zeros(Decimal* value) {
  while (value->coefficient != 0 && value->coefficient % 10 == 0) {
    value->coefficient /= 10;
    --value->scale;
  }
}

/// The product where its digits have room once the zeros at the end of both are gone.
bool multiply_stripped(Decimal a, Decimal b, Decimal* product) {
  strip_zeros(&a);
  strip_zeros(&b);
  __int128 coefficient = 0;
  if (__builtin_mul_overflow(a.coefficient, b.coefficient, &coefficient) || !fits_34_digits(coefficient)) return false;
  *product = {coefficient, a.scale + b.scale};
  if (product->scale >= 0) return product->scale <= largest_scale || rescale(product, largest_scale, Rounding::half_even);
  const int32_t tens = -product->scale;
  if (tens > 34 || __builtin_mul_overflow(coefficient, power_of_ten(tens), &coefficient)) return false;
  *product = {coefficient, 0};
  return fits_34_digits(coefficient);
}

}  // namespace

bool treaty_stdlib::multiply(Decimal a, Decimal b, Decimal* product) {
  __int128 coefficient = 0;
  const auto left = static_cast<int64_t>(a.coefficient);
  const auto right = static_cast<int64_t>(b.coefficient);
  if (left == a.coefficient && right == b.coefficient) {  // the usual case: one hardware multiplication
    coefficient = static_cast<__int128>(left) * right;
  } else if (__builtin_mul_overflow(a.coefficient, b.coefficient, &coefficient)) {
    return multiply_stripped(a, b, product);
  }
  if (!fits_34_digits(coefficient)) return multiply_stripped(a, b, product);
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

bool treaty_stdlib::scaled(Decimal value, Decimal factor, uint64_t divisor, Decimal* result) {
  const bool negative = (value.coefficient < 0) != (factor.coefficient < 0);
  Product product = product_of(magnitude(value.coefficient), magnitude(factor.coefficient));
  int32_t scale = value.scale + factor.scale;
  for (; scale < 0; ++scale) {
    if (product.count == 120) return false;
    product.digits[product.count++] = 0;
  }
  unsigned __int128 kept = 0;
  uint64_t rest = 0;
  int digits = 0, next = -1;
  int32_t dropped = 0;
  bool more = false;  // behind `next` stands something else than zeros
  for (int i = 0; i < product.count; ++i) {
    rest = rest * 10 + product.digits[i];
    const auto digit = static_cast<int>(rest / divisor);
    rest %= divisor;
    if (digits < 34 && scale - (product.count - 1 - i) <= largest_scale) {
      kept = kept * 10 + static_cast<unsigned>(digit);
      digits += digits > 0 || digit > 0;
    } else {
      more = more || (next >= 0 && digit != 0);
      next = next < 0 ? digit : next;
      ++dropped;
    }
  }
  scale -= dropped;
  if (scale > largest_scale) {  // the first digit stands further back than what is rounded
    *result = {0, 0};
    return true;
  }
  int32_t least = dropped > 0 ? 0 : scale;
  for (; next < 0 && rest != 0 && digits < 34 && scale < largest_scale; ++scale) {
    rest *= 10;
    kept = kept * 10 + rest / divisor;
    rest %= divisor;
    digits += digits > 0 || kept > 0;
  }
  if (next < 0 && rest != 0) {
    next = static_cast<int>(rest * 10 / divisor);
    rest = rest * 10 % divisor;
  }
  more = more || rest != 0;
  kept += next > 5 || (next == 5 && (more || (kept & 1) != 0));
  while ((scale > least || kept >= static_cast<unsigned __int128>(treaty_record::limit_of_34_digits)) && kept != 0 &&
         kept % 10 == 0) {
    kept /= 10;
    --scale;
  }
  if (scale < 0) return false;
  if (kept == 0 && dropped > 0) scale = 0;
  *result = {negative ? -static_cast<__int128>(kept) : static_cast<__int128>(kept), scale};
  return fits_34_digits(result->coefficient);
}

Decimal treaty_stdlib::shortened(Decimal value, int digits) {
  const int over = digit_count(magnitude(value.coefficient)) - digits;
  if (over <= 0) return value;
  rescale(&value, value.scale > over ? value.scale - over : 0, Rounding::half_even);
  while (value.scale > 0 && value.coefficient % 10 == 0) {
    value.coefficient /= 10;
    --value.scale;
  }
  return value;
}

int treaty_stdlib::significant_digits(Decimal value) {
  while (value.coefficient != 0 && value.coefficient % 10 == 0) value.coefficient /= 10;
  return digit_count(magnitude(value.coefficient));
}

int treaty_stdlib::compare(Decimal a, Decimal b) {
  treaty_value left;
  treaty_value right;
  set_decimal(&left, a.coefficient, a.scale);
  set_decimal(&right, b.coefficient, b.scale);
  return treaty_compare(&left, &right);
}
