/* What the functions of the library are written with. No containers, no exceptions, no state: most of these files
 * become bitcode. */
#pragma once

#include <stdint.h>
#include <string.h>

#include "stdlib/errors.h"
#include "stdlib/record/internal.h"

#define TREATY_FN(name)                                                                        \
  extern "C" treaty_error name([[maybe_unused]] treaty_context* context, treaty_value* result, \
                               const treaty_value* arguments)

namespace treaty_stdlib {

using treaty_record::allocate;
using treaty_record::is_digit;
using treaty_record::set_decimal;
using treaty_record::set_integer;
using treaty_record::set_state;

inline void set_text(treaty_value* result, const char* data, uint64_t size, uint16_t flags = 0) {
  treaty_record::set_text(result, TREATY_TEXT, data, size, flags);
}
inline void set_boolean(treaty_value* result, bool value) { set_integer(result, TREATY_BOOLEAN, value); }

/// The white space that people type: ASCII's, the no-break space and those of Unicode's general punctuation. The
/// number of bytes of the one that begins at `at`, else 0.
inline uint32_t space_at(const char* at, const char* end) {
  const auto c = static_cast<unsigned char>(*at);
  if (c == ' ' || (c >= 9 && c <= 13)) return 1;
  if (c < 0xC2) return 0;
  if (c == 0xC2) return end - at >= 2 && static_cast<unsigned char>(at[1]) == 0xA0 ? 2 : 0;
  if (end - at < 3 || (c != 0xE2 && c != 0xE3)) return 0;
  const auto d = static_cast<unsigned char>(at[1]);
  const auto e = static_cast<unsigned char>(at[2]);
  if (c == 0xE3) return d == 0x80 && e == 0x80 ? 3 : 0;
  return d == 0x80 && ((e >= 0x80 && e <= 0x8A) || e == 0xA8 || e == 0xA9 || e == 0xAF) ? 3 : 0;
}

/// The number of bytes of the character that begins with `lead`; 1 for what begins none.
inline uint32_t character_size(char lead) {
  const auto c = static_cast<unsigned char>(lead);
  return c < 0xC0 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

inline bool equals(const treaty_value& text, const char* other, uint64_t size) {
  return text.as.text.size == size && memcmp(text.as.text.data, other, size) == 0;
}

/// The part of a text, as a slice of it.
inline void slice_of(treaty_value* result, const treaty_value& text, const char* begin, const char* end) {
  set_text(result, begin, static_cast<uint64_t>(end - begin), text.flags);
}

/// A text being written: room for what was asked for at first, then more.
struct Builder {
  treaty_context* context;
  char* data = nullptr;
  uint64_t size = 0;
  uint64_t room = 0;

  bool reserve(uint64_t more) {
    if (size + more <= room) return true;
    const uint64_t wanted = (size + more) * 2 + 32;
    char* larger = allocate(context, wanted);
    if (larger == nullptr) return false;
    if (size > 0) memcpy(larger, data, size);
    data = larger;
    room = wanted;
    return true;
  }
  bool add(const char* from, uint64_t count) {
    if (!reserve(count)) return false;
    if (count > 0) memcpy(data + size, from, count);
    size += count;
    return true;
  }
  bool add(char c) { return add(&c, 1); }
};

}  // namespace treaty_stdlib
