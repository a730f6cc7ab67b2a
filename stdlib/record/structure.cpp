#include "stdlib/record/internal.h"

using namespace treaty_record;

namespace {

/// After the string whose opening quote is at `at`.
const char* skip_string(const char* at, const char* end) {
  for (++at; (at = find_either(at, end, '"', '\\')) < end;) {
    if (*at == '"') return at + 1;
    at += 2;
  }
  return nullptr;
}

const char* skip_blanks(const char* at, const char* end) {
  while (at < end && is_blank(*at)) ++at;
  return at;
}

bool ends_scalar(char c) {
  return is_blank(c) || c == ',' || c == ':' || c == ']' || c == '}' || c == '[' || c == '{' || c == '"';
}

}  // namespace

const char* treaty_record::skip_value(const char* at, const char* end) {
  if (at == end) return nullptr;
  if (*at == '"') return skip_string(at, end);
  if (*at != '{' && *at != '[') {
    const char* begin = at;
    while (at < end && !ends_scalar(*at)) ++at;
    return at == begin ? nullptr : at;
  }
  uint64_t depth = 0;
  while (at < end) {
    switch (*at) {
      case '"':
        at = skip_string(at, end);
        if (at == nullptr) return nullptr;
        continue;
      case '{':
      case '[':
        ++depth;
        break;
      case '}':
      case ']':
        if (--depth == 0) return at + 1;
        break;
      default:
        break;
    }
    ++at;
  }
  return nullptr;
}

bool Items::next(bool keyed) {
  const char close = keyed ? '}' : ']';
  auto give_up = [&] {
    broken = true;
    return false;
  };
  at = skip_blanks(at, end);
  if (at < end && *at == close && first) return false;
  if (!first) {
    if (at < end && *at == close) return false;
    if (at == end || *at != ',') return give_up();
    at = skip_blanks(at + 1, end);
  }
  first = false;
  if (keyed) {
    if (at == end || *at != '"') return give_up();
    key_begin = at;
    key_end = skip_string(at, end);
    if (key_end == nullptr) return give_up();
    at = skip_blanks(key_end, end);
    if (at == end || *at != ':') return give_up();
    at = skip_blanks(at + 1, end);
  }
  begin = at;
  item_end = skip_value(at, end);
  if (item_end == nullptr) return give_up();
  at = item_end;
  return true;
}

treaty_error treaty_record::mismatch(treaty_context* context, treaty_value* result, const char* begin,
                                     const char* end) {
  auto size = static_cast<uint64_t>(end - begin);
  char c = size == 0 ? ' ' : *begin;
  if (c == '"' && size >= 2) {
    if (treaty_error error = unescape(context, result, begin + 1, end - 1); error == 0)
      return treaty_errors::source_mismatch;
    set_text(result, TREATY_TEXT, begin + 1, size - 2, 0);
  } else if (c == 't' || c == 'f') {
    set_integer(result, TREATY_BOOLEAN, c == 't');
    if (!(size == 4 && memcmp(begin, "true", 4) == 0) && !(size == 5 && memcmp(begin, "false", 5) == 0)) {
      set_text(result, TREATY_JSON, begin, size, 0);
    }
  } else {
    set_text(result, is_number(begin, end) ? TREATY_NUMBER : TREATY_JSON, begin, size, 0);
  }
  return treaty_errors::source_mismatch;
}

namespace {

/// What a segment reaches in the container [begin, end); nullptr where it leads nowhere. The last of equal keys
/// counts.
void reach(const char*& begin, const char*& end, const treaty_segment& segment) {
  bool keyed = segment.key != nullptr;
  const char *found = nullptr, *found_end = nullptr;
  if (*begin == (keyed ? '{' : '[')) {
    Items items{begin + 1, end};
    for (uint64_t position = 0; items.next(keyed); ++position) {
      bool hit = false;
      if (keyed) {
        auto size = static_cast<uint64_t>(items.key_end - items.key_begin);
        // Keys are compared as they are meant: the quick way is for those without a backslash.
        const bool plain = memchr(items.key_begin, '\\', size) == nullptr;
        hit = plain ? size == segment.size + 2 && memcmp(items.key_begin + 1, segment.key, segment.size) == 0
                    : treaty_key_is(items.key_begin, items.key_end, segment.key, segment.size) != 0;
      } else {
        hit = position == segment.size;
      }
      if (!hit) continue;
      found = items.begin;
      found_end = items.item_end;
      if (!keyed) break;
    }
  }
  begin = found;
  end = found_end;
}

}  // namespace

