// From one kind of value to another.
#include "stdlib/number/decimal.h"

using namespace treaty_stdlib;

namespace {

bool is_text(const treaty_value& value) { return value.kind == TREATY_TEXT || value.kind == TREATY_NUMBER; }

/// The text without ASCII white space at both ends.
void bounds(const treaty_value& text, const char** begin, const char** end) {
  *begin = text.as.text.data;
  *end = *begin + text.as.text.size;
  while (*begin < *end && treaty_record::is_blank(**begin)) ++*begin;
  while (*end > *begin && treaty_record::is_blank((*end)[-1])) --*end;
}

char* put_digits(char* end, uint64_t value) {
  do {
    *--end = static_cast<char>('0' + value % 10);
    value /= 10;
  } while (value != 0);
  return end;
}

treaty_error give_integer_text(treaty_context* context, treaty_value* result, int64_t value) {
  char* out = allocate(context, 24);
  if (out == nullptr) return treaty_errors::too_large;
  char* end = out + 24;
  char* begin = put_digits(end, value < 0 ? -static_cast<uint64_t>(value) : static_cast<uint64_t>(value));
  if (value < 0) *--begin = '-';
  set_text(result, begin, static_cast<uint64_t>(end - begin), TREATY_CLEAN);
  return 0;
}

/// What would be written into a payload, as a text. The writer is lent a piece of the arena: whoever called may be in the midst
/// of the payload itself.
treaty_error give_payload_text(treaty_context* context, treaty_value* result, const treaty_value* value,
                               uint32_t encoding) {
  constexpr uint64_t room = 128;
  char* out = allocate(context, room);
  if (out == nullptr) return treaty_errors::too_large;
  char* payload = context->out;
  char* payload_end = context->out_end;
  void* owner = context->out_owner;
  context->out = out;
  context->out_end = out + room + 64;
  context->out_owner = nullptr;
  const treaty_error error = treaty_emit_value(context, value, encoding);
  const auto size = static_cast<uint64_t>(context->out - out);
  context->out = payload;
  context->out_end = payload_end;
  context->out_owner = owner;
  if (error == 0) set_text(result, out, size, TREATY_CLEAN);
  return error;
}

/// Digits with the separators of a country, as plain digits with a point; false where they stand in the wrong place.
bool plain_number(const char* at, const char* end, const treaty_value& group, const treaty_value& point, char* out,
                  uint64_t* size) {
  const char* begin = out;
  bool fraction = false;
  if (at < end && (*at == '+' || *at == '-')) {
    if (*at == '-') *out++ = '-';
    ++at;
  }
  while (at < end) {
    const auto left = static_cast<uint64_t>(end - at);
    const uint64_t point_size = point.as.text.size;
    const uint64_t group_size = group.as.text.size;
    if (is_digit(*at)) {
      *out++ = *at++;
    } else if (!fraction && point_size > 0 && left >= point_size && memcmp(at, point.as.text.data, point_size) == 0) {
      *out++ = '.';
      fraction = true;
      at += point_size;
    } else if (!fraction && group_size > 0 && left > group_size && memcmp(at, group.as.text.data, group_size) == 0 &&
               out > begin) {
      at += group_size;
    } else {
      return false;
    }
  }
  *size = static_cast<uint64_t>(out - begin);
  return *size > 0 && out[-1] != '.';
}

/// `007` and `.5` are numbers to people, not to JSON.
bool parse_plain(const char* at, const char* end, Decimal* value) {
  const bool negative = at < end && *at == '-';
  at += negative;
  uint64_t small = 0;
  int digits = 0;
  int32_t scale = 0;
  bool fraction = false;
  const char* first = at;
  for (; at < end; ++at) {
    if (*at == '.') {
      if (fraction) return false;
      fraction = true;
    } else if (is_digit(*at)) {
      if (digits >= 18) break;
      small = small * 10 + static_cast<uint64_t>(*at - '0');
      digits += small != 0;
      scale += fraction;
    } else {
      return false;
    }
  }
  __int128 coefficient = small;
  for (; at < end; ++at) {
    if (*at == '.') {
      if (fraction) return false;
      fraction = true;
    } else if (is_digit(*at)) {
      if (!fits_34_digits(coefficient * 10)) return false;
      coefficient = coefficient * 10 + (*at - '0');
      scale += fraction;
    } else {
      return false;
    }
  }
  *value = {negative ? -coefficient : coefficient, scale};
  return at > first && scale <= largest_scale;
}

}  // namespace

