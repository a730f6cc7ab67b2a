/* Local times and instants by the IANA time zone database. Host functions. */
#pragma once

#include "stdlib/abi/abi.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The instant (microseconds, UTC) at which the clocks of `zone` show `local`. A time they skip: dst_gap; one they
   show twice: the first. An unknown zone: no_zone. */
treaty_error treaty_zone_to_utc(int64_t local, const char* zone, uint64_t zone_size, int64_t* instant);
/* What the clocks of `zone` show at an instant. */
treaty_error treaty_zone_to_local(int64_t instant, const char* zone, uint64_t zone_size, int64_t* local);

#ifdef __cplusplus
}
#endif
