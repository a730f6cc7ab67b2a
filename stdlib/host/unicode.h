/* Unicode's tables, for the functions whose quick way is ASCII. Host functions: they are not part of the bitcode. */
#pragma once

#include "stdlib/abi/abi.h"

#ifdef __cplusplus
extern "C" {
#endif

enum treaty_unicode_mapping {
  TREATY_UNICODE_LOWER,
  TREATY_UNICODE_UPPER,
  TREATY_UNICODE_TITLE,
  TREATY_UNICODE_PLAIN
};

/* The text in lower, upper or title case, or without its accents. 0 or too_large. */
treaty_error treaty_unicode_map(treaty_context* context, treaty_value* result, const treaty_value* text,
                                uint32_t mapping);
/* The capital of the one character [at, at + size); at most 16 bytes go to `capital`. Returns their number. */
uint32_t treaty_unicode_capital(const char* at, uint64_t size, char* capital);

#ifdef __cplusplus
}
#endif
