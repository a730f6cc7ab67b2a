#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "runtime/connectors/hubspot/values.h"
#include "runtime/sync/crash.h"
#include "runtime/sync/map_run.h"

namespace treaty::sync {
namespace {

using connectors::Found;
using ledger::Intent;
using ledger::Operation;

std::vector<std::string> property_names(const package::Map& map) {
  std::vector<std::string> names;
  for (const package::Field& field : map.fields) names.push_back(field.property);
  return names;
}

/// Whether the destination holds every value of the payload.
std::expected<bool, Error> holds(MapRun& work, const Found& found, const std::string& payload) {
  auto wanted = nlohmann::json::parse(payload, nullptr, false);
  if (!wanted.is_object()) return false;
  for (const auto& [name, value] : wanted.items()) {
    std::string sent = value.is_string() ? value.get<std::string>() : value.is_null() ? "" : value.dump();
    auto held = found.properties.find(name);
    auto type = work.portal.type_of(work.map.object, name);
    if (!type) return std::unexpected(error_of(type.error()));
    if (!connectors::agree(name, *type, sent, held == found.properties.end() ? "" : held->second)) return false;
  }
  return true;
}

/// What the destination holds for each intent; nothing where it holds no such record.
std::expected<std::vector<std::optional<Found>>, Error> look_up(MapRun& work, const std::vector<Intent>& intents) {
  std::vector<std::optional<Found>> all(intents.size());
  std::map<std::string, std::vector<std::string>> asked;  // by property; empty: by id
  bool enumerate = false;
  for (const Intent& intent : intents) {
    if (intent.operation == Operation::update) asked[""].push_back(intent.remote_id);
    if (intent.operation == Operation::upsert) asked[intent.match_property].push_back(intent.match_value);
    enumerate |= intent.operation == Operation::create;
  }
  std::vector<std::string> names = property_names(work.map);
  std::map<std::string, std::map<std::string, Found>> found;
  for (const auto& [property, values] : asked) {
    auto read = work.portal.read(work.map.object, property, values, names);
    if (!read) return std::unexpected(error_of(read.error()));
    found[property] = std::move(*read);
  }
  std::map<std::string, Found> listed;  // by match property and its normalised value
  if (enumerate) {
    std::set<std::string> properties;
    std::set<std::string> wanted;  // the portal may hold millions; kept are those that are asked for
    for (const Intent& intent : intents) {
      if (intent.operation != Operation::create) continue;
      properties.insert(intent.match_property);
      wanted.insert(intent.match_property + "\n" + connectors::normalised(intent.match_property, intent.match_value));
    }
    auto done = work.portal.enumerate(work.map.object, names, [&](const Found& record) {
      for (const std::string& property : properties) {
        auto value = record.properties.find(property);
        if (value == record.properties.end()) continue;
        std::string key = property + "\n" + connectors::normalised(property, value->second);
        if (wanted.contains(key)) listed[std::move(key)] = record;
      }
    });
    if (!done) return std::unexpected(error_of(done.error()));
  }
  for (size_t i = 0; i < intents.size(); ++i) {
    const Intent& intent = intents[i];
    if (intent.operation == Operation::create) {
      auto one = listed.find(intent.match_property + "\n" +
                             connectors::normalised(intent.match_property, intent.match_value));
      if (one != listed.end()) all[i] = one->second;
      continue;
    }
    auto& group = found[intent.operation == Operation::update ? "" : intent.match_property];
    auto one = group.find(intent.operation == Operation::update ? intent.remote_id : intent.match_value);
    if (one != group.end()) all[i] = one->second;
  }
  return all;
}

}  // namespace

std::expected<void, Error> recover(MapRun& work) {
  ledger::Ledger& ledger = work.lent.ledger;
  auto unfinished = ledger.unfinished(work.map.name);
  if (!unfinished) return std::unexpected(error_of(unfinished.error()));
  std::vector<Intent> open;
  for (Intent& intent : *unfinished) {
    intent.landed ? void(work.landed[intent.source_key] = intent) : open.push_back(std::move(intent));
  }
  if (open.empty()) return {};
  work.lent.log.info("map {}: {} records were under way when the last attempt ended; reading them back",
                     work.map.name, open.size());
  auto found = look_up(work, open);
  if (!found) return std::unexpected(found.error());

  std::vector<Intent> landed;
  std::vector<ledger::Link> links;
  std::vector<std::string> undone;
  for (size_t i = 0; i < open.size(); ++i) {
    Intent& intent = open[i];
    if (!(*found)[i]) {
      undone.push_back(intent.source_key);
      continue;
    }
    auto same = holds(work, *(*found)[i], intent.payload);
    if (!same) return std::unexpected(same.error());
    intent.remote_id = (*found)[i]->id;
    if (*same) {
      landed.push_back(intent);
      continue;
    }
    undone.push_back(intent.source_key);
    // It is there, but not as intended: remember which it is, and write it again. Somebody else's link stays theirs.
    auto owner = ledger.source_of(work.map.name, intent.remote_id);
    if (!owner) return std::unexpected(error_of(owner.error()));
    if (!*owner || **owner == intent.source_key) links.push_back({intent.source_key, intent.remote_id, {}, {}});
  }
  auto resolved = ledger.resolve(work.map.name, work.map.object, landed, links, undone, work.lent.now_us());
  if (!resolved) return std::unexpected(error_of(resolved.error()));
  for (Intent& intent : landed) work.landed[intent.source_key] = intent;
  crash_point("recovered");
  return {};
}

std::expected<void, Error> finish_recovery(MapRun& work) {
  if (work.landed.empty()) return {};
  std::vector<ledger::Link> links;
  std::vector<std::string> keys;
  for (const auto& [key, intent] : work.landed) {
    links.push_back({key, intent.remote_id, intent.payload_hash, {}});
    keys.push_back(key);
  }
  auto done = work.lent.ledger.resolve(work.map.name, work.map.object, {}, links, keys, work.lent.now_us());
  if (!done) return std::unexpected(error_of(done.error()));
  work.landed.clear();
  return {};
}

}  // namespace treaty::sync
