#include "stdlib/record/internal.h"

using namespace treaty_record;

__int128 treaty_record::power_of_ten(int n) {
  static constexpr int64_t small[] = {1,
                                      10,
                                      100,
                                      1'000,
                                      10'000,
                                      100'000,
                                      1'000'000,
                                      10'000'000,
                                      100'000'000,
                                      1'000'000'000,
                                      10'000'000'000,
                                      100'000'000'000,
                                      1'000'000'000'000,
                                      10'000'000'000'000,
                                      100'000'000'000'000,
                                      1'000'000'000'000'000,
                                      10'000'000'000'000'000,
                                      100'000'000'000'000'000,
                                      1'000'000'000'000'000'000};
  __int128 power = 1;
  for (; n > 18; n -= 18) power *= small[18];
  return power * small[n];
}

bool treaty_record::is_number(const char* at, const char* end) {
  if (at < end && *at == '-') ++at;
  if (at == end || !is_digit(*at)) return false;
  if (*at == '0') {
    ++at;
  } else {
    while (at < end && is_digit(*at)) ++at;
  }
  if (at < end && *at == '.') {
    if (++at == end || !is_digit(*at)) return false;
    while (at < end && is_digit(*at)) ++at;
  }
  if (at < end && (*at | 0x20) == 'e') {
    ++at;
    if (at < end && (*at == '+' || *at == '-')) ++at;
    if (at == end || !is_digit(*at)) return false;
    while (at < end && is_digit(*at)) ++at;
  }
  return at == end;
}

bool treaty_record::parse_integer(const char* at, const char* end, int64_t* integer) {
  bool negative = at < end && *at == '-';
  at += negative;
  auto length = end - at;
  if (length < 1 || length > 19 || (*at == '0' && length > 1)) return false;
  uint64_t sum = 0;
  for (; at < end; ++at) {
    auto digit = static_cast<unsigned char>(*at - '0');
    if (digit > 9) return false;
    sum = sum * 10 + digit;
  }
  if (sum > uint64_t{INT64_MAX} + negative) return false;  // 19 digits always fit 64 bits without a sign
  *integer = negative ? static_cast<int64_t>(0 - sum) : static_cast<int64_t>(sum);
  return true;
}

namespace {

/// What nearly all numbers are: a sign, digits, a point, digits; at most 18 of them. False: look again with care.
bool parse_short(const char* at, const char* end, __int128* coefficient, int32_t* scale) {
  if (end - at > 18) return false;
  bool negative = *at == '-';
  at += negative;
  const char *begin = at, *point = nullptr;
  int64_t sum = 0;
  for (; at < end; ++at) {
    auto digit = static_cast<unsigned char>(*at - '0');
    if (digit <= 9) {
      sum = sum * 10 + digit;
    } else if (*at == '.' && point == nullptr) {
      point = at;
    } else {
      return false;
    }
  }
  const char* whole_end = point == nullptr ? end : point;
  if (whole_end == begin || (*begin == '0' && whole_end - begin > 1) || point == end - 1) return false;
  *coefficient = negative ? -sum : sum;
  *scale = point == nullptr ? 0 : static_cast<int32_t>(end - point - 1);
  return true;
}

}  // namespace