extern "C" {

treaty_error treaty_load_json(treaty_context* context, treaty_value* result, const char* begin, const char* end) {
  if (begin != nullptr && (*begin == '{' || *begin == '[')) {
    set_text(result, TREATY_JSON, begin, static_cast<uint64_t>(end - begin), 0);
    return 0;
  }
  return absent(result, TREATY_JSON, begin, end) ? 0 : mismatch(context, result, begin, end);
}

treaty_error treaty_load_any(treaty_context* context, treaty_value* result, const char* begin, const char* end) {
  if (absent(result, TREATY_TEXT, begin, end)) return 0;
  switch (*begin) {
    case '"':
      return treaty_load_text(context, result, begin, end);
    case '{':
      return treaty_load_json(context, result, begin, end);
    case '[':
      return treaty_load_list(context, result, begin, end);
    case 't':
    case 'f':
      return treaty_load_boolean(context, result, begin, end);
    default:
      return treaty_load_number(context, result, begin, end);
  }
}

treaty_error treaty_load_list(treaty_context* context, treaty_value* result, const char* begin, const char* end) {
  if (begin == nullptr || *begin != '[') {
    return absent(result, TREATY_LIST, begin, end) ? 0 : mismatch(context, result, begin, end);
  }
  uint64_t room = 0, count = 0;
  treaty_value* values = nullptr;
  Items items{begin + 1, end};
  while (items.next(false)) {
    if (count == room) {
      uint64_t wider = room == 0 ? 8 : room * 2;
      auto* moved = reinterpret_cast<treaty_value*>(allocate(context, wider * sizeof(treaty_value)));
      if (moved == nullptr) return treaty_errors::too_large;
      if (count != 0) memcpy(moved, values, count * sizeof(treaty_value));
      values = moved;
      room = wider;
    }
    bool nested = *items.begin == '[';
    treaty_error error = nested ? treaty_load_json(context, &values[count], items.begin, items.item_end)
                                : treaty_load_any(context, &values[count], items.begin, items.item_end);
    if (error == treaty_errors::too_large) return error;
    if (error != 0) return mismatch(context, result, begin, end);
    if (values[count].state == TREATY_PRESENT) ++count;
  }
  if (items.broken) return mismatch(context, result, begin, end);
  *result = treaty_value{};
  result->kind = TREATY_LIST;
  result->as.list.items = values;
  result->as.list.size = count;
  return 0;
}

treaty_error treaty_load(treaty_context* context, treaty_value* result, uint32_t kind, const char* begin,
                         const char* end, const char* zone, uint64_t zone_size) {
  switch (kind) {
    case TREATY_TEXT:
      return treaty_load_text(context, result, begin, end);
    case TREATY_INTEGER:
      return treaty_load_integer(context, result, begin, end);
    case TREATY_DECIMAL:
      return treaty_load_decimal(context, result, begin, end);
    case TREATY_BOOLEAN:
      return treaty_load_boolean(context, result, begin, end);
    case TREATY_DATE:
      return treaty_load_date(context, result, begin, end);
    case TREATY_TIMESTAMP:
      return treaty_load_timestamp(context, result, begin, end, zone, zone_size);
    case TREATY_LIST:
      return treaty_load_list(context, result, begin, end);
    case TREATY_NUMBER:
      return treaty_load_number(context, result, begin, end);
    case TREATY_JSON:
      return treaty_load_json(context, result, begin, end);
    case TREATY_DURATION:
      return absent(result, kind, begin, end) ? 0 : mismatch(context, result, begin, end);
    default:
      return treaty_load_any(context, result, begin, end);
  }
}

treaty_error treaty_field(treaty_context* context, treaty_value* result, const treaty_value* value,
                          const treaty_segment* segments, uint32_t count, uint32_t kind, const char* zone,
                          uint64_t zone_size) {
  const uint32_t kind_of_nothing = kind > TREATY_JSON ? static_cast<uint32_t>(TREATY_TEXT) : kind;
  const treaty_value* at = value;
  uint32_t i = 0;
  if (i < count && at->kind == TREATY_LIST && at->state == TREATY_PRESENT && segments[i].key == nullptr) {
    if (segments[i].size >= at->as.list.size) {
      set_state(result, kind_of_nothing, TREATY_MISSING);
      return 0;
    }
    at = &at->as.list.items[segments[i++].size];
  }
  if (i == count || at->state != TREATY_PRESENT) return treaty_as(context, result, at, kind, zone, zone_size);
  if (at->kind != TREATY_JSON) {
    set_state(result, kind_of_nothing, TREATY_MISSING);
    return 0;
  }
  const char* begin = at->as.text.data;
  const char* end = begin + at->as.text.size;
  for (; i < count && begin != nullptr; ++i) reach(begin, end, segments[i]);
  return treaty_load(context, result, kind, begin, end, zone, zone_size);
}

treaty_error treaty_as(treaty_context* context, treaty_value* result, const treaty_value* value, uint32_t kind,
                       const char* zone, uint64_t zone_size) {
  if (kind > TREATY_JSON || value->kind == kind) {
    *result = *value;
    return 0;
  }
  if (value->state != TREATY_PRESENT) {
    set_state(result, kind, static_cast<treaty_state>(value->state));
    return 0;
  }
  const bool is_token = value->kind == TREATY_NUMBER || value->kind == TREATY_JSON;
  const bool has_text = is_token || value->kind == TREATY_TEXT;
  const char* begin = has_text ? value->as.text.data : nullptr;
  const char* end = has_text ? begin + value->as.text.size : nullptr;
  if (is_token && (kind == TREATY_INTEGER || kind == TREATY_DECIMAL || kind == TREATY_LIST)) {
    return treaty_load(context, result, kind, begin, end, zone, zone_size);
  }
  int64_t number = 0;
  if (value->kind == TREATY_TEXT && kind == TREATY_DATE && parse_date(begin, end, &number)) {
    set_integer(result, kind, number);
    return 0;
  }
  if (value->kind == TREATY_TEXT && kind == TREATY_TIMESTAMP) {
    if (treaty_error error = read_timestamp(context, begin, end, zone, zone_size, &number); error != 0) {
      *result = *value;
      return error;
    }
    set_integer(result, kind, number);
    return 0;
  }
  if (value->kind == TREATY_INTEGER && kind == TREATY_DECIMAL) {
    set_decimal(result, value->as.integer, 0);
    return 0;
  }
  *result = *value;
  return treaty_errors::source_mismatch;
}

}  // extern "C"
