/* Names of hosts beyond ASCII. A host function. */
#pragma once

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The host in its ASCII form (`xn--…`), small letters; its size, or 0 where it has none. */
uint32_t treaty_host_to_ascii(const char* host, uint64_t size, char* out, uint32_t room);

#ifdef __cplusplus
}
#endif
