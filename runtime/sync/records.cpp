#include "runtime/sync/records.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/connectors/hubspot/values.h"

namespace treaty::sync {
namespace {

/// Where the match properties stand among a map's fields.
std::vector<uint32_t> match_fields(const package::Map& map) {
  std::vector<uint32_t> found;
  for (const std::string& property : map.match) {
    for (uint32_t i = 0; i < map.fields.size(); ++i) {
      if (map.fields[i].property == property) found.push_back(i);
    }
  }
  return found;
}

void read_associations(const program::Mapper& mapper, const program::Output& output, const package::Map& map,
                       Record& record) {
  std::string all;
  for (uint32_t i = 0; i < map.associations.size(); ++i) {
    const package::Association& association = map.associations[i];
    for (std::string& key : mapper.association_keys(output, i)) {
      if (key.empty()) continue;
      all += fmt::format("{}\n{}\n{}\n", association.map, association.label, key);
      record.wanted.push_back({association.map, std::move(key), association.label});
    }
  }
  record.associations_hash = ledger::hash_of(all);
}

}  // namespace

std::vector<Record> map_records(program::Mapper& mapper, const package::Map& map, const std::string& position,
                                std::string_view bytes) {
  std::vector<Record> records;
  std::vector<uint32_t> match = match_fields(map);
  mapper.run(bytes, [&](const program::Output& output) {
    Record record{.status = output.status, .key = std::string(output.source_key)};
    if (record.key.empty()) record.key = fmt::format("[{}#{}]", position, records.size());
    if (output.status == TREATY_WRITTEN) {
      record.payload = output.payload;
      record.hash = ledger::hash_of(output.payload);
      for (uint32_t field : match) {
        auto value = mapper.field(output, field);
        if (!value || value->empty()) continue;
        const std::string& property = map.fields[field].property;
        record.claims.push_back({property, connectors::normalised(property, *value)});
        record.match_values.push_back(std::move(*value));
      }
      read_associations(mapper, output, map, record);
    } else if (output.status != TREATY_FILTERED) {
      record.cause = mapper.cause(output);
      if (record.cause.code.empty()) record.cause.code = output.status == TREATY_MALFORMED ? "malformed" : "rejected";
    }
    records.push_back(std::move(record));
    return true;
  });
  return records;
}

}  // namespace treaty::sync
