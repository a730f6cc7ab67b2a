// Upper and lower case. ASCII is done here; what lies beyond goes to the host's Unicode tables.
#include "stdlib/function.h"
#include "stdlib/host/unicode.h"

using namespace treaty_stdlib;

namespace {

bool is_ascii(const char* at, uint64_t size) {
  uint64_t i = 0;
  for (; i + 8 <= size; i += 8) {
    uint64_t word;
    memcpy(&word, at + i, 8);
    if ((word & 0x8080808080808080ULL) != 0) return false;
  }
  for (; i < size; ++i) {
    if (static_cast<signed char>(at[i]) < 0) return false;
  }
  return true;
}

char upper_ascii(char c) { return static_cast<unsigned char>(c - 'a') < 26 ? static_cast<char>(c - 32) : c; }
char lower_ascii(char c) { return static_cast<unsigned char>(c - 'A') < 26 ? static_cast<char>(c + 32) : c; }

/// One character in upper case at the text's or a word's beginning; what follows is copied as it is.
bool add_capital(Builder& out, const char*& at, const char* end) {
  if (static_cast<signed char>(*at) >= 0) {
    return out.add(upper_ascii(*at++));
  }
  const uint32_t width = character_size(*at);
  const uint64_t left = static_cast<uint64_t>(end - at);
  char capital[16];
  const uint32_t size = treaty_unicode_capital(at, width < left ? width : left, capital);
  at += width < left ? width : left;
  return out.add(capital, size);
}

}  // namespace

TREATY_FN(text_lower) {
  const treaty_value& text = arguments[0];
  const uint64_t size = text.as.text.size;
  if (!is_ascii(text.as.text.data, size)) return treaty_unicode_map(context, result, &text, TREATY_UNICODE_LOWER);
  char* out = allocate(context, size);
  if (out == nullptr) return treaty_errors::too_large;
  for (uint64_t i = 0; i < size; ++i) out[i] = lower_ascii(text.as.text.data[i]);
  set_text(result, out, size, text.flags);
  return 0;
}

TREATY_FN(text_upper) {
  const treaty_value& text = arguments[0];
  const uint64_t size = text.as.text.size;
  if (!is_ascii(text.as.text.data, size)) return treaty_unicode_map(context, result, &text, TREATY_UNICODE_UPPER);
  char* out = allocate(context, size);
  if (out == nullptr) return treaty_errors::too_large;
  for (uint64_t i = 0; i < size; ++i) out[i] = upper_ascii(text.as.text.data[i]);
  set_text(result, out, size, text.flags);
  return 0;
}

TREATY_FN(text_title_case) { return treaty_unicode_map(context, result, &arguments[0], TREATY_UNICODE_TITLE); }
TREATY_FN(text_strip_accents) { return treaty_unicode_map(context, result, &arguments[0], TREATY_UNICODE_PLAIN); }

TREATY_FN(text_capitalize) {
  const treaty_value& text = arguments[0];
  if (text.as.text.size == 0) {
    *result = text;
    return 0;
  }
  Builder out{context};
  const char* at = text.as.text.data;
  const char* end = at + text.as.text.size;
  if (!out.reserve(text.as.text.size + 16) || !add_capital(out, at, end) || !out.add(at, static_cast<uint64_t>(end - at))) {
    return treaty_errors::too_large;
  }
  set_text(result, out.data, out.size, text.flags);
  return 0;
}

TREATY_FN(text_capitalize_words) {
  const treaty_value& text = arguments[0];
  Builder out{context};
  const char* at = text.as.text.data;
  const char* end = at + text.as.text.size;
  if (!out.reserve(text.as.text.size + 16)) return treaty_errors::too_large;
  bool begins = true;
  const char* run = at;
  while (at < end) {
    const uint32_t width = space_at(at, end);
    if (width == 0 && begins) {
      if (!out.add(run, static_cast<uint64_t>(at - run)) || !add_capital(out, at, end)) return treaty_errors::too_large;
      run = at;
      begins = false;
    } else {
      begins = width > 0;
      at += width > 0 ? width : character_size(*at);
    }
  }
  at = at < end ? at : end;
  if (!out.add(run, static_cast<uint64_t>(at - run))) return treaty_errors::too_large;
  set_text(result, out.data, out.size, text.flags);
  return 0;
}

TREATY_FN(text_initials) {
  Builder out{context};
  const char* at = arguments[0].as.text.data;
  const char* end = at + arguments[0].as.text.size;
  bool begins = true;
  while (at < end) {
    const uint32_t width = space_at(at, end);
    if (width == 0 && begins) {
      if (!add_capital(out, at, end)) return treaty_errors::too_large;
      begins = false;
    } else {
      begins = width > 0;
      at += width > 0 ? width : character_size(*at);
    }
  }
  set_text(result, out.data, out.size);
  return 0;
}
