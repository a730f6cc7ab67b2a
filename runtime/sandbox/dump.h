#pragma once

#include <string>

#include "runtime/sandbox/portal.h"

namespace treaty::sandbox {

/// Every live record with its properties and associations, as JSON. `stable` names records by their unique values and
/// content instead of ids and leaves times out, and sorts: two portals with the same content give the same bytes.
std::string dump_of(const Portal& portal, bool stable);

}  // namespace treaty::sandbox
