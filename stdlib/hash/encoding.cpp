// Base64, hexadecimal, percent-encoding and JSON strings. What is decoded must be text again: bytes that are no UTF-8
// are refused.
#include "stdlib/function.h"

using namespace treaty_stdlib;

namespace {

constexpr char base64_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr char upper_hex[] = "0123456789ABCDEF";
constexpr char lower_hex[] = "0123456789abcdef";

/// Both alphabets: `+/` and, for addresses, `-_`.
int base64_value(char c) {
  if (static_cast<unsigned char>(c - 'A') < 26) return c - 'A';
  if (static_cast<unsigned char>(c - 'a') < 26) return c - 'a' + 26;
  if (is_digit(c)) return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  return c == '/' || c == '_' ? 63 : -1;
}

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool is_utf8(const char* text, uint64_t size) {
  const auto* at = reinterpret_cast<const unsigned char*>(text);
  const auto* end = at + size;
  while (at < end) {
    const unsigned char lead = *at++;
    if (lead < 0x80) continue;
    const int more = lead < 0xC2 ? -1 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : lead < 0xF5 ? 3 : -1;
    if (more < 0 || end - at < more) return false;
    const unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (*at < low || *at > high) return false;
    ++at;
    for (int i = 1; i < more; ++i, ++at) {
      if ((*at & 0xC0) != 0x80) return false;
    }
  }
  return true;
}

treaty_error give_decoded(treaty_value* result, const char* data, uint64_t size) {
  if (!is_utf8(data, size)) return treaty_errors::wrong_format;
  set_text(result, data, size);
  return 0;
}

}  // namespace

TREATY_FN(hash_base64_encode) {
  const auto* at = reinterpret_cast<const unsigned char*>(arguments[0].as.text.data);
  const uint64_t size = arguments[0].as.text.size;
  char* out = allocate(context, (size + 2) / 3 * 4);
  if (out == nullptr) return treaty_errors::too_large;
  char* to = out;
  for (uint64_t i = 0; i < size; i += 3) {
    const uint64_t left = size - i;
    const uint32_t group = static_cast<uint32_t>(at[i] << 16) | static_cast<uint32_t>(left > 1 ? at[i + 1] << 8 : 0) |
                           static_cast<uint32_t>(left > 2 ? at[i + 2] : 0);
    *to++ = base64_digits[group >> 18];
    *to++ = base64_digits[(group >> 12) & 63];
    *to++ = left > 1 ? base64_digits[(group >> 6) & 63] : '=';
    *to++ = left > 2 ? base64_digits[group & 63] : '=';
  }
  set_text(result, out, static_cast<uint64_t>(to - out), TREATY_CLEAN);
  return 0;
}

TREATY_FN(hash_base64_decode) {
  const char* at = arguments[0].as.text.data;
  const char* end = at + arguments[0].as.text.size;
  while (end > at && end[-1] == '=') --end;
  if (arguments[0].as.text.data + arguments[0].as.text.size - end > 2 || (end - at) % 4 == 1)
    return treaty_errors::wrong_format;
  char* out = allocate(context, static_cast<uint64_t>(end - at) * 3 / 4 + 3);
  if (out == nullptr) return treaty_errors::too_large;
  char* to = out;
  uint32_t bits = 0;
  uint32_t count = 0;
  for (; at < end; ++at) {
    const int value = base64_value(*at);
    if (value < 0) return treaty_errors::wrong_format;
    bits = (bits << 6) | static_cast<uint32_t>(value);
    count += 6;
    if (count >= 8) {
      count -= 8;
      *to++ = static_cast<char>(bits >> count);
    }
  }
  if ((bits & ((1U << count) - 1)) != 0) return treaty_errors::wrong_format;
  return give_decoded(result, out, static_cast<uint64_t>(to - out));
}