bool treaty_record::parse_decimal(const char* begin, const char* end, __int128* coefficient, int32_t* scale) {
  if (parse_short(begin, end, coefficient, scale)) return true;
  if (!is_number(begin, end)) return false;
  const char* at = begin;
  bool negative = *at == '-';
  at += negative;
  __int128 sum = 0;
  int64_t fraction = 0;  // digits behind the point that `sum` holds
  bool behind = false;
  int64_t left_out = 0;  // zeros read since the last other digit, not yet in `sum`
  for (; at < end && (*at | 0x20) != 'e'; ++at) {
    if (*at == '.') {
      behind = true;
      continue;
    }
    fraction += behind;
    if (*at == '0') {
      ++left_out;
      continue;
    }
    for (; left_out > 0 && sum != 0; --left_out) {
      sum *= 10;
      if (sum >= limit_of_34_digits) return false;
    }
    left_out = 0;
    sum = sum * 10 + (*at - '0');
    if (sum >= limit_of_34_digits) return false;
  }
  int64_t exponent = 0;
  if (at < end) {
    ++at;
    bool down = *at == '-';
    if (*at == '+' || *at == '-') ++at;
    for (; at < end; ++at) {
      if (exponent < 1'000'000'000) exponent = exponent * 10 + (*at - '0');
    }
    if (down) exponent = -exponent;
  }
  // The value is sum * 10^left_out * 10^(exponent - fraction); trailing zeros stay where 34 digits have room for
  // them.
  int64_t places = fraction - exponent;
  if (sum == 0) {
    *coefficient = 0;
    *scale = static_cast<int32_t>(places < 0 ? 0 : places > 34 ? 34 : places);
    return true;
  }
  int64_t zeros = left_out;
  if (places > 34) {  // zeros past the thirty-fourth place may go
    int64_t gone = places - 34 < zeros ? places - 34 : zeros;
    zeros -= gone;
    places -= gone;
  }
  if (places < 0) {
    zeros -= places;
    places = 0;
  }
  if (places > 34 || zeros > 34) return false;
  for (; zeros > 0; --zeros) {
    sum *= 10;
    if (sum >= limit_of_34_digits) return false;
  }
  *coefficient = negative ? -sum : sum;
  *scale = static_cast<int32_t>(places);
  return true;
}

bool treaty_record::as_decimal(const treaty_value* value, __int128* coefficient, int32_t* scale) {
  switch (value->kind) {
    case TREATY_INTEGER:
      *coefficient = value->as.integer;
      *scale = 0;
      return true;
    case TREATY_DECIMAL:
      *coefficient = value->as.coefficient;
      *scale = value->scale;
      return true;
    case TREATY_NUMBER:
      return parse_decimal(value->as.text.data, value->as.text.data + value->as.text.size, coefficient, scale);
    default:
      return false;
  }
}

extern "C" {

treaty_error treaty_load_integer(treaty_context* context, treaty_value* result, const char* begin, const char* end) {
  int64_t integer = 0;
  if (begin != nullptr && parse_integer(begin, end, &integer)) {
    set_integer(result, TREATY_INTEGER, integer);
    return 0;
  }
  return absent(result, TREATY_INTEGER, begin, end) ? 0 : mismatch(context, result, begin, end);
}

treaty_error treaty_load_decimal(treaty_context* context, treaty_value* result, const char* begin, const char* end) {
  __int128 coefficient = 0;
  int32_t scale = 0;
  if (begin != nullptr && parse_decimal(begin, end, &coefficient, &scale)) {
    set_decimal(result, coefficient, scale);
    return 0;
  }
  return absent(result, TREATY_DECIMAL, begin, end) ? 0 : mismatch(context, result, begin, end);
}

treaty_error treaty_load_number(treaty_context* context, treaty_value* result, const char* begin, const char* end) {
  if (begin != nullptr && is_number(begin, end)) {
    set_text(result, TREATY_NUMBER, begin, static_cast<uint64_t>(end - begin), TREATY_CLEAN);
    return 0;
  }
  return absent(result, TREATY_NUMBER, begin, end) ? 0 : mismatch(context, result, begin, end);
}

treaty_error treaty_load_boolean(treaty_context* context, treaty_value* result, const char* begin, const char* end) {
  if (absent(result, TREATY_BOOLEAN, begin, end)) return 0;
  bool is_true = end - begin == 4 && memcmp(begin, "true", 4) == 0;
  if (!is_true && !(end - begin == 5 && memcmp(begin, "false", 5) == 0)) return mismatch(context, result, begin, end);
  set_integer(result, TREATY_BOOLEAN, is_true);
  return 0;
}

treaty_error treaty_add(treaty_value* sum, const treaty_value* value) {
  if (sum->kind == TREATY_INTEGER) {
    int64_t integer = 0;
    if (value->kind != TREATY_INTEGER) return treaty_errors::source_mismatch;
    if (__builtin_add_overflow(sum->as.integer, value->as.integer, &integer)) return treaty_errors::out_of_range;
    sum->as.integer = integer;
    return 0;
  }
  __int128 coefficient = 0;
  int32_t scale = 0;
  if (!as_decimal(value, &coefficient, &scale)) return treaty_errors::source_mismatch;
  int32_t common = scale > sum->scale ? scale : sum->scale;
  __int128 left = sum->as.coefficient;
  __int128 most = limit_of_34_digits;
  for (int32_t i = sum->scale; i < common; ++i) {
    left *= 10;
    if (left >= most || left <= -most) return treaty_errors::out_of_range;
  }
  for (int32_t i = scale; i < common; ++i) {
    coefficient *= 10;
    if (coefficient >= most || coefficient <= -most) return treaty_errors::out_of_range;
  }
  left += coefficient;
  if (left >= most || left <= -most) return treaty_errors::out_of_range;
  sum->as.coefficient = left;
  sum->scale = common;
  return 0;
}

}  // extern "C"
