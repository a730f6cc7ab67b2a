#include <fmt/format.h>

#include "runtime/sync/map_run.h"

namespace treaty::sync {

std::expected<program::TableRows, Error> Tables::rows_of(const program::NeededTable& table) {
  auto portal = lent_.portals.find(table.system);
  if (portal == lent_.portals.end()) {
    return std::unexpected(
        Error{fmt::format("table {} is read from {}, which is no HubSpot system", table.name, table.system)});
  }
  program::TableRows rows;
  auto take = [&](const connectors::Found& found) {
    auto value_of = [&](const std::string& name) {
      if (name == "id") return found.id;
      auto value = found.properties.find(name);
      return value == found.properties.end() ? std::string() : value->second;
    };
    std::string key = value_of(table.key);
    if (!key.empty()) rows.emplace_back(std::move(key), value_of(table.value));
  };
  auto done = table.object == "owners" ? portal->second->owners(take)
                                       : portal->second->enumerate(table.object, {table.key, table.value}, take);
  if (!done) return std::unexpected(error_of(done.error()));
  return rows;
}

std::expected<void, Error> Tables::load() {
  for (const program::NeededTable& table : lent_.program.needed_tables()) {
    if (fresh_.contains(table.name)) continue;
    auto rows = rows_of(table);
    if (!rows) return std::unexpected(rows.error());
    lent_.log.info("table {}: {} rows from {}.{}", table.name, rows->size(), table.system, table.object);
    lent_.program.provide_table(table.name, std::move(*rows));
    fresh_.insert(table.name);
  }
  return {};
}

void Tables::written(const std::string& system, const std::string& object) {
  for (const program::NeededTable& table : lent_.program.needed_tables()) {
    if (table.system == system && table.object == object) fresh_.erase(table.name);
  }
}

}  // namespace treaty::sync
