#pragma once

#include <string_view>

#include "runtime/connectors/hubspot/portal.h"
#include "runtime/sync/records.h"

namespace treaty::sync {

/// We refused the record before sending it.
ledger::Letter invalid(const package::Map& map, const Record& record, std::string code, std::string field,
                       std::string message, int64_t now_us);
/// The contract's own steps refused it.
ledger::Letter invalid(const package::Map& map, const Record& record, int64_t now_us);
/// HubSpot refused it.
ledger::Letter rejected(const package::Map& map, const Record& record, const connectors::Written& written,
                        int64_t now_us);

/// A source record as people look for it: its key, and of one without a key its place, counted from one: `[page 2#5]`
/// is `page 2, record 6`. What is stored and what programs read stays the key.
std::string in_words(std::string_view source_key);

}  // namespace treaty::sync
