// Units of measurement, by their exact definitions.
#include "stdlib/number/decimal.h"

using namespace treaty_stdlib;

namespace {

enum class Dimension { length, area, volume, mass };

/// One unit is `coefficient / 10^scale` of its dimension's base: metre, square metre, litre, gram.
struct Unit {
  const char* name;
  Dimension dimension;
  int64_t coefficient;
  int32_t scale;
};

constexpr Unit units[] = {
    {"m", Dimension::length, 1, 0},
    {"km", Dimension::length, 1000, 0},
    {"cm", Dimension::length, 1, 2},
    {"mm", Dimension::length, 1, 3},
    {"in", Dimension::length, 254, 4},
    {"ft", Dimension::length, 3048, 4},
    {"yd", Dimension::length, 9144, 4},
    {"mi", Dimension::length, 1609344, 3},
    {"m2", Dimension::area, 1, 0},
    {"km2", Dimension::area, 1000000, 0},
    {"cm2", Dimension::area, 1, 4},
    {"ha", Dimension::area, 10000, 0},
    {"ft2", Dimension::area, 9290304, 8},
    {"yd2", Dimension::area, 83612736, 8},
    {"in2", Dimension::area, 64516, 8},
    {"ac", Dimension::area, 40468564224, 7},
    {"l", Dimension::volume, 1, 0},
    {"ml", Dimension::volume, 1, 3},
    {"m3", Dimension::volume, 1000, 0},
    {"gal", Dimension::volume, 3785411784, 9},
    {"floz", Dimension::volume, 295735295625, 13},
    {"g", Dimension::mass, 1, 0},
    {"kg", Dimension::mass, 1000, 0},
    {"mg", Dimension::mass, 1, 3},
    {"t", Dimension::mass, 1000000, 0},
    {"lb", Dimension::mass, 45359237, 5},
    {"oz", Dimension::mass, 28349523125, 9},
};

const Unit* unit_named(const treaty_value& name) {
  for (const Unit& unit : units) {
    if (equals(name, unit.name, strlen(unit.name))) return &unit;
  }
  return nullptr;
}

bool temperature(const treaty_value& name) {
  return equals(name, "C", 1) || equals(name, "F", 1) || equals(name, "K", 1);
}

/// The sum; digits that only one of them has are rounded off where 34 do not hold both.
bool add_rounded(Decimal a, Decimal b, Decimal* sum) {
  for (;;) {
    if (add(a, b, sum)) return true;
    Decimal& longer = a.scale > b.scale ? a : b;
    if (longer.scale == 0 || !rescale(&longer, longer.scale - 1, Rounding::half_even)) return false;
  }
}

/// F = C · 9/5 + 32, K = C + 273.15.
bool convert_temperature(Decimal value, const treaty_value& from, const treaty_value& to, Decimal* result) {
  bool fits = true;
  if (equals(from, "F", 1)) {
    fits = add_rounded(value, {-32, 0}, &value) && scaled(value, {5, 0}, 9, &value);
  } else if (equals(from, "K", 1)) {
    fits = add_rounded(value, {-27315, 2}, &value);
  }
  if (equals(to, "F", 1)) {
    fits = fits && scaled(value, {18, 1}, 1, &value) && add_rounded(value, {32, 0}, &value);
  } else if (equals(to, "K", 1)) {
    fits = fits && add_rounded(value, {27315, 2}, &value);
  }
  *result = value;
  return fits;
}

bool is(const treaty_value& a, const treaty_value& b) { return equals(a, b.as.text.data, b.as.text.size); }

}  // namespace

TREATY_FN(decimal_unit) {
  const Decimal value = decimal_of(arguments[0]);
  Decimal other = value;
  if (temperature(arguments[1]) && temperature(arguments[2])) {
    const bool fits = is(arguments[1], arguments[2]) || convert_temperature(value, arguments[1], arguments[2], &other);
    return give(result, fits, other);
  }
  const Unit* from = unit_named(arguments[1]);
  const Unit* to = unit_named(arguments[2]);
  if (from == nullptr || to == nullptr || from->dimension != to->dimension) return treaty_errors::unknown_unit;
  if (!scaled(value, {from->coefficient, from->scale - to->scale}, static_cast<uint64_t>(to->coefficient), &other)) {
    return treaty_errors::out_of_range;
  }
  while (other.scale > 0 && other.coefficient % 10 == 0) {  // the zeros of the factor say nothing
    other.coefficient /= 10;
    --other.scale;
  }
  set_decimal(result, other.coefficient, other.scale);
  return 0;
}
