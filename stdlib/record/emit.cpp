#include "stdlib/record/internal.h"

using namespace treaty_record;

namespace {

uint64_t write_digits(char* to, uint64_t number) {
  char reversed[20];
  uint64_t length = 0;
  do {
    reversed[length++] = static_cast<char>('0' + number % 10);
    number /= 10;
  } while (number != 0);
  for (uint64_t i = 0; i < length; ++i) to[i] = reversed[length - 1 - i];
  return length;
}

void write_padded(char* to, int width, uint64_t number) {
  for (int i = width - 1; i >= 0; --i, number /= 10) to[i] = static_cast<char>('0' + number % 10);
}

uint64_t write_integer(char* to, int64_t integer) {
  if (integer >= 0) return write_digits(to, static_cast<uint64_t>(integer));
  *to = '-';
  return 1 + write_digits(to + 1, 0 - static_cast<uint64_t>(integer));
}

/// Divides in 32-bit limbs: no call into the compiler's own library for what is nearly always 64 bits.
uint64_t write_coefficient(char* to, unsigned __int128 number) {
  if (number <= UINT64_MAX) return write_digits(to, static_cast<uint64_t>(number));
  uint32_t limbs[4];
  for (uint32_t& limb : limbs) {
    limb = static_cast<uint32_t>(number);
    number >>= 32;
  }
  uint32_t groups[5] = {};  // of nine digits, lowest first
  for (uint32_t& group : groups) {
    uint64_t rest = 0;
    for (int i = 3; i >= 0; --i) {
      uint64_t part = (rest << 32) | limbs[i];
      limbs[i] = static_cast<uint32_t>(part / 1'000'000'000);
      rest = part % 1'000'000'000;
    }
    group = static_cast<uint32_t>(rest);
  }
  int top = 4;
  while (top > 0 && groups[top] == 0) --top;
  uint64_t length = write_digits(to, groups[top]);
  for (int i = top - 1; i >= 0; --i, length += 9) write_padded(to + length, 9, groups[i]);
  return length;
}

uint64_t write_decimal(char* to, __int128 coefficient, int32_t scale) {
  char* begin = to;
  auto magnitude = static_cast<unsigned __int128>(coefficient);
  if (coefficient < 0) {
    *to++ = '-';
    magnitude = 0 - magnitude;
  }
  char digits[48];
  uint64_t length = write_coefficient(digits, magnitude);
  auto places = static_cast<uint64_t>(scale < 0 ? 0 : scale > 34 ? 34 : scale);
  uint64_t whole = length > places ? length - places : 0;
  if (whole == 0) *to++ = '0';
  memcpy(to, digits, whole);
  to += whole;
  if (places != 0) {
    *to++ = '.';
    for (uint64_t i = length; i < places; ++i) *to++ = '0';
    memcpy(to, digits + whole, length - whole);
    to += length - whole;
  }
  return static_cast<uint64_t>(to - begin);
}

uint64_t write_date(char* to, int64_t days) {
  int64_t year = 0;
  int month = 0, day = 0;
  char* begin = to;
  civil_of(days, &year, &month, &day);
  if (year < 0) {
    *to++ = '-';
    year = -year;
  }
  if (year > 9999) {
    to += write_digits(to, static_cast<uint64_t>(year));
  } else {
    write_padded(to, 4, static_cast<uint64_t>(year));
    to += 4;
  }
  *to++ = '-';
  write_padded(to, 2, static_cast<uint64_t>(month));
  to[2] = '-';
  write_padded(to + 3, 2, static_cast<uint64_t>(day));
  return static_cast<uint64_t>(to + 5 - begin);
}

uint64_t write_timestamp(char* to, int64_t microseconds) {
  int64_t milliseconds = microseconds / 1000 - (microseconds % 1000 < 0);
  int64_t of_day = milliseconds % 86'400'000;
  if (of_day < 0) of_day += 86'400'000;
  uint64_t length = write_date(to, (milliseconds - of_day) / 86'400'000);
  char* at = to + length;
  auto part = static_cast<uint64_t>(of_day);
  at[0] = 'T';
  write_padded(at + 1, 2, part / 3'600'000);
  at[3] = ':';
  write_padded(at + 4, 2, part / 60'000 % 60);
  at[6] = ':';
  write_padded(at + 7, 2, part / 1000 % 60);
  at[9] = '.';
  write_padded(at + 10, 3, part % 1000);
  at[13] = 'Z';
  return length + 14;
}

/// One scalar that is no text, in at most 64 bytes; 0: no such scalar.
uint64_t write_scalar(char* to, const treaty_value* value) {
  switch (value->kind) {
    case TREATY_INTEGER:
      return write_integer(to, value->as.integer);
    case TREATY_DECIMAL:
      return write_decimal(to, value->as.coefficient, value->scale);
    case TREATY_BOOLEAN:
      memcpy(to, value->as.integer != 0 ? "true\0" : "false", 5);
      return value->as.integer != 0 ? 4 : 5;
    case TREATY_DATE:
      return write_date(to, value->as.integer);
    case TREATY_TIMESTAMP:
      return write_timestamp(to, value->as.integer);
    default:
      return 0;
  }
}

char* write_escape(char* out, char c) {
  static constexpr char hex[] = "0123456789abcdef";
  *out++ = '\\';
  switch (c) {
    case '"':
    case '\\':
      *out++ = c;
      break;
    case '\n':
      *out++ = 'n';
      break;
    case '\t':
      *out++ = 't';
      break;
    case '\r':
      *out++ = 'r';
      break;
    case '\b':
      *out++ = 'b';
      break;
    case '\f':
      *out++ = 'f';
      break;
    default:
      memcpy(out, "u00", 3);
      out[3] = hex[static_cast<unsigned char>(c) >> 4];
      out[4] = hex[c & 15];
      out += 5;
  }
  return out;
}

treaty_error emit_escaped(treaty_context* context, const char* at, uint64_t size) {
  if (!has_room(context, size)) return treaty_errors::too_large;
  const char* end = at + size;
  char* out = context->out;
  while (at < end) {
    memcpy(out, at, 16);
    uint32_t mask = mask_of_escapes(at);
    uint64_t clean = mask == 0 ? 16 : static_cast<uint64_t>(__builtin_ctz(mask));
    auto left = static_cast<uint64_t>(end - at);
    if (clean >= left) {
      out += left;
      break;
    }
    at += clean;
    out += clean;
    if (clean == 16) continue;
    out = write_escape(out, *at++);
    context->out = out;  // an escape is longer than its character: see that there is still room
    if (!has_room(context, static_cast<uint64_t>(end - at))) return treaty_errors::too_large;
    out = context->out;
  }
  context->out = out;
  return 0;
}

treaty_error emit_plain(treaty_context* context, const treaty_value* value) {
  switch (value->kind) {
    case TREATY_TEXT:
    case TREATY_NUMBER:
    case TREATY_JSON:
      if ((value->flags & TREATY_CLEAN) == 0) return emit_escaped(context, value->as.text.data, value->as.text.size);
      if (!has_room(context, value->as.text.size)) return treaty_errors::too_large;
      if (value->as.text.size == 0) return 0;
      copy_short(context->out, value->as.text.data, value->as.text.size);
      context->out += value->as.text.size;
      return 0;
    default:
      break;
  }
  if (!has_room(context, 0)) return treaty_errors::too_large;
  uint64_t length = write_scalar(context->out, value);
  context->out += length;
  return length == 0 ? treaty_errors::source_mismatch : 0;
}

}  // namespace

extern "C" {

treaty_error treaty_emit_raw(treaty_context* context, const char* data, uint64_t size) {
  if (!has_room(context, size)) return treaty_errors::too_large;
  memcpy(context->out, data, size);
  context->out += size;
  return 0;
}

treaty_error treaty_emit_text(treaty_context* context, const treaty_value* value) {
  return emit_plain(context, value);
}

treaty_error treaty_emit_integer(treaty_context* context, const treaty_value* value) {
  if (value->kind == TREATY_INTEGER) return emit_plain(context, value);
  treaty_value integer{};
  if (value->kind != TREATY_NUMBER) return treaty_errors::source_mismatch;
  const char* begin = value->as.text.data;
  if (!parse_integer(begin, begin + value->as.text.size, &integer.as.integer)) return treaty_errors::source_mismatch;
  integer.kind = TREATY_INTEGER;
  return emit_plain(context, &integer);
}

treaty_error treaty_emit_decimal(treaty_context* context, const treaty_value* value) {
  if (value->kind == TREATY_INTEGER || value->kind == TREATY_DECIMAL) return emit_plain(context, value);
  treaty_value decimal{};
  if (value->kind != TREATY_NUMBER || !as_decimal(value, &decimal.as.coefficient, &decimal.scale)) {
    return treaty_errors::source_mismatch;
  }
  decimal.kind = TREATY_DECIMAL;
  return emit_plain(context, &decimal);
}

treaty_error treaty_emit_boolean(treaty_context* context, const treaty_value* value) {
  return value->kind == TREATY_BOOLEAN ? emit_plain(context, value) : treaty_errors::source_mismatch;
}

treaty_error treaty_emit_date(treaty_context* context, const treaty_value* value) {
  return value->kind == TREATY_DATE ? emit_plain(context, value) : treaty_errors::source_mismatch;
}

treaty_error treaty_emit_timestamp(treaty_context* context, const treaty_value* value) {
  return value->kind == TREATY_TIMESTAMP ? emit_plain(context, value) : treaty_errors::source_mismatch;
}

treaty_error treaty_emit_options(treaty_context* context, const treaty_value* value) {
  if (value->kind == TREATY_JSON) return treaty_errors::source_mismatch;
  if (value->kind != TREATY_LIST) return emit_plain(context, value);
  for (uint64_t i = 0; i < value->as.list.size; ++i) {
    const treaty_value* item = &value->as.list.items[i];
    if (item->kind == TREATY_JSON) return treaty_errors::source_mismatch;
    if (i != 0) {
      if (treaty_error error = treaty_emit_raw(context, ";", 1); error != 0) return error;
    }
    if (treaty_error error = emit_plain(context, item); error != 0) return error;
  }
  return 0;
}

treaty_error treaty_emit_value(treaty_context* context, const treaty_value* value, uint32_t encoding) {
  switch (encoding) {
    case TREATY_ENCODE_INTEGER:
      return treaty_emit_integer(context, value);
    case TREATY_ENCODE_DECIMAL:
      return treaty_emit_decimal(context, value);
    case TREATY_ENCODE_BOOLEAN:
      return treaty_emit_boolean(context, value);
    case TREATY_ENCODE_DATE:
      return treaty_emit_date(context, value);
    case TREATY_ENCODE_TIMESTAMP:
      return treaty_emit_timestamp(context, value);
    case TREATY_ENCODE_OPTIONS:
      return treaty_emit_options(context, value);
    default:
      return treaty_emit_text(context, value);
  }
}

treaty_error treaty_as_key(treaty_context* context, treaty_value* result, const treaty_value* value) {
  if (value->state != TREATY_PRESENT) {
    set_state(result, TREATY_TEXT, static_cast<treaty_state>(value->state));
    return 0;
  }
  if (value->kind == TREATY_TEXT || value->kind == TREATY_NUMBER) {
    set_text(result, TREATY_TEXT, value->as.text.data, value->as.text.size, value->flags);
    if (value->as.text.size == 0) set_state(result, TREATY_TEXT, TREATY_NULL);
    return 0;
  }
  if (value->kind == TREATY_LIST) {
    auto* items = reinterpret_cast<treaty_value*>(allocate(context, value->as.list.size * sizeof(treaty_value) + 16));
    if (items == nullptr) return treaty_errors::too_large;
    uint64_t count = 0;
    for (uint64_t i = 0; i < value->as.list.size; ++i) {
      const treaty_value* item = &value->as.list.items[i];
      treaty_error error =
          item->kind == TREATY_LIST ? treaty_errors::source_mismatch : treaty_as_key(context, &items[count], item);
      if (error != 0) {
        *result = *value;
        return error;
      }
      if (items[count].state == TREATY_PRESENT) ++count;
    }
    *result = treaty_value{};
    result->kind = TREATY_LIST;
    result->as.list.items = items;
    result->as.list.size = count;
    return 0;
  }
  char* buffer = value->kind == TREATY_JSON ? nullptr : allocate(context, 64);
  if (buffer == nullptr) {
    *result = *value;
    return value->kind == TREATY_JSON ? treaty_errors::source_mismatch : treaty_errors::too_large;
  }
  uint64_t length = write_scalar(buffer, value);
  if (length == 0) {
    *result = *value;
    return treaty_errors::source_mismatch;
  }
  set_text(result, TREATY_TEXT, buffer, length, TREATY_CLEAN);
  return 0;
}

treaty_error treaty_element_key(treaty_context* context, treaty_value* result, const treaty_value* key,
                                uint64_t position) {
  uint64_t size = key->as.text.size;
  char* buffer = allocate(context, size + 24);
  if (buffer == nullptr) return treaty_errors::too_large;
  if (size != 0) memcpy(buffer, key->as.text.data, size);
  buffer[size] = '/';
  uint64_t length = size + 1 + write_digits(buffer + size + 1, position);
  set_text(result, TREATY_TEXT, buffer, length, key->flags);
  return 0;
}

}  // extern "C"
