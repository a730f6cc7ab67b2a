// Parts of texts: found, cut, joined, filled up.
#include "stdlib/function.h"

using namespace treaty_stdlib;

namespace {

const char* find(const char* at, const char* end, const char* part, uint64_t size) {
  if (size == 0) return nullptr;
  while (static_cast<uint64_t>(end - at) >= size && at < end) {
    const auto* hit = static_cast<const char*>(memchr(at, part[0], static_cast<size_t>(end - at) - size + 1));
    if (hit == nullptr) return nullptr;
    if (memcmp(hit, part, size) == 0) return hit;
    at = hit + 1;
  }
  return nullptr;
}

uint64_t letters_of(const char* at, uint64_t size) {
  uint64_t letters = 0;
  for (uint64_t i = 0; i < size; ++i) letters += (static_cast<unsigned char>(at[i]) & 0xC0) != 0x80;
  return letters;
}

/// After so many characters.
const char* advance(const char* at, const char* end, uint64_t letters) {
  while (letters > 0 && at < end) {
    at += character_size(*at);
    --letters;
  }
  return at < end ? at : end;
}

const char* begin_of(const treaty_value& text) { return text.as.text.data; }
const char* end_of(const treaty_value& text) { return text.as.text.data + text.as.text.size; }

constexpr int64_t most_letters = 1 << 20;

treaty_error pad(treaty_context* context, treaty_value* result, const treaty_value* arguments, bool left) {
  const treaty_value& text = arguments[0];
  const auto letters = static_cast<int64_t>(letters_of(begin_of(text), text.as.text.size));
  const int64_t wanted = arguments[1].as.integer;
  if (wanted > most_letters) return treaty_errors::out_of_range;
  const uint64_t fill_letters = letters_of(begin_of(arguments[2]), arguments[2].as.text.size);
  if (wanted <= letters || fill_letters == 0) {
    *result = text;
    return 0;
  }
  Builder out{context};
  if (!left && !out.add(begin_of(text), text.as.text.size)) return treaty_errors::too_large;
  for (int64_t missing = wanted - letters; missing > 0; missing -= static_cast<int64_t>(fill_letters)) {
    const uint64_t take =
        missing < static_cast<int64_t>(fill_letters) ? static_cast<uint64_t>(missing) : fill_letters;
    const char* fill_end = advance(begin_of(arguments[2]), end_of(arguments[2]), take);
    if (!out.add(begin_of(arguments[2]), static_cast<uint64_t>(fill_end - begin_of(arguments[2]))))
      return treaty_errors::too_large;
  }
  if (left && !out.add(begin_of(text), text.as.text.size)) return treaty_errors::too_large;
  set_text(result, out.data, out.size);
  return 0;
}

}  // namespace

TREATY_FN(text_replace) {
  const treaty_value& text = arguments[0];
  const char* at = begin_of(text);
  const char* hit = find(at, end_of(text), begin_of(arguments[1]), arguments[1].as.text.size);
  if (hit == nullptr) {
    *result = text;
    return 0;
  }
  Builder out{context};
  for (; hit != nullptr; hit = find(at, end_of(text), begin_of(arguments[1]), arguments[1].as.text.size)) {
    if (!out.add(at, static_cast<uint64_t>(hit - at)) ||
        !out.add(begin_of(arguments[2]), arguments[2].as.text.size)) {
      return treaty_errors::too_large;
    }
    at = hit + arguments[1].as.text.size;
  }
  if (!out.add(at, static_cast<uint64_t>(end_of(text) - at))) return treaty_errors::too_large;
  set_text(result, out.data, out.size);
  return 0;
}

TREATY_FN(text_split) {
  const treaty_value& text = arguments[0];
  const uint64_t separator_size = arguments[1].as.text.size;
  const int64_t limit = arguments[2].as.integer;
  uint64_t parts = 1;
  for (const char* at = begin_of(text);;) {
    const char* hit = find(at, end_of(text), begin_of(arguments[1]), separator_size);
    if (hit == nullptr || (limit > 0 && parts == static_cast<uint64_t>(limit))) break;
    ++parts;
    at = hit + separator_size;
  }
  auto* items = reinterpret_cast<treaty_value*>(allocate(context, parts * sizeof(treaty_value)));
  if (items == nullptr) return treaty_errors::too_large;
  const char* at = begin_of(text);
  for (uint64_t i = 0; i < parts; ++i) {
    const char* hit = i + 1 < parts ? find(at, end_of(text), begin_of(arguments[1]), separator_size) : end_of(text);
    slice_of(&items[i], text, at, hit);
    at = hit + separator_size;
  }
  *result = treaty_value{};
  result->kind = TREATY_LIST;
  result->as.list.items = items;
  result->as.list.size = parts;
  return 0;
}

TREATY_FN(text_pad_left) { return pad(context, result, arguments, true); }
TREATY_FN(text_pad_right) { return pad(context, result, arguments, false); }

