/* What the files of this folder share: room in the arena and in the payload, and a look at 16 bytes at a time. */
#pragma once

#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <immintrin.h>
#endif

#include "stdlib/errors.h"
#include "stdlib/record/record.h"

namespace treaty_record {

inline char* allocate(treaty_context* context, uint64_t size) {
  auto at = (reinterpret_cast<uintptr_t>(context->arena) + 15) & ~uintptr_t{15};
  auto end = reinterpret_cast<uintptr_t>(context->arena_end);
  if (context->arena == nullptr || at > end || end - at < size + 64) [[unlikely]] {
    return treaty_allocate_slow(context, size);
  }
  context->arena = reinterpret_cast<char*>(at + size);
  return reinterpret_cast<char*>(at);
}

/// Room for `size` bytes and 64 more, so that copies may run over.
inline bool has_room(treaty_context* context, uint64_t size) {
  if (static_cast<uint64_t>(context->out_end - context->out) >= size + 64) [[likely]]
    return true;
  return treaty_reserve_out(context, size + 64) == 0;
}

/// Copies `size` bytes where both sides have 64 to spare.
inline void copy_short(char* to, const char* from, uint64_t size) {
  if (size > 64) [[unlikely]] {
    memcpy(to, from, size);
    return;
  }
  memcpy(to, from, 16);
  if (size <= 16) [[likely]]
    return;
  memcpy(to + 16, from + 16, 16);
  if (size <= 32) return;
  memcpy(to + 32, from + 32, 32);
}

/// Bit i is set where byte i of the 16 is `a` or `b`.
inline uint32_t mask_of_either(const char* at, char a, char b) {
#if defined(__SSE2__)
  __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  __m128i hits = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(a)), _mm_cmpeq_epi8(bytes, _mm_set1_epi8(b)));
  return static_cast<uint32_t>(_mm_movemask_epi8(hits));
#else
  uint32_t mask = 0;
  for (int i = 0; i < 16; ++i) mask |= static_cast<uint32_t>(at[i] == a || at[i] == b) << i;
  return mask;
#endif
}

/// Bit i is set where byte i of the 16 must be escaped in JSON.
inline uint32_t mask_of_escapes(const char* at) {
#if defined(__SSE2__)
  __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  __m128i control = _mm_cmpeq_epi8(_mm_max_epu8(bytes, _mm_set1_epi8(0x20)), _mm_set1_epi8(0x20));
  control = _mm_andnot_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x20)), control);
  __m128i marks = _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));
  return static_cast<uint32_t>(_mm_movemask_epi8(_mm_or_si128(control, marks)));
#else
  uint32_t mask = 0;
  for (int i = 0; i < 16; ++i) {
    auto byte = static_cast<unsigned char>(at[i]);
    mask |= static_cast<uint32_t>(byte < 0x20 || byte == '"' || byte == '\\') << i;
  }
  return mask;
#endif
}

/// The first `a` or `b` in [at, end), else `end`. Reads up to 15 bytes past `end`.
inline const char* find_either(const char* at, const char* end, char a, char b) {
  for (; at < end; at += 16) {
    if (uint32_t mask = mask_of_either(at, a, b); mask != 0) {
      const char* hit = at + __builtin_ctz(mask);
      return hit < end ? hit : end;
    }
  }
  return end;
}

inline bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }
inline bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

inline void set_state(treaty_value* result, uint32_t kind, treaty_state state) {
  *result = treaty_value{};
  result->kind = static_cast<uint8_t>(kind);
  result->state = static_cast<uint8_t>(state);
}
inline void set_text(treaty_value* result, uint32_t kind, const char* data, uint64_t size, uint16_t flags) {
  *result = treaty_value{};
  result->kind = static_cast<uint8_t>(kind);
  result->as.text.data = data;
  result->as.text.size = size;
  result->flags = flags;
}
inline void set_integer(treaty_value* result, uint32_t kind, int64_t integer) {
  *result = treaty_value{};
  result->kind = static_cast<uint8_t>(kind);
  result->as.integer = integer;
}
inline void set_decimal(treaty_value* result, __int128 coefficient, int32_t scale) {
  *result = treaty_value{};
  result->kind = TREATY_DECIMAL;
  result->as.coefficient = coefficient;
  result->scale = scale;
}

/// Missing and null are the same for every kind: true when that is what the token says.
inline bool absent(treaty_value* result, uint32_t kind, const char* begin, const char* end) {
  if (begin == nullptr) {
    set_state(result, kind, TREATY_MISSING);
    return true;
  }
  if (end - begin == 4 && memcmp(begin, "null", 4) == 0) {
    set_state(result, kind, TREATY_NULL);
    return true;
  }
  return false;
}

/// The token as the value a rejected record shows; the error to return.
treaty_error mismatch(treaty_context* context, treaty_value* result, const char* begin, const char* end);

/// The string between the quotes [begin, end), unescaped. 0, `source_mismatch` (an unknown escape) or `too_large`.
treaty_error unescape(treaty_context* context, treaty_value* result, const char* begin, const char* end);

bool parse_integer(const char* begin, const char* end, int64_t* integer);
bool parse_decimal(const char* begin, const char* end, __int128* coefficient, int32_t* scale);
bool is_number(const char* begin, const char* end);
bool parse_date(const char* at, const char* end, int64_t* days);
/// Microseconds; `zoned` says whether the text gave an offset; without one it is the local time's.
bool parse_timestamp(const char* at, const char* end, int64_t* microseconds, bool* zoned);

/// An instant from a text like 2024-03-02T10:00:00, which is read in `zone` where it says none (NULL: then it must).
treaty_error read_timestamp(treaty_context* context, const char* begin, const char* end, const char* zone,
                            uint64_t zone_size, int64_t* microseconds);

/// 10^n, n at most 38.
__int128 power_of_ten(int n);
constexpr __int128 limit_of_34_digits =
    static_cast<__int128>(100'000'000'000'000'000) * 100'000'000'000'000'000;  // 10^34
/// A number of any kind as a decimal; false where it is none or too long.
bool as_decimal(const treaty_value* value, __int128* coefficient, int32_t* scale);

/// After the value that begins at `at`; nullptr where none does.
const char* skip_value(const char* at, const char* end);

/// Goes through the items of an object or array; `at` behind the bracket at first.
struct Items {
  const char* at;
  const char* end;
  bool first = true;
  bool broken = false;
  const char *key_begin = nullptr, *key_end = nullptr;
  const char *begin = nullptr, *item_end = nullptr;

  bool next(bool keyed);
};

/// Days since 1970-01-01 of a day of the Gregorian calendar, and back.
int64_t days_of(int64_t year, int month, int day);
void civil_of(int64_t days, int64_t* year, int* month, int* day);

}  // namespace treaty_record
