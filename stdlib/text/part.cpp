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

/// Room for so many parts of a text.
treaty_value* room_for(treaty_context* context, uint64_t parts) {
  return reinterpret_cast<treaty_value*>(allocate(context, parts * sizeof(treaty_value)));
}

void give_list(treaty_value* result, treaty_value* items, uint64_t count) {
  *result = treaty_value{};
  result->kind = TREATY_LIST;
  result->as.list.items = items;
  result->as.list.size = count;
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

TREATY_FN(text_parts) {
  const treaty_value& text = arguments[0];
  const char* at = text.as.text.data;
  const char* end = at + text.as.text.size;
  const char* pattern = arguments[1].as.text.data;
  const char* pattern_end = pattern + arguments[1].as.text.size;
  treaty_value hole{};
  set_text(&hole, "{}{}", 4);
  if (find_part(pattern, pattern_end, hole) != pattern_end) return treaty_errors::invalid_pattern;
  set_text(&hole, "{}", 2);
  treaty_value* items = room_for(context, arguments[1].as.text.size / 2 + 1);
  if (items == nullptr) return treaty_errors::too_large;
  uint64_t count = 0;
  const char* open = nullptr;  // where the hole before this piece of the pattern begins
  for (;;) {
    const char* next = find_part(pattern, pattern_end, hole);
    treaty_value piece{};
    set_text(&piece, pattern, static_cast<uint64_t>(next - pattern));
    const uint64_t size = piece.as.text.size;
    if (static_cast<uint64_t>(end - at) < size + (open != nullptr)) return treaty_errors::wrong_format;
    const char* hit = at;
    if (open != nullptr) {  // the last piece ends where the text does; before each of the others at least one letter stands
      hit = next == pattern_end ? end - size : find_part(at + 1, end, piece);
    }
    if (static_cast<uint64_t>(end - hit) < size || (size > 0 && memcmp(hit, pattern, size) != 0)) {
      return treaty_errors::wrong_format;
    }
    if (open != nullptr) slice_of(&items[count++], text, open, hit);
    at = hit + size;
    if (next == pattern_end) break;
    open = at;
    pattern = next + 2;
  }
  if (at != end) return treaty_errors::wrong_format;
  give_list(result, items, count);
  return 0;
}

TREATY_FN(text_unjoin) {
  const treaty_value& text = arguments[0];
  const char* at = text.as.text.data;
  const char* end = at + text.as.text.size;
  const int64_t most = arguments[2].as.integer;
  const uint64_t size = arguments[1].as.text.size;
  if (at == end) return treaty_errors::wrong_format;
  const auto part_end = [&](const char* from) { return find_part(from + 1, end, arguments[1]); };  // of at least one letter
  const auto is_last = [&](const char* hit) { return static_cast<uint64_t>(end - hit) <= size; };  // none would be empty
  uint64_t parts = 1;
  for (const char* hit = part_end(at); !is_last(hit); hit = part_end(hit + size)) ++parts;
  parts = most > 0 && parts > static_cast<uint64_t>(most) ? static_cast<uint64_t>(most) : parts;
  treaty_value* items = room_for(context, parts);
  if (items == nullptr) return treaty_errors::too_large;
  for (uint64_t i = 0; i + 1 < parts; ++i) {
    const char* hit = part_end(at);
    slice_of(&items[i], text, at, hit);
    at = hit + size;
  }
  slice_of(&items[parts - 1], text, at, end);
  give_list(result, items, parts);
  return 0;
}