TREATY_FN(any_text) {
  static constexpr char true_text[80] = "true";  // readable past their ends, as every text is
  static constexpr char false_text[80] = "false";
  const treaty_value& value = arguments[0];
  switch (value.kind) {
    case TREATY_TEXT:
      *result = value;
      return 0;
    case TREATY_NUMBER:
      set_text(result, value.as.text.data, value.as.text.size, TREATY_CLEAN);
      return 0;
    case TREATY_JSON:
      set_text(result, value.as.text.data, value.as.text.size);
      return 0;
    case TREATY_BOOLEAN:
      set_text(result, value.as.integer != 0 ? true_text : false_text, value.as.integer != 0 ? 4 : 5, TREATY_CLEAN);
      return 0;
    case TREATY_DECIMAL:
      return give_payload_text(context, result, &value, TREATY_ENCODE_DECIMAL);
    case TREATY_DATE:
      return give_payload_text(context, result, &value, TREATY_ENCODE_DATE);
    case TREATY_TIMESTAMP:
      return give_payload_text(context, result, &value, TREATY_ENCODE_TIMESTAMP);
    case TREATY_LIST:
      return treaty_errors::wrong_format;
    default:
      return give_integer_text(context, result, value.as.integer);
  }
}

TREATY_FN(any_decimal) {
  const treaty_value& value = arguments[0];
  if (value.kind == TREATY_DECIMAL || value.kind == TREATY_INTEGER) {
    const Decimal same = decimal_of(value);
    set_decimal(result, same.coefficient, same.scale);
    return 0;
  }
  if (!is_text(value)) return treaty_errors::wrong_format;
  const char* begin = nullptr;
  const char* end = nullptr;
  bounds(value, &begin, &end);
  Decimal number;
  if (value.kind == TREATY_NUMBER) {
    if (!treaty_record::as_decimal(&value, &number.coefficient, &number.scale)) return treaty_errors::out_of_range;
    set_decimal(result, number.coefficient, number.scale);
    return 0;
  }
  // The usual case, a point and no groups, is read where it stands.
  const bool usual = arguments[1].as.text.size == 0 && equals(arguments[2], ".", 1);
  if (usual && begin < end && *begin != '+') {
    if (end[-1] == '.' || !parse_plain(begin, end, &number)) return treaty_errors::wrong_format;
    set_decimal(result, number.coefficient, number.scale);
    return 0;
  }
  char plain[128];
  uint64_t size = 0;
  if (end - begin > 120 || !plain_number(begin, end, arguments[1], arguments[2], plain, &size) ||
      !parse_plain(plain, plain + size, &number)) {
    return treaty_errors::wrong_format;
  }
  set_decimal(result, number.coefficient, number.scale);
  return 0;
}

TREATY_FN(integer_decimal) {
  set_decimal(result, arguments[0].as.integer, 0);
  return 0;
}

TREATY_FN(any_integer) {
  const treaty_value& value = arguments[0];
  if (value.kind == TREATY_INTEGER) {
    *result = value;
    return 0;
  }
  Decimal number;
  if (value.kind == TREATY_DECIMAL) {
    number = decimal_of(value);
  } else if (value.kind == TREATY_NUMBER) {
    if (!treaty_record::as_decimal(&value, &number.coefficient, &number.scale)) return treaty_errors::out_of_range;
  } else if (is_text(value)) {
    const char* begin = nullptr;
    const char* end = nullptr;
    bounds(value, &begin, &end);
    begin += begin < end && *begin == '+' && end - begin > 1 && is_digit(begin[1]);
    if (begin == end || end[-1] == '.' || !parse_plain(begin, end, &number)) return treaty_errors::wrong_format;
  } else {
    return treaty_errors::wrong_format;
  }
  const Decimal exact = number;
  if (!rescale(&number, 0, Rounding::down)) return treaty_errors::out_of_range;
  if (compare(exact, number) != 0) return treaty_errors::wrong_format;
  if (number.coefficient > INT64_MAX || number.coefficient < INT64_MIN) return treaty_errors::out_of_range;
  set_integer(result, TREATY_INTEGER, static_cast<int64_t>(number.coefficient));
  return 0;
}

TREATY_FN(any_boolean) {
  const treaty_value& value = arguments[0];
  if (value.kind == TREATY_BOOLEAN) {
    *result = value;
    return 0;
  }
  static constexpr struct {
    const char* word;
    uint64_t size;
    bool meaning;
  } words[] = {{"true", 4, true},   {"yes", 3, true}, {"y", 1, true},  {"on", 2, true},   {"1", 1, true},
               {"false", 5, false}, {"no", 2, false}, {"n", 1, false}, {"off", 3, false}, {"0", 1, false}};
  if (value.kind == TREATY_INTEGER && (value.as.integer == 0 || value.as.integer == 1)) {
    set_boolean(result, value.as.integer == 1);
    return 0;
  }
  if (!is_text(value)) return treaty_errors::wrong_format;
  const char* begin = nullptr;
  const char* end = nullptr;
  bounds(value, &begin, &end);
  for (const auto& word : words) {
    if (static_cast<uint64_t>(end - begin) != word.size) continue;
    bool same = true;
    for (uint64_t i = 0; i < word.size; ++i) same = same && (begin[i] | 0x20) == (word.word[i] | 0x20);
    if (same) {
      set_boolean(result, word.meaning);
      return 0;
    }
  }
  return treaty_errors::wrong_format;
}
