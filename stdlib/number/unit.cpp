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

/// By way of Celsius. F = C · 9/5 + 32, K = C + 273.15.
treaty_error convert_temperature(treaty_value* result, Decimal value, const treaty_value& from,
                                 const treaty_value& to) {
  Decimal step = value;
  bool fits = true;
  if (equals(from, "F", 1)) {
    fits = add(value, {-32, 0}, &step) && multiply(step, {5, 0}, &step);
    if (fits && divide(step, {9, 0}, &step) != 0) fits = false;
  } else if (equals(from, "K", 1)) {
    fits = add(value, {-27315, 2}, &step);
  }
  if (equals(to, "F", 1)) {
    fits = fits && multiply(step, {18, 1}, &step) && add(step, {32, 0}, &step);
  } else if (equals(to, "K", 1)) {
    fits = fits && add(step, {27315, 2}, &step);
  }
  return give(result, fits, step);
}

}  // namespace

TREATY_FN(decimal_unit) {
  const Decimal value = decimal_of(arguments[0]);
  if (temperature(arguments[1]) && temperature(arguments[2]))
    return convert_temperature(result, value, arguments[1], arguments[2]);
  const Unit* from = unit_named(arguments[1]);
  const Unit* to = unit_named(arguments[2]);
  if (from == nullptr || to == nullptr || from->dimension != to->dimension) return treaty_errors::unknown_unit;
  Decimal in_base;
  if (!multiply(value, {from->coefficient, from->scale}, &in_base)) return treaty_errors::out_of_range;
  Decimal quotient = in_base;
  if (to->coefficient != 1 || to->scale != 0) {
    if (const treaty_error error = divide(in_base, {to->coefficient, to->scale}, &quotient); error != 0) return error;
  }
  while (quotient.scale > 0 && quotient.coefficient % 10 == 0) {  // the zeros of the factor say nothing
    quotient.coefficient /= 10;
    --quotient.scale;
  }
  set_decimal(result, quotient.coefficient, quotient.scale);
  return 0;
}
