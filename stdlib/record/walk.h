/* What generated walkers call: positions are indices into the offsets of a block's structural characters, which end with an offset
   past the last byte. */
#pragma once

#include "stdlib/abi/abi.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The position after the value at `position`, brackets balanced; UINT32_MAX where it never ends. */
uint32_t treaty_skip(const uint8_t* bytes, const uint32_t* index, uint32_t position, uint32_t count);

/* Whether a key's bytes [begin, end) hold a backslash. */
int treaty_key_has_escape(const char* begin, const char* end);

/* Whether a line ends in [begin, end): what stands after a record on its own line makes it no record. */
int treaty_line_ends(const uint8_t* begin, const uint8_t* end);

/* Op `sort`: the items of `list` by their keys, stable. 0 or too_large. */
treaty_error treaty_sort(treaty_context* context, treaty_value* result, const treaty_value* list, const treaty_value* keys);

#ifdef __cplusplus
}
#endif
