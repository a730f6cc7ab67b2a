#include "stdlib/record/items.h"

#include "stdlib/function.h"

treaty_value* treaty_items(treaty_context* context, uint64_t count) {
  if (count > UINT32_MAX) return nullptr;
  return reinterpret_cast<treaty_value*>(treaty_stdlib::allocate(context, count * sizeof(treaty_value)));
}

int treaty_contains(const treaty_value* value, const treaty_value* list) {
  for (uint64_t i = 0; i < list->as.list.size; ++i) {
    if (treaty_compare(value, &list->as.list.items[i]) == 0) return 1;
  }
  return 0;
}

treaty_error treaty_sort(treaty_context* context, treaty_value* result, const treaty_value* list, const treaty_value* keys) {
  const uint64_t size = list->as.list.size;
  treaty_value* items = treaty_items(context, size);
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
