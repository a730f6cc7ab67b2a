/* Local times and instants by the IANA time zone database. Host functions. */
#pragma once

#include "stdlib/abi/abi.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What is meant by a local time that the clocks skip, or show twice. Nothing said: skipped is an error, twice is the first. */
enum {
  TREATY_GAP_EARLIER = 1,   /* as far before the gap as it lies behind the gap's beginning: 02:30 is 01:30 */
  TREATY_GAP_LATER = 2,     /* the clocks had gone on: 02:30 is 03:30 */
  TREATY_OVERLAP_LATER = 4, /* the second time */
  TREATY_OVERLAP_ERROR = 8
};
/* The instant (microseconds, UTC) at which the clocks of `zone` show `local`; `choice` as above. dst_gap, dst_overlap, or for an
   unknown zone no_zone. */
treaty_error treaty_zone_to_utc(int64_t local, const char* zone, uint64_t zone_size, uint32_t choice, int64_t* instant);
/* What the clocks of `zone` show at an instant. */
treaty_error treaty_zone_to_local(int64_t instant, const char* zone, uint64_t zone_size, int64_t* local);

#ifdef __cplusplus
}
#endif
