#include "stdlib/record/walk.h"

#include "stdlib/function.h"

uint32_t treaty_skip(const uint8_t* bytes, const uint32_t* index, uint32_t position, uint32_t count) {
  const uint8_t first = bytes[index[position]];
  if (first != '{' && first != '[') return position + 1;
  uint32_t depth = 0;
  for (; position < count; ++position) {
    const uint8_t c = bytes[index[position]];
    if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      if (--depth == 0) return position + 1;
    }
  }
  return UINT32_MAX;
}

int treaty_key_has_escape(const char* begin, const char* end) {
  return treaty_record::find_either(begin, end, '\\', '\\') < end;
}

int treaty_line_ends(const uint8_t* begin, const uint8_t* end) {
  while (begin < end && *begin != '\n') ++begin;
  return begin < end;
}

treaty_error treaty_sort(treaty_context* context, treaty_value* result, const treaty_value* list, const treaty_value* keys) {
  const uint64_t size = list->as.list.size;
  auto* items = reinterpret_cast<treaty_value*>(treaty_stdlib::allocate(context, size * sizeof(treaty_value)));
  auto* order = reinterpret_cast<uint64_t*>(treaty_stdlib::allocate(context, size * 2 * sizeof(uint64_t)));
  if (items == nullptr || order == nullptr) return treaty_errors::too_large;
  uint64_t* other = order + size;
  for (uint64_t i = 0; i < size; ++i) order[i] = i;
  // Merge sort from the bottom: stable, and no deeper than a loop.
  for (uint64_t width = 1; width < size; width *= 2) {
    for (uint64_t begin = 0; begin < size; begin += 2 * width) {
      const uint64_t middle = begin + width < size ? begin + width : size;
      const uint64_t end = begin + 2 * width < size ? begin + 2 * width : size;
      uint64_t left = begin;
      uint64_t right = middle;
      for (uint64_t at = begin; at < end; ++at) {
        const bool from_left = left < middle && (right >= end || treaty_order(&keys[order[left]], &keys[order[right]]) <= 0);
        other[at] = from_left ? order[left++] : order[right++];
      }
    }
    uint64_t* swapped = order;
    order = other;
    other = swapped;
  }
  for (uint64_t i = 0; i < size; ++i) items[i] = list->as.list.items[order[i]];
  *result = treaty_value{};
  result->kind = TREATY_LIST;
  result->as.list.items = items;
  result->as.list.size = size;
  return 0;
}
