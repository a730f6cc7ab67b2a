/* What generated walkers call. A walker goes over the structural characters of a block of records as simdjson's stage 1
   finds them: `bytes[index[position]]` is such a character, or the first one of a scalar. `index[count]` is an offset
   past the last byte, and all of `bytes` is readable 64 bytes past its end. */
#pragma once

#include "stdlib/abi/abi.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Where a walker found a value: the position it begins at in the low 32 bits, the position behind it in the high ones;
   0 where there is none. */
typedef uint64_t treaty_slot;

/* The position behind the value at `position` (which is less than count), `around` containers around it. UINT32_MAX where
   what stands there is not JSON's grammar or nests too deep. Scalars are not looked at. */
uint32_t treaty_skip(const uint8_t* bytes, const uint32_t* index, uint32_t position, uint32_t count, uint32_t around);

/* The number of bytes between the quotes of the key that begins at `key`, given where the next character stands. */
uint64_t treaty_key_size(const uint8_t* key, const uint8_t* next);
/* Whether a key's bytes hold a backslash. */
int treaty_key_has_escape(const uint8_t* data, uint64_t size);

/* Whether a record stands on a line of its own: no line ends from its first byte to its last bracket, and one ends before
   the next structural character, unless that one is past the end of the block. */
int treaty_is_one_line(const uint8_t* record, const uint8_t* last, const uint8_t* next, int is_last);

/* The value of a slot, read as `kind`: treaty_load of its token. */
treaty_error treaty_load_slot(treaty_context* context, treaty_value* result, uint32_t kind, const uint8_t* bytes,
                              const uint32_t* index, treaty_slot slot, const char* zone, uint64_t zone_size);

#ifdef __cplusplus
}
#endif
