// The only file here that knows the time zone library, which throws.

#include <date/tz.h>

#include "compiler/check/agreements.h"

namespace treaty::check {

bool is_zone(const std::string& name) {
  try {
    return date::locate_zone(name) != nullptr;
  } catch (const std::exception&) {
    return false;
  }
}

}  // namespace treaty::check
