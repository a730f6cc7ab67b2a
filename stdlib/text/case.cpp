// Upper and lower case. ASCII is done here; what lies beyond goes to the host's Unicode tables.
#include "stdlib/host/unicode.h"
#include "stdlib/text/look.h"

using namespace treaty_stdlib;

namespace {

char upper_ascii(char c) { return static_cast<unsigned char>(c - 'a') < 26 ? static_cast<char>(c - 32) : c; }

/// One character in upper case at the text's or a word's beginning; what follows is copied as it is.
bool add_capital(Builder& out, const char*& at, const char* end) {
  if (static_cast<signed char>(*at) >= 0) {
    return out.add(upper_ascii(*at++));
  }
  const uint32_t width = character_size(*at);
  const uint64_t left = static_cast<uint64_t>(end - at);
  const auto lead = static_cast<unsigned char>(at[0]);
  if (lead == 0xC3 && left >= 2) {  // à to þ, as Western names have them
    const auto follow = static_cast<unsigned char>(at[1]);
    const bool small = follow >= 0xA0 && follow <= 0xBE && follow != 0xB7;
    if (small || follow < 0xA0) {
      const char capital[2] = {at[0], static_cast<char>(small ? follow - 0x20 : follow)};
      at += 2;
      return out.add(capital, 2);
    }
  }
  char capital[16];
  const uint32_t size = treaty_unicode_capital(at, width < left ? width : left, capital);
  at += width < left ? width : left;
  return out.add(capital, size);
}

}  // namespace

TREATY_FN(text_lower) {
  const treaty_value& text = arguments[0];
  const uint64_t size = text.as.text.size;
  const Letters letters = letters_of_text(text.as.text.data, size);
  if (letters.beyond_ascii) return treaty_unicode_map(context, result, &text, TREATY_UNICODE_LOWER);
  if (!letters.upper) {
    *result = text;
    return 0;
  }
  char* out = allocate(context, size);
  if (out == nullptr) return treaty_errors::too_large;
  copy_turned(out, text.as.text.data, size, 'A');
  set_text(result, out, size, text.flags);
  return 0;
}

TREATY_FN(text_upper) {
  const treaty_value& text = arguments[0];
  const uint64_t size = text.as.text.size;
  const Letters letters = letters_of_text(text.as.text.data, size);
  if (letters.beyond_ascii) return treaty_unicode_map(context, result, &text, TREATY_UNICODE_UPPER);
  if (!letters.lower) {
    *result = text;
    return 0;
  }
  char* out = allocate(context, size);
  if (out == nullptr) return treaty_errors::too_large;
  copy_turned(out, text.as.text.data, size, 'a');
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
  if (!out.reserve(text.as.text.size + 16) || !add_capital(out, at, end) ||
      !out.add(at, static_cast<uint64_t>(end - at))) {
    return treaty_errors::too_large;
  }
  set_text(result, out.data, out.size, text.flags);
  return 0;
}

TREATY_FN(text_capitalize_words) {
  const treaty_value& text = arguments[0];
  const char* at = text.as.text.data;
  const char* end = at + text.as.text.size;
  Builder out{context};
  const char* run = at;  // what is not yet copied
  while (at < end) {
    while (at < end) {
      const uint32_t width = space_at(at, end);
      if (width == 0) break;
      at += width;
    }
    if (at >= end) break;
    // A capital, a digit or a mark stays as it is: names that are right already are not copied.
    const char c = *at;
    if (static_cast<signed char>(c) < 0 || upper_ascii(c) != c) {
      if (out.room == 0 && !out.reserve(text.as.text.size + 16)) return treaty_errors::too_large;
      if (!out.add(run, static_cast<uint64_t>(at - run)) || !add_capital(out, at, end))
        return treaty_errors::too_large;
      run = at;
    }
    at = find_space(at, end);
  }
  if (out.room == 0) {
    *result = text;
    return 0;
  }
  if (!out.add(run, static_cast<uint64_t>(end - run))) return treaty_errors::too_large;
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
