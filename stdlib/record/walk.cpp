#include "stdlib/record/walk.h"

#include "stdlib/function.h"

namespace {

enum ValueClass : uint8_t { scalar, container, no_value };
struct ValueClasses {
  uint8_t of[256] = {};
  constexpr ValueClasses() {
    of['{'] = of['['] = container;
    of['}'] = of[']'] = of[':'] = of[','] = no_value;
  }
};
constexpr ValueClasses classes;

[[gnu::noinline]] uint32_t skip_container(const uint8_t* bytes, const uint32_t* index, uint32_t position, uint32_t count) {
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

/// The first line feed in [at, end), else `end`.
const uint8_t* find_line_end(const uint8_t* at, const uint8_t* end) {
  const auto* text = reinterpret_cast<const char*>(at);
  return reinterpret_cast<const uint8_t*>(treaty_record::find_either(text, reinterpret_cast<const char*>(end), '\n', '\n'));
}

}  // namespace

uint32_t treaty_skip(const uint8_t* bytes, const uint32_t* index, uint32_t position, uint32_t count) {
  const uint8_t value_class = classes.of[bytes[index[position]]];
  if (value_class == scalar) [[likely]]
    return position + 1;
  return value_class == container ? skip_container(bytes, index, position, count) : UINT32_MAX;
}

uint64_t treaty_key_size(const uint8_t* key, const uint8_t* next) {
  const auto* begin = reinterpret_cast<const char*>(key);
  return static_cast<uint64_t>(treaty_token_end(begin, reinterpret_cast<const char*>(next)) - begin) - 2;
}

int treaty_key_has_escape(const uint8_t* data, uint64_t size) {
  const auto* begin = reinterpret_cast<const char*>(data);
  return treaty_record::find_either(begin, begin + size, '\\', '\\') < begin + size;
}

int treaty_is_one_line(const uint8_t* record, const uint8_t* last, const uint8_t* next, int is_last) {
  const uint8_t* line_end = find_line_end(record, next);
  return line_end > last && (line_end < next || is_last);
}

treaty_error treaty_load_slot(treaty_context* context, treaty_value* result, uint32_t kind, const uint8_t* bytes,
                              const uint32_t* index, treaty_slot slot, const char* zone, uint64_t zone_size) {
  if (slot == 0) return treaty_load(context, result, kind, nullptr, nullptr, zone, zone_size);
  const auto* all = reinterpret_cast<const char*>(bytes);
  const char* begin = all + index[static_cast<uint32_t>(slot)];
  const auto behind = static_cast<uint32_t>(slot >> 32);
  const char* end = *begin == '{' || *begin == '[' ? all + index[behind - 1] + 1 : treaty_token_end(begin, all + index[behind]);
  return treaty_load(context, result, kind, begin, end, zone, zone_size);
}
