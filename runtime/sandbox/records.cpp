#include "runtime/sandbox/records.h"

#include <algorithm>

#include <fmt/core.h>

namespace treaty::sandbox {
namespace {

Record read(const Query& query) {
  Record record;
  record.id = query.integer(0);
  for (const auto& [name, value] : nlohmann::json::parse(query.text(1)).items()) {
    record.properties[name] = value.get<std::string>();
  }
  record.created = query.integer(2);
  record.updated = query.integer(3);
  record.indexed = query.integer(4);
  record.archived = query.integer(5) != 0;
  return record;
}

std::string stored(const Properties& properties) { return nlohmann::json(properties).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace); }

/// The stages of a lifecycle in their order: HubSpot ignores a step back without a word.
int stage_of(const std::string& value) {
  static constexpr std::string_view stages[] = {"subscriber", "lead", "marketingqualifiedlead", "salesqualifiedlead", "opportunity", "customer", "evangelist", "other"};
  const auto found = std::find(std::begin(stages), std::end(stages), value);
  return static_cast<int>(found - std::begin(stages));
}

}  // namespace

std::optional<Record> Records::find(const std::string& type, int64_t id, bool archived) {
  Query merged = storage_.query("SELECT new_id FROM merged WHERE old_id = ?");
  merged.bind(id);
  if (merged.step()) {
    id = merged.integer(0);
  }
  Query query = storage_.query("SELECT id, properties, created, updated, indexed, archived FROM records WHERE id = ? AND type = ? AND archived = ?");
  query.with(id, std::string_view(type), static_cast<int64_t>(archived));
  return query.step() ? std::optional(read(query)) : std::nullopt;
}

