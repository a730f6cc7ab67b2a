#pragma once

#include <string>
#include <vector>

#include "compiler/package/manifest.h"
#include "runtime/ledger/ledger.h"
#include "runtime/program/program.h"

namespace treaty::sync {

/// One output of a map, kept.
struct Record {
  treaty_status status = TREATY_WRITTEN;
  std::string key;  ///< of the source record; made up from its place where it has none
  std::string payload;
  ledger::Hash hash{};
  std::vector<ledger::Claim> claims;      ///< match properties that have a value, in the contract's order; normalised
  std::vector<std::string> match_values;  ///< the same, as they are sent
  std::vector<ledger::WantedAssociation> wanted;
  ledger::Hash associations_hash{};
  program::Cause cause;
};

/// Maps the records in `bytes`, which were read at `position`.
std::vector<Record> map_records(program::Mapper& mapper, const package::Map& map, const std::string& position,
                                std::string_view bytes);

}  // namespace treaty::sync
