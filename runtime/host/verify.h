#pragma once

#include "runtime/connectors/hubspot/portal.h"
#include "runtime/host/rehearse.h"

namespace treaty::host {

/// Reads the portal and compares it with what the ledger says was done: counts by object, and every association.
std::expected<void, Error> verify(const package::Manifest& manifest, ledger::Ledger& ledger,
                                  const std::map<std::string, connectors::Portal*>& portals,
                                  const std::map<std::string, int64_t>& in_portal, RehearsalReport& report);

}  // namespace treaty::host