TREATY_FN(text_slice) {
  const treaty_value& text = arguments[0];
  const auto letters = static_cast<int64_t>(letters_of(begin_of(text), text.as.text.size));
  int64_t from = arguments[1].as.integer;
  from = from < 0 ? letters + from : from;
  from = from < 0 ? 0 : from > letters ? letters : from;
  int64_t count = arguments[2].as.integer;
  count = count < 0 ? 0 : count > letters - from ? letters - from : count;
  const char* begin = advance(begin_of(text), end_of(text), static_cast<uint64_t>(from));
  slice_of(result, text, begin, advance(begin, end_of(text), static_cast<uint64_t>(count)));
  return 0;
}

TREATY_FN(text_length) {
  set_integer(result, TREATY_INTEGER,
              static_cast<int64_t>(letters_of(begin_of(arguments[0]), arguments[0].as.text.size)));
  return 0;
}

TREATY_FN(text_starts_with) {
  const uint64_t size = arguments[1].as.text.size;
  set_boolean(result,
              arguments[0].as.text.size >= size && memcmp(begin_of(arguments[0]), begin_of(arguments[1]), size) == 0);
  return 0;
}

TREATY_FN(text_ends_with) {
  const uint64_t size = arguments[1].as.text.size;
  set_boolean(result, arguments[0].as.text.size >= size &&
                          memcmp(end_of(arguments[0]) - size, begin_of(arguments[1]), size) == 0);
  return 0;
}

TREATY_FN(text_contains) {
  const uint64_t size = arguments[1].as.text.size;
  set_boolean(result, size == 0 || find(begin_of(arguments[0]), end_of(arguments[0]), begin_of(arguments[1]), size) !=
                                       nullptr);
  return 0;
}

TREATY_FN(text_concat) {
  const uint64_t first = arguments[0].as.text.size;
  const uint64_t second = arguments[1].as.text.size;
  char* out = allocate(context, first + second);
  if (out == nullptr) return treaty_errors::too_large;
  memcpy(out, begin_of(arguments[0]), first);
  memcpy(out + first, begin_of(arguments[1]), second);
  set_text(result, out, first + second, arguments[0].flags & arguments[1].flags);
  return 0;
}

TREATY_FN(text_repeat) {
  const int64_t times = arguments[1].as.integer;
  const uint64_t size = arguments[0].as.text.size;
  if (times < 0 || times > most_letters || (size > 0 && static_cast<uint64_t>(times) > (64ULL << 20) / size)) {
    return treaty_errors::out_of_range;
  }
  char* out = allocate(context, size * static_cast<uint64_t>(times));
  if (out == nullptr) return treaty_errors::too_large;
  for (int64_t i = 0; i < times; ++i) memcpy(out + static_cast<uint64_t>(i) * size, begin_of(arguments[0]), size);
  set_text(result, out, size * static_cast<uint64_t>(times), arguments[0].flags);
  return 0;
}

TREATY_FN(text_digits) {
  const treaty_value& text = arguments[0];
  const char* first_other = begin_of(text);
  while (first_other < end_of(text) && is_digit(*first_other)) ++first_other;
  if (first_other == end_of(text)) {  // nothing else in it: no copy
    set_text(result, begin_of(text), text.as.text.size, TREATY_CLEAN);
    return 0;
  }
  char* out = allocate(context, text.as.text.size);
  if (out == nullptr) return treaty_errors::too_large;
  uint64_t count = 0;
  for (const char* at = begin_of(text); at < end_of(text); ++at) {
    out[count] = *at;
    count += is_digit(*at);
  }
  set_text(result, out, count, TREATY_CLEAN);
  return 0;
}

TREATY_FN(text_remove_chars) {
  Builder out{context};
  for (const char* at = begin_of(arguments[0]); at < end_of(arguments[0]);) {
    const uint64_t left = static_cast<uint64_t>(end_of(arguments[0]) - at);
    const uint64_t width = character_size(*at) < left ? character_size(*at) : left;
    if (find(begin_of(arguments[1]), end_of(arguments[1]), at, width) == nullptr && !out.add(at, width))
      return treaty_errors::too_large;
    at += width;
  }
  set_text(result, out.data, out.size, arguments[0].flags);
  return 0;
}

TREATY_FN(text_mask) {
  const treaty_value& text = arguments[0];
  const auto letters = static_cast<int64_t>(letters_of(begin_of(text), text.as.text.size));
  int64_t shown = arguments[1].as.integer;
  shown = shown < 0 ? 0 : shown > letters ? letters : shown;
  Builder out{context};
  for (int64_t i = 0; i < letters - shown; ++i) {
    if (!out.add('*')) return treaty_errors::too_large;
  }
  const char* rest = advance(begin_of(text), end_of(text), static_cast<uint64_t>(letters - shown));
  if (!out.add(rest, static_cast<uint64_t>(end_of(text) - rest))) return treaty_errors::too_large;
  set_text(result, out.data, out.size, text.flags);
  return 0;
}
