/* Exact decimals: a coefficient of at most 34 digits over a power of ten. */
#pragma once

#include "stdlib/function.h"

namespace treaty_stdlib {

struct Decimal {
  __int128 coefficient = 0;
  int32_t scale = 0;
};

enum class Rounding { half_up, half_even, down, up, floor, ceiling };

inline constexpr int32_t largest_scale = 34;

inline bool fits_34_digits(__int128 coefficient) {
  return coefficient < treaty_record::limit_of_34_digits && coefficient > -treaty_record::limit_of_34_digits;
}

/// An integer or decimal argument as a decimal.
inline Decimal decimal_of(const treaty_value& value) {
  return value.kind == TREATY_DECIMAL ? Decimal{value.as.coefficient, value.scale} : Decimal{value.as.integer, 0};
}

/// To exactly `scale` digits after the point. False: more than 34 digits.
bool rescale(Decimal* value, int32_t scale, Rounding rounding);
bool add(Decimal a, Decimal b, Decimal* sum);
bool multiply(Decimal a, Decimal b, Decimal* product);
/// By a power of ten the point moves and every digit stays; else 34 digits, half to even, without zeros at the end.
treaty_error divide(Decimal a, Decimal b, Decimal* quotient);
int compare(Decimal a, Decimal b);

/// value · factor / divisor in one rounding, to 34 digits, half to even; an exact result keeps its scale. The divisor is below 2^40.
/// False: more than 34 digits before the point.
bool scaled(Decimal value, Decimal factor, uint64_t divisor, Decimal* result);
/// To so many digits at most, half to even, those before the point not counted out; without the zeros that this leaves behind.
Decimal shortened(Decimal value, int digits);
/// How many digits it has, zeros at its end not counted.
int significant_digits(Decimal value);

inline treaty_error give(treaty_value* result, bool fits, Decimal value) {
  if (!fits) return treaty_errors::out_of_range;
  set_decimal(result, value.coefficient, value.scale);
  return 0;
}

}  // namespace treaty_stdlib
