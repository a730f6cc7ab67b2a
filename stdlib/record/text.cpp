#include "stdlib/record/internal.h"

using namespace treaty_record;

namespace {

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// The code unit of four hex digits, -1 where there are none.
int32_t code_unit(const char* at, const char* end) {
  if (end - at < 4) return -1;
  int32_t unit = 0;
  for (int i = 0; i < 4; ++i) {
    int digit = hex_digit(at[i]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

char* put_utf8(char* out, uint32_t point) {
  if (point < 0x80) {
    *out++ = static_cast<char>(point);
  } else if (point < 0x800) {
    *out++ = static_cast<char>(0xc0 | (point >> 6));
    *out++ = static_cast<char>(0x80 | (point & 0x3f));
  } else if (point < 0x10000) {
    *out++ = static_cast<char>(0xe0 | (point >> 12));
    *out++ = static_cast<char>(0x80 | ((point >> 6) & 0x3f));
    *out++ = static_cast<char>(0x80 | (point & 0x3f));
  } else {
    *out++ = static_cast<char>(0xf0 | (point >> 18));
    *out++ = static_cast<char>(0x80 | ((point >> 12) & 0x3f));
    *out++ = static_cast<char>(0x80 | ((point >> 6) & 0x3f));
    *out++ = static_cast<char>(0x80 | (point & 0x3f));
  }
  return out;
}

/// Reads the escape behind a backslash at `at`; moves both; false for an escape JSON does not know.
bool put_escape(const char*& at, const char* end, char*& out) {
  if (at == end) return false;
  switch (*at++) {
    case '"':
      *out++ = '"';
      return true;
    case '\\':
      *out++ = '\\';
      return true;
    case '/':
      *out++ = '/';
      return true;
    case 'b':
      *out++ = '\b';
      return true;
    case 'f':
      *out++ = '\f';
      return true;
    case 'n':
      *out++ = '\n';
      return true;
    case 'r':
      *out++ = '\r';
      return true;
    case 't':
      *out++ = '\t';
      return true;
    case 'u':
      break;
    default:
      return false;
  }
  int32_t unit = code_unit(at, end);
  if (unit < 0) return false;
  at += 4;
  uint32_t point = static_cast<uint32_t>(unit);
  if (unit >= 0xd800 && unit < 0xdc00 && end - at >= 6 && at[0] == '\\' && at[1] == 'u') {
    int32_t low = code_unit(at + 2, end);
    if (low >= 0xdc00 && low < 0xe000) {
      at += 6;
      point = 0x10000 + ((point - 0xd800) << 10) + static_cast<uint32_t>(low - 0xdc00);
    }
  }
  if (point >= 0xd800 && point < 0xe000) point = 0xfffd;  // half of a pair
  out = put_utf8(out, point);
  return true;
}

bool needs_escape(const char* at, const char* end) {
  for (; at < end; at += 16) {
    if (uint32_t mask = mask_of_escapes(at); mask != 0) return at + __builtin_ctz(mask) < end;
  }
  return false;
}

}  // namespace

treaty_error treaty_record::unescape(treaty_context* context, treaty_value* result, const char* begin,
                                     const char* end) {
  char* buffer =
      allocate(context, static_cast<uint64_t>(end - begin));  // an escape is never shorter than what it says
  if (buffer == nullptr) return treaty_errors::too_large;
  char* out = buffer;
  for (const char* at = begin; at < end;) {
    const char* stop = find_either(at, end, '\\', '\\');
    memcpy(out, at, static_cast<size_t>(stop - at));
    out += stop - at;
    at = stop;
    if (at == end) break;
    ++at;
    if (!put_escape(at, end, out)) return treaty_errors::source_mismatch;
  }
  memset(out, 0, 16);  // within the 64 bytes past the end; keeps what is read there the same from run to run
  set_text(result, TREATY_TEXT, buffer, static_cast<uint64_t>(out - buffer), 0);
  if (!needs_escape(buffer, out)) result->flags = TREATY_CLEAN;
  return 0;
}

extern "C" {

treaty_error treaty_load_text(treaty_context* context, treaty_value* result, const char* begin, const char* end) {
  if (begin == nullptr || *begin != '"') [[unlikely]] {
    return absent(result, TREATY_TEXT, begin, end) ? 0 : mismatch(context, result, begin, end);
  }
  if (end - begin < 2 || end[-1] != '"') return mismatch(context, result, begin, end);
  const char* inside = begin + 1;
  if (find_either(inside, end - 1, '\\', '\\') == end - 1) [[likely]] {
    set_text(result, TREATY_TEXT, inside, static_cast<uint64_t>(end - 1 - inside), TREATY_CLEAN);
    return 0;
  }
  treaty_error error = unescape(context, result, inside, end - 1);
  return error == treaty_errors::source_mismatch ? mismatch(context, result, begin, end) : error;
}

int treaty_key_is(const char* begin, const char* end, const char* name, uint64_t size) {
  if (end - begin < 2) return 0;
  const char *at = begin + 1, *name_end = name + size;
  end -= 1;
  while (at < end) {
    if (*at != '\\') {
      if (name == name_end || *name != *at) return 0;
      ++name, ++at;
      continue;
    }
    char spelled[4];
    char* out = spelled;
    if (!put_escape(++at, end, out)) return 0;
    auto length = out - spelled;
    if (name_end - name < length || memcmp(name, spelled, static_cast<size_t>(length)) != 0) return 0;
    name += length;
  }
  return name == name_end;
}

}  // extern "C"