TREATY_FN(hash_hex_encode) {
  const uint64_t size = arguments[0].as.text.size;
  char* out = allocate(context, size * 2);
  if (out == nullptr) return treaty_errors::too_large;
  for (uint64_t i = 0; i < size; ++i) {
    const auto byte = static_cast<unsigned char>(arguments[0].as.text.data[i]);
    out[i * 2] = lower_hex[byte >> 4];
    out[i * 2 + 1] = lower_hex[byte & 15];
  }
  set_text(result, out, size * 2, TREATY_CLEAN);
  return 0;
}

TREATY_FN(hash_hex_decode) {
  const uint64_t size = arguments[0].as.text.size;
  if (size % 2 != 0) return treaty_errors::wrong_format;
  char* out = allocate(context, size / 2);
  if (out == nullptr) return treaty_errors::too_large;
  for (uint64_t i = 0; i < size; i += 2) {
    const int high = hex_value(arguments[0].as.text.data[i]);
    const int low = hex_value(arguments[0].as.text.data[i + 1]);
    if (high < 0 || low < 0) return treaty_errors::wrong_format;
    out[i / 2] = static_cast<char>(high * 16 + low);
  }
  return give_decoded(result, out, size / 2);
}

TREATY_FN(hash_url_encode) {
  const treaty_value& text = arguments[0];
  char* out = allocate(context, text.as.text.size * 3);
  if (out == nullptr) return treaty_errors::too_large;
  char* to = out;
  for (uint64_t i = 0; i < text.as.text.size; ++i) {
    const char c = text.as.text.data[i];
    const bool plain = static_cast<unsigned char>((c | 0x20) - 'a') < 26 || is_digit(c) || c == '-' || c == '.' ||
                       c == '_' || c == '~';
    if (plain) {
      *to++ = c;
    } else {
      *to++ = '%';
      *to++ = upper_hex[static_cast<unsigned char>(c) >> 4];
      *to++ = upper_hex[static_cast<unsigned char>(c) & 15];
    }
  }
  set_text(result, out, static_cast<uint64_t>(to - out), TREATY_CLEAN);
  return 0;
}

TREATY_FN(hash_url_decode) {
  const char* at = arguments[0].as.text.data;
  const char* end = at + arguments[0].as.text.size;
  if (treaty_record::find_either(at, end, '%', '%') == end) {
    *result = arguments[0];
    return 0;
  }
  char* out = allocate(context, static_cast<uint64_t>(end - at));
  if (out == nullptr) return treaty_errors::too_large;
  char* to = out;
  for (; at < end; ++at) {
    if (*at != '%') {
      *to++ = *at;
      continue;
    }
    const int high = end - at > 2 ? hex_value(at[1]) : -1;
    const int low = end - at > 2 ? hex_value(at[2]) : -1;
    if (high < 0 || low < 0) return treaty_errors::wrong_format;
    *to++ = static_cast<char>(high * 16 + low);
    at += 2;
  }
  return give_decoded(result, out, static_cast<uint64_t>(to - out));
}

TREATY_FN(text_json_text) {
  const char* at = arguments[0].as.text.data;
  const char* end = at + arguments[0].as.text.size;
  char* out = allocate(context, arguments[0].as.text.size * 6 + 2);
  if (out == nullptr) return treaty_errors::too_large;
  char* to = out;
  *to++ = '"';
  for (; at < end; ++at) {
    const auto c = static_cast<unsigned char>(*at);
    if (c == '"' || c == '\\') {
      *to++ = '\\';
      *to++ = *at;
    } else if (c >= 0x20) {
      *to++ = *at;
    } else {
      const char letter = c == '\n'   ? 'n'
                          : c == '\t' ? 't'
                          : c == '\r' ? 'r'
                          : c == '\b' ? 'b'
                          : c == '\f' ? 'f'
                                      : 'u';
      *to++ = '\\';
      *to++ = letter;
      if (letter == 'u') {
        *to++ = '0';
        *to++ = '0';
        *to++ = lower_hex[c >> 4];
        *to++ = lower_hex[c & 15];
      }
    }
  }
  *to++ = '"';
  set_text(result, out, static_cast<uint64_t>(to - out));
  return 0;
}
