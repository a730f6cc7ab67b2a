// Parts of texts, from an end or around a separator.
#include "stdlib/function.h"

using namespace treaty_stdlib;

namespace {

int64_t count_letters(const char* at, const char* end) {
  int64_t count = 0;
  for (; at < end; ++at) count += (static_cast<unsigned char>(*at) & 0xC0) != 0x80;
  return count;
}

const char* skip_letters(const char* at, const char* end, int64_t count) {
  for (; count > 0 && at < end; --count) at += character_size(*at);
  return at < end ? at : end;
}

/// Where `part` begins first, else `end`; an empty part is found nowhere.
const char* find_part(const char* at, const char* end, const treaty_value& part) {
  const uint64_t size = part.as.text.size;
  if (size == 0 || static_cast<uint64_t>(end - at) < size) return end;
  const char* last = end - size + 1;
  const char first = part.as.text.data[0];
  for (at = treaty_record::find_either(at, last, first, first); at < last;
       at = treaty_record::find_either(at + 1, last, first, first)) {
    if (memcmp(at, part.as.text.data, size) == 0) return at;
  }
  return end;
}

}  // namespace

TREATY_FN(text_left) {
  const treaty_value& text = arguments[0];
  const char* end = text.as.text.data + text.as.text.size;
  slice_of(result, text, text.as.text.data, skip_letters(text.as.text.data, end, arguments[1].as.integer));
  return 0;
}

TREATY_FN(text_right) {
  const treaty_value& text = arguments[0];
  const char* end = text.as.text.data + text.as.text.size;
  const int64_t count = arguments[1].as.integer < 0 ? 0 : arguments[1].as.integer;
  slice_of(result, text, skip_letters(text.as.text.data, end, count_letters(text.as.text.data, end) - count), end);
  return 0;
}

TREATY_FN(text_before) {
  const treaty_value& text = arguments[0];
  const char* end = text.as.text.data + text.as.text.size;
  slice_of(result, text, text.as.text.data, find_part(text.as.text.data, end, arguments[1]));
  return 0;
}

TREATY_FN(text_after) {
  const treaty_value& text = arguments[0];
  const char* end = text.as.text.data + text.as.text.size;
  const char* hit = find_part(text.as.text.data, end, arguments[1]);
  slice_of(result, text, hit == end ? end : hit + arguments[1].as.text.size, end);
  return 0;
}
