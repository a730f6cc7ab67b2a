#include "stdlib/date/zone.h"

#include <date/tz.h>

#include <chrono>
#include <string>

#include "stdlib/errors.h"

namespace {

using Microseconds = std::chrono::microseconds;

/// The zone of a name; null for none. The database is read once, and a name's zone found once a thread.
const date::time_zone* zone_named(const char* name, uint64_t size) {
  thread_local std::string last_name;
  thread_local const date::time_zone* last_zone = nullptr;
  const std::string_view wanted(name, size);
  if (last_zone != nullptr && wanted == last_name) {
    return last_zone;
  }
  try {
    last_zone = date::locate_zone(std::string(wanted));
    last_name = wanted;
  } catch (const std::exception&) {  // the library throws for an unknown name
    return nullptr;
  }
  return last_zone;
}

}  // namespace

treaty_error treaty_zone_to_utc(int64_t local, const char* zone, uint64_t zone_size, uint32_t choice,
                                int64_t* instant) {
  const date::time_zone* found = zone_named(zone, zone_size);
  if (found == nullptr) {
    return treaty_errors::no_zone;
  }
  const date::local_time<Microseconds> shown{Microseconds(local)};
  const date::local_info info = found->get_info(shown);
  auto offset = info.first.offset;  // in a gap: what was in force before it, so that the instant comes out later
  if (info.result == date::local_info::nonexistent) {
    if ((choice & (TREATY_GAP_EARLIER | TREATY_GAP_LATER)) == 0) {
      return treaty_errors::dst_gap;
    }
    if ((choice & TREATY_GAP_EARLIER) != 0) {
      offset = info.second.offset;
    }
  } else if (info.result == date::local_info::ambiguous) {
    if ((choice & TREATY_OVERLAP_ERROR) != 0) {
      return treaty_errors::dst_overlap;
    }
    if ((choice & TREATY_OVERLAP_LATER) != 0) {
      offset = info.second.offset;
    }
  }
  *instant = local - std::chrono::duration_cast<Microseconds>(offset).count();
  return 0;
}

treaty_error treaty_zone_to_local(int64_t instant, const char* zone, uint64_t zone_size, int64_t* local) {
  const date::time_zone* found = zone_named(zone, zone_size);
  if (found == nullptr) {
    return treaty_errors::no_zone;
  }
  const date::sys_info info = found->get_info(date::sys_time<Microseconds>{Microseconds(instant)});
  *local = instant + std::chrono::duration_cast<Microseconds>(info.offset).count();
  return 0;
}
