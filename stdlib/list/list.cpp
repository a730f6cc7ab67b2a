// Lists. Elements of one list are of one kind; texts compare by bytes.
#include "stdlib/function.h"

using namespace treaty_stdlib;

extern "C" {
treaty_error any_text(treaty_context* context, treaty_value* result, const treaty_value* arguments);
treaty_error list_join(treaty_context* context, treaty_value* result, const treaty_value* arguments);
}

namespace {

void set_list(treaty_value* result, const treaty_value* items, uint64_t size) {
  *result = treaty_value{};
  result->kind = TREATY_LIST;
  result->as.list.items = items;
  result->as.list.size = size;
}

treaty_value* allocate_items(treaty_context* context, uint64_t size) {
  return reinterpret_cast<treaty_value*>(allocate(context, size * sizeof(treaty_value)));
}

bool present(const treaty_value& value) { return value.state == TREATY_PRESENT; }

bool same(const treaty_value& a, const treaty_value& b) {
  return a.state == b.state && (a.state != TREATY_PRESENT || treaty_compare(&a, &b) == 0);
}

void take(treaty_value* result, const treaty_value& list, int64_t position) {
  if (position < 0 || static_cast<uint64_t>(position) >= list.as.list.size) {
    set_state(result, TREATY_TEXT, TREATY_MISSING);
  } else {
    *result = list.as.list.items[position];
  }
}

/// A source's list can hold what its document did not promise: numbers and booleans have a plain text, objects have
/// none.
treaty_error join_as_texts(treaty_context* context, treaty_value* result, const treaty_value* arguments) {
  const treaty_value& list = arguments[0];
  treaty_value* items = allocate_items(context, list.as.list.size);
  if (items == nullptr) return treaty_errors::too_large;
  for (uint64_t i = 0; i < list.as.list.size; ++i) {
    const treaty_value& item = list.as.list.items[i];
    if (item.kind == TREATY_JSON || item.kind == TREATY_LIST) return treaty_errors::source_mismatch;
    items[i] = item;
    if (!present(item)) continue;
    if (const treaty_error error = any_text(context, &items[i], &item); error != 0) return error;
  }
  treaty_value texts[2] = {treaty_value{}, arguments[1]};
  set_list(&texts[0], items, list.as.list.size);
  return list_join(context, result, texts);
}

}  // namespace

TREATY_FN(list_join) {
  const treaty_value& separator = arguments[1];
  const treaty_value* items = arguments[0].as.list.items;
  const uint64_t count = arguments[0].as.list.size;
  uint64_t size = 0;
  uint16_t flags = separator.flags;
  bool texts = true;
  for (uint64_t i = 0; i < count; ++i) {
    if (!present(items[i])) continue;
    texts = texts && items[i].kind == TREATY_TEXT;
    size += (items[i].kind == TREATY_TEXT ? items[i].as.text.size : 0) + separator.as.text.size;
    flags &= items[i].flags;
  }
  if (!texts) return join_as_texts(context, result, arguments);
  char* out = allocate(context, size);
  if (out == nullptr) return treaty_errors::too_large;
  char* to = out;
  bool first = true;
  for (uint64_t i = 0; i < count; ++i) {
    if (!present(items[i])) continue;
    if (!first) {
      treaty_record::copy_short(to, separator.as.text.data, separator.as.text.size);
      to += separator.as.text.size;
    }
    treaty_record::copy_short(to, items[i].as.text.data, items[i].as.text.size);
    to += items[i].as.text.size;
    first = false;
  }
  set_text(result, out, static_cast<uint64_t>(to - out), flags);
  return 0;
}

TREATY_FN(list_first) {
  take(result, arguments[0], 0);
  return 0;
}
TREATY_FN(list_last) {
  take(result, arguments[0], static_cast<int64_t>(arguments[0].as.list.size) - 1);
  return 0;
}
TREATY_FN(list_at) {
  take(result, arguments[0], arguments[1].as.integer);
  return 0;
}
TREATY_FN(list_count) {
  set_integer(result, TREATY_INTEGER, static_cast<int64_t>(arguments[0].as.list.size));
  return 0;
}

TREATY_FN(list_unique) {
  const treaty_value& list = arguments[0];
  treaty_value* items = allocate_items(context, list.as.list.size);
  if (items == nullptr) return treaty_errors::too_large;
  uint64_t kept = 0;
  for (uint64_t i = 0; i < list.as.list.size; ++i) {
    bool seen = false;
    for (uint64_t k = 0; k < kept && !seen; ++k) seen = same(items[k], list.as.list.items[i]);
    if (!seen) items[kept++] = list.as.list.items[i];
  }
  set_list(result, items, kept);
  return 0;
}

TREATY_FN(list_reverse) {
  const uint64_t size = arguments[0].as.list.size;
  treaty_value* items = allocate_items(context, size);
  if (items == nullptr) return treaty_errors::too_large;
  for (uint64_t i = 0; i < size; ++i) items[i] = arguments[0].as.list.items[size - 1 - i];
  set_list(result, items, size);
  return 0;
}

TREATY_FN(list_compact) {
  const treaty_value& list = arguments[0];
  treaty_value* items = allocate_items(context, list.as.list.size);
  if (items == nullptr) return treaty_errors::too_large;
  uint64_t kept = 0;
  for (uint64_t i = 0; i < list.as.list.size; ++i) {
    const treaty_value& item = list.as.list.items[i];
    if (present(item) && (item.kind != TREATY_TEXT || item.as.text.size > 0)) items[kept++] = item;
  }
  set_list(result, items, kept);
  return 0;
}

TREATY_FN(list_take) {
  int64_t count = arguments[1].as.integer;
  const auto size = static_cast<int64_t>(arguments[0].as.list.size);
  count = count < 0 ? 0 : count > size ? size : count;
  set_list(result, arguments[0].as.list.items, static_cast<uint64_t>(count));
  return 0;
}

TREATY_FN(list_skip) {
  int64_t count = arguments[1].as.integer;
  const auto size = static_cast<int64_t>(arguments[0].as.list.size);
  count = count < 0 ? 0 : count > size ? size : count;
  set_list(result, arguments[0].as.list.items + count, static_cast<uint64_t>(size - count));
  return 0;
}

TREATY_FN(list_has) {
  bool found = false;
  for (uint64_t i = 0; i < arguments[0].as.list.size && !found; ++i)
    found = same(arguments[0].as.list.items[i], arguments[1]);
  set_boolean(result, found);
  return 0;
}
