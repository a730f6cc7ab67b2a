/* Dates and times by patterns: the letters of Unicode's LDML that records use.
   y year, M month (MMM Jan, MMMM January), d day, H hour 0-23, h hour 1-12, m minute, s second, S fraction, a AM/PM,
   X offset (Z, +01:00), E weekday (written only); 'text' stands for itself. */
#pragma once

#include "stdlib/function.h"

namespace treaty_stdlib {

struct Moment {
  int64_t year = 1970;
  int month = 1, day = 1;
  int hour = 0, minute = 0, second = 0, microsecond = 0;
  bool zoned = false;
  int64_t offset_seconds = 0;
};

/// 0, `wrong_format`, or `out_of_range` for a day or time that does not exist.
treaty_error parse_moment(const char* text, uint64_t size, const char* pattern, uint64_t pattern_size,
                          Moment* moment);
/// Appends what the pattern says. 0, `invalid_pattern` or `too_large`.
treaty_error write_moment(Builder* out, const Moment& moment, const char* pattern, uint64_t pattern_size);
int64_t days_of(const Moment& moment);
/// Microseconds since the epoch of what the clocks show.
int64_t local_microseconds(const Moment& moment);
Moment moment_of(int64_t microseconds);

}  // namespace treaty_stdlib
