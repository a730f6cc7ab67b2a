/* Looks at 16 bytes at a time. Texts are readable, and what is allocated writable, 64 bytes past the end. */
#pragma once

#include "stdlib/function.h"

namespace treaty_stdlib {

typedef uint8_t Bytes16 __attribute__((vector_size(16)));

inline Bytes16 bytes_at(const char* at) {
  Bytes16 bytes;
  memcpy(&bytes, at, 16);
  return bytes;
}

/// All ones in the lanes that lie before the end.
inline Bytes16 lanes_before(uint64_t left) {
  const Bytes16 position = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  const auto limit = static_cast<uint8_t>(left < 16 ? left : 16);
  return reinterpret_cast<Bytes16>(position < limit);
}

struct Letters {
  bool beyond_ascii;
  bool upper;
  bool lower;
};

/// Which letters a text has. One pass without branches on the bytes.
inline Letters letters_of_text(const char* at, uint64_t size) {
  Bytes16 seen = {};
  for (uint64_t i = 0; i < size; i += 16) {
    const Bytes16 bytes = bytes_at(at + i);
    const Bytes16 upper = reinterpret_cast<Bytes16>((bytes - 'A') < 26);
    const Bytes16 lower = reinterpret_cast<Bytes16>((bytes - 'a') < 26);
    seen |= ((bytes & 0x80) | (upper & 1) | (lower & 2)) & lanes_before(size - i);
  }
  const uint8_t all = __builtin_reduce_or(seen);
  return {(all & 0x80) != 0, (all & 1) != 0, (all & 2) != 0};
}

/// Copies with the letters of one case turned into the other: `first` is `A` or `a`.
inline void copy_turned(char* to, const char* from, uint64_t size, uint8_t first) {
  for (uint64_t i = 0; i < size; i += 16) {
    const Bytes16 bytes = bytes_at(from + i);
    const Bytes16 turned = bytes ^ (reinterpret_cast<Bytes16>((bytes - first) < 26) & 0x20);
    memcpy(to + i, &turned, 16);
  }
}

/// Bit i is set where white space may begin at byte i: ASCII's, or the lead byte of a wider one.
inline uint32_t mask_of_spaces(const char* at) {
  const Bytes16 bytes = bytes_at(at);
#if defined(__SSE2__)
  const Bytes16 hits = reinterpret_cast<Bytes16>(bytes == ' ') | reinterpret_cast<Bytes16>((bytes - 9) < 5) |
                       reinterpret_cast<Bytes16>(bytes == 0xC2) | reinterpret_cast<Bytes16>((bytes & 0xFE) == 0xE2);
  return static_cast<uint32_t>(_mm_movemask_epi8(reinterpret_cast<__m128i>(hits)));
#else
  uint32_t mask = 0;
  for (int i = 0; i < 16; ++i) {
    mask |=
        static_cast<uint32_t>(bytes[i] == ' ' || bytes[i] - 9U < 5 || bytes[i] == 0xC2 || (bytes[i] & 0xFE) == 0xE2)
        << i;
  }
  return mask;
#endif
}

/// The first white space in [at, end), else `end`.
inline const char* find_space(const char* at, const char* end) {
  while (at < end) {
    uint32_t mask = mask_of_spaces(at);
    for (; mask != 0; mask &= mask - 1) {
      const char* hit = at + __builtin_ctz(mask);
      if (hit >= end) return end;
      if (space_at(hit, end) > 0) return hit;
    }
    at += 16;
  }
  return end;
}

}  // namespace treaty_stdlib
