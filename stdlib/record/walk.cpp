#include "stdlib/record/walk.h"

#include "stdlib/function.h"

namespace {

enum ValueClass : uint8_t { scalar, container, no_value };
struct ValueClasses {
  uint8_t of[256] = {};
  constexpr ValueClasses() {
    of['{'] = of['['] = container;
    of['}'] = of[']'] = of[':'] = of[','] = no_value;
    of['\f'] = of['\x1a'] = no_value;  // marks to simdjson, and nothing to JSON
  }
};
constexpr ValueClasses classes;

constexpr uint32_t deepest = 1024;

/// Goes over an object or array as JSON's grammar has it.
struct Skipper {
  const uint8_t* bytes;
  const uint32_t* index;
  uint32_t position, count;
  uint32_t depth, around;            ///< containers open, and those of them that are around the one skipped
  uint64_t objects[deepest / 64] = {};  ///< which of them are objects

  [[nodiscard]] uint8_t at(uint32_t where) const { return bytes[index[where]]; }
  [[nodiscard]] bool in_object() const { return (objects[(depth - 1) / 64] >> ((depth - 1) % 64) & 1) != 0; }

  /// Behind the opening bracket, and where it opens an object its first key.
  bool open(bool object) {
    if (depth == deepest) return false;
    const uint64_t bit = uint64_t{1} << (depth % 64);
    objects[depth / 64] = object ? objects[depth / 64] | bit : objects[depth / 64] & ~bit;
    ++depth;
    ++position;
    return true;
  }
  bool key() {
    if (position + 2 >= count || at(position) != '"' || at(position + 1) != ':') return false;
    position += 2;
    return true;
  }
  /// Behind the brackets that close, to the next item; false where there is none, `depth` then says whether all is well.
  bool next_item() {
    while (position < count) {
      const bool object = in_object();
      const uint8_t c = at(position++);
      if (c == ',') return !object || key();
      if (c != (object ? '}' : ']')) return false;
      if (--depth == around) return false;
    }
    return false;
  }
  bool skip() {
    for (bool more = true; more; more = next_item()) {
      while (position < count && classes.of[at(position)] == container) {
        const bool object = at(position) == '{';
        if (!open(object) || position >= count) return false;
        if (at(position) == (object ? '}' : ']')) break;
        if (object && !key()) return false;
      }
      if (position >= count) return false;
      const uint8_t value_class = classes.of[at(position)];
      if (value_class == scalar) {
        ++position;
      } else if (!is_empty_container()) {  // the closing bracket of an empty one is next_item's
        return false;
      }
    }
    return depth == around;
  }
  [[nodiscard]] bool is_empty_container() const {
    const uint8_t c = at(position), before = at(position - 1);
    return (c == '}' && before == '{') || (c == ']' && before == '[');
  }
};

[[gnu::noinline]] uint32_t skip_container(const uint8_t* bytes, const uint32_t* index, uint32_t position, uint32_t count,
                                          uint32_t around) {
  Skipper skipper{bytes, index, position, count, around, around};
  return skipper.skip() ? skipper.position : UINT32_MAX;
}

}  // namespace

uint32_t treaty_skip(const uint8_t* bytes, const uint32_t* index, uint32_t position, uint32_t count, uint32_t around) {
  const uint8_t value_class = classes.of[bytes[index[position]]];
  if (value_class == scalar) [[likely]]
    return position + 1;
  return value_class == container ? skip_container(bytes, index, position, count, around) : UINT32_MAX;
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
  const auto* line_end = static_cast<const uint8_t*>(memchr(record, '\n', static_cast<size_t>(next - record)));
  return line_end == nullptr ? is_last : line_end > last;
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
