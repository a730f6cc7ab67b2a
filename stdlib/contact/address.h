/* Where the host stands in an address, and what a host may be made of. Shared by e-mail, domain and url_host. */
#pragma once

#include "stdlib/function.h"

namespace treaty_stdlib {

/// The text without white space at both ends.
inline void trim_both(const char** begin, const char** end) {
  while (*begin < *end) {
    const uint32_t width = space_at(*begin, *end);
    if (width == 0) break;
    *begin += width;
  }
  while (*end > *begin && (end[0][-1] == ' ' || (end[0][-1] >= 9 && end[0][-1] <= 13))) --*end;
}

/// The host within `https://user@host:80/path`, `//host`, `ana@host`, or a bare one.
inline void find_host(const char** begin, const char** end) {
  trim_both(begin, end);
  const char* at = *begin;
  for (const char* c = at; c + 1 < *end; ++c) {
    if (c[0] == '/' && c[1] == '/' && (c == at || c[-1] == ':')) {
      at = c + 2;
      break;
    }
    if (c[0] == '/' || c[0] == '?' || c[0] == '#') break;
  }
  const char* stop = at;
  while (stop < *end && *stop != '/' && *stop != '?' && *stop != '#' && *stop != '\\') ++stop;
  for (const char* c = at; c < stop; ++c) {
    if (*c == '@') at = c + 1;
  }
  const char* port = stop;
  while (port > at && is_digit(port[-1])) --port;
  if (port > at && port[-1] == ':') stop = port - 1;
  if (stop > at && stop[-1] == '.') --stop;
  *begin = at;
  *end = stop;
}

/// Labels of letters, digits and hyphens, parted by points; the last one is no number. Letters beyond ASCII may be
/// anything.
inline bool is_host(const char* begin, const char* end) {
  if (begin == end || end - begin > 253) return false;
  const char* label = begin;
  bool letter = false;
  for (const char* at = begin;; ++at) {
    if (at == end || *at == '.') {
      if (at == label || at - label > 63 || *label == '-' || at[-1] == '-') return false;
      if (at == end) return letter;
      label = at + 1;
      letter = false;
    } else if (static_cast<unsigned char>((*at | 0x20) - 'a') < 26 || static_cast<signed char>(*at) < 0) {
      letter = true;
    } else if (!is_digit(*at) && *at != '-' && *at != '_') {
      return false;
    }
  }
}

}  // namespace treaty_stdlib
