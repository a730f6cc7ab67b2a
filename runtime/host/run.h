#pragma once

#include <set>

#include "runtime/host/host.h"

namespace treaty::host {

/// A ledger serves one contract: two with maps of one name would take each other's records for their own.
std::expected<void, Error> check_ledger(const program::Program& program, ledger::Ledger& ledger);

/// A run on a ledger that is open. `only`: by map, the source keys to touch; no entry: all.
std::expected<sync::Report, Error> run(program::Program& program, const BackfillOptions& options,
                                       ledger::Ledger& ledger, std::string purpose,
                                       std::map<std::string, std::set<std::string>> only);

}  // namespace treaty::host
