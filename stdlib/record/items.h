/* Lists that generated code makes and goes through. */
#pragma once

#include "stdlib/abi/abi.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Room for `count` values that live until the record is done; NULL past the record's limit. */
treaty_value* treaty_items(treaty_context* context, uint64_t count);

/* Op `in`: whether an item of `list` equals `value`; both present. */
int treaty_contains(const treaty_value* value, const treaty_value* list);

/* Op `sort`: the items of `list` by their keys, one an item, stable. 0 or `too_large`. */
treaty_error treaty_sort(treaty_context* context, treaty_value* result, const treaty_value* list, const treaty_value* keys);

#ifdef __cplusplus
}
#endif
