// White space, and parts by it.
#include "stdlib/text/look.h"

using namespace treaty_stdlib;

namespace {

const char* skip_space(const char* at, const char* end) {
  while (at < end) {
    const uint32_t width = space_at(at, end);
    if (width == 0) break;
    at += width;
  }
  return at;
}

/// The end without the white space before it.
const char* drop_space(const char* begin, const char* end) {
  while (end > begin) {
    const auto last = static_cast<unsigned char>(end[-1]);
    if (last == ' ' || (last >= 9 && last <= 13)) {
      --end;
    } else if (last >= 0x80 && end - begin >= 2 && space_at(end - 2, end) == 2) {
      end -= 2;
    } else if (last >= 0x80 && end - begin >= 3 && space_at(end - 3, end) == 3) {
      end -= 3;
    } else {
      break;
    }
  }
  return end;
}

}  // namespace

TREATY_FN(text_trim) {
  const treaty_value& text = arguments[0];
  const char* end = text.as.text.data + text.as.text.size;
  const char* begin = skip_space(text.as.text.data, end);
  slice_of(result, text, begin, drop_space(begin, end));
  return 0;
}

TREATY_FN(text_collapse) {
  const treaty_value& text = arguments[0];
  const char* end = text.as.text.data + text.as.text.size;
  const char* begin = skip_space(text.as.text.data, end);
  end = drop_space(begin, end);
  // Already single spaces: the usual case costs no copy.
  const char* at = find_space(begin, end);
  while (at < end && *at == ' ' && space_at(at + 1, end) == 0) at = find_space(at + 1, end);
  if (at >= end) {
    slice_of(result, text, begin, end);
    return 0;
  }
  char* out = allocate(context, static_cast<uint64_t>(end - begin));
  if (out == nullptr) return treaty_errors::too_large;
  char* to = out;
  for (at = begin; at < end;) {
    const char* word_end = find_space(at, end);
    memcpy(to, at, static_cast<size_t>(word_end - at));
    to += word_end - at;
    at = skip_space(word_end, end);
    if (at < end) *to++ = ' ';
  }
  set_text(result, out, static_cast<uint64_t>(to - out), text.flags);
  return 0;
}

TREATY_FN(text_none_if_empty) {
  if (arguments[0].as.text.size == 0) {
    set_state(result, TREATY_TEXT, TREATY_NULL);
  } else {
    *result = arguments[0];
  }
  return 0;
}

TREATY_FN(text_none_if) {
  if (equals(arguments[0], arguments[1].as.text.data, arguments[1].as.text.size)) {
    set_state(result, TREATY_TEXT, TREATY_NULL);
  } else {
    *result = arguments[0];
  }
  return 0;
}

TREATY_FN(text_first_name) {
  const treaty_value& text = arguments[0];
  const char* begin = text.as.text.data;
  const char* end = drop_space(begin, begin + text.as.text.size);
  begin = skip_space(begin, end);
  const char* last = begin;
  for (const char* at = begin; at < end;) {
    last = at;
    at = skip_space(find_space(at, end), end);
  }
  slice_of(result, text, begin, drop_space(begin, last));
  return 0;
}

TREATY_FN(text_last_name) {
  const treaty_value& text = arguments[0];
  const char* end = drop_space(text.as.text.data, text.as.text.data + text.as.text.size);
  const char* at = skip_space(text.as.text.data, end);
  const char* last = at;
  while (at < end) {
    last = at;
    at = skip_space(find_space(at, end), end);
  }
  slice_of(result, text, last, end);
  return 0;
}

TREATY_FN(text_reverse_words) {
  const treaty_value& text = arguments[0];
  char* out = allocate(context, text.as.text.size);
  if (out == nullptr) return treaty_errors::too_large;
  char* const out_end = out + text.as.text.size;
  char* to = out_end;  // filled from behind, so that words are copied once
  const char* end = text.as.text.data + text.as.text.size;
  for (const char* at = skip_space(text.as.text.data, end); at < end;) {
    const char* word_end = find_space(at, end);
    if (to != out_end) *--to = ' ';
    to -= word_end - at;
    memcpy(to, at, static_cast<size_t>(word_end - at));
    at = skip_space(word_end, end);
  }
  set_text(result, to, static_cast<uint64_t>(out_end - to), text.flags);
  return 0;
}