std::optional<Record> Records::find_by(const std::string& type, const std::string& property, const std::string& value) {
  std::string wanted = value;
  if (property == "email") {
    std::transform(wanted.begin(), wanted.end(), wanted.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  }
  Query query = storage_.query("SELECT id FROM unique_values WHERE type = ? AND property = ? AND value = ?");
  query.with(std::string_view(type), std::string_view(property), std::string_view(wanted));
  return query.step() ? find(type, query.integer(0)) : std::nullopt;
}

std::vector<Record> Records::list(const std::string& type, int64_t after, size_t limit, bool archived) {
  Query query = storage_.query(
      "SELECT id, properties, created, updated, indexed, archived FROM records WHERE type = ? AND archived = ? AND id > ? ORDER BY id LIMIT ?");
  query.with(std::string_view(type), static_cast<int64_t>(archived), after, static_cast<int64_t>(limit));
  std::vector<Record> found;
  while (query.step()) {
    found.push_back(read(query));
  }
  return found;
}

void Records::each(const std::string& type, const std::function<void(const Record&)>& take) {
  constexpr size_t page = 500;
  for (int64_t after = 0;;) {
    const std::vector<Record> records = list(type, after, page, false);
    for (const Record& record : records) {
      take(record);
      after = record.id;
    }
    if (records.size() < page) {
      return;
    }
  }
}

int64_t Records::count(const std::string& type) {
  Query query = storage_.query("SELECT COUNT(*) FROM records WHERE type = ? AND archived = 0");
  query.bind(std::string_view(type));
  query.step();
  return query.integer(0);
}

std::optional<Refusal> Records::claim(const std::string& type, int64_t id, const Properties& values) {
  for (const auto& [name, value] : values) {
    const schema::Property* property = model_.property(type, name);
    if (property == nullptr || !property->unique) {
      continue;
    }
    if (!value.empty()) {
      Query held = storage_.query("SELECT id FROM unique_values WHERE type = ? AND property = ? AND value = ?");
      held.with(std::string_view(type), std::string_view(name), std::string_view(value));
      if (held.step() && held.integer(0) != id) {
        if (name == "email") {
          return Refusal{409, error_body("CONFLICT", fmt::format("Contact already exists. Existing ID: {}", held.integer(0)))};
        }
        return Refusal{400, validation_body({{"CONFLICTING_UNIQUE_VALUE", fmt::format("{} is already held by {}", value, held.integer(0)), name}})};
      }
    }
  }
  for (const auto& [name, value] : values) {
    const schema::Property* property = model_.property(type, name);
    if (property == nullptr || !property->unique) {
      continue;
    }
    storage_.query("DELETE FROM unique_values WHERE type = ? AND property = ? AND id = ?").with(std::string_view(type), std::string_view(name), id).run();
    if (!value.empty()) {
      storage_.query("INSERT INTO unique_values (type, property, value, id) VALUES (?, ?, ?, ?)")
          .with(std::string_view(type), std::string_view(name), std::string_view(value), id)
          .run();
    }
  }
  return std::nullopt;
}

std::variant<Record, Refusal> Records::create(const std::string& type, const Properties& values, int64_t now, int64_t index_lag) {
  Query next = storage_.query("SELECT COALESCE(MAX(id), 10000) + 1 FROM records");
  next.step();
  Record record;
  record.id = next.integer(0);
  if (auto refusal = claim(type, record.id, values)) {
    return *refusal;
  }
  for (const auto& [name, value] : values) {
    if (!value.empty()) {
      record.properties[name] = value;
    }
  }
  record.created = record.updated = now;
  record.indexed = now + index_lag;
  record.properties["hs_object_id"] = std::to_string(record.id);
  record.properties["createdate"] = iso_time(now);
  record.properties[type == "contacts" ? "lastmodifieddate" : "hs_lastmodifieddate"] = iso_time(now);
  storage_.query("INSERT INTO records (id, type, properties, created, updated, indexed) VALUES (?, ?, ?, ?, ?, ?)")
      .with(record.id, std::string_view(type), std::string_view(stored(record.properties)), now, now, record.indexed)
      .run();
  return record;
}

std::variant<Record, Refusal> Records::update(const std::string& type, Record record, const Properties& values, int64_t now, int64_t index_lag) {
  if (auto refusal = claim(type, record.id, values)) {
    return *refusal;
  }
  for (const auto& [name, value] : values) {
    if (name == "lifecyclestage" && !value.empty() && record.properties.contains(name) && stage_of(value) < stage_of(record.properties[name])) {
      continue;  // answered as a success, and ignored
    }
    if (value.empty()) {
      record.properties.erase(name);
    } else {
      record.properties[name] = value;
    }
  }
  record.updated = now;
  record.indexed = now + index_lag;
  record.properties[type == "contacts" ? "lastmodifieddate" : "hs_lastmodifieddate"] = iso_time(now);
  storage_.query("UPDATE records SET properties = ?, updated = ?, indexed = ? WHERE id = ?")
      .with(std::string_view(stored(record.properties)), now, record.indexed, record.id)
      .run();
  return record;
}

void Records::archive(const std::string&, int64_t id, int64_t now) {
  storage_.query("UPDATE records SET archived = 1, updated = ? WHERE id = ?").with(now, id).run();
  storage_.query("DELETE FROM unique_values WHERE id = ?").with(id).run();
  storage_.query("DELETE FROM associations WHERE from_id = ?").with(id).run();
}

Json to_json(const Record& record, const std::vector<std::string>& properties) {
  Json shown = Json::object();
  for (const char* always : {"createdate", "hs_lastmodifieddate", "lastmodifieddate", "hs_object_id"}) {
    if (const auto found = record.properties.find(always); found != record.properties.end()) {
      shown[always] = found->second;
    }
  }
  for (const std::string& name : properties) {
    const auto found = record.properties.find(name);
    shown[name] = found == record.properties.end() ? Json(nullptr) : Json(found->second);
  }
  return {{"id", std::to_string(record.id)}, {"properties", shown}, {"createdAt", iso_time(record.created)}, {"updatedAt", iso_time(record.updated)}, {"archived", record.archived}};
}

}  // namespace treaty::sandbox
