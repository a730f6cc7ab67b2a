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

std::string stored(const Properties& properties) {
  return nlohmann::json(properties).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

bool has_createdate(const std::string& type) {
  static constexpr std::string_view standard[] = {"contacts", "companies", "deals",
                                                  "tickets",  "products",  "line_items"};
  return std::find(std::begin(standard), std::end(standard), type) != std::end(standard);
}

/// The stages of a lifecycle in their order: HubSpot ignores a step back without a word.
int stage_of(const std::string& value) {
  static constexpr std::string_view stages[] = {"subscriber",         "lead",        "marketingqualifiedlead",
                                                "salesqualifiedlead", "opportunity", "customer",
                                                "evangelist",         "other"};
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
  Query query = storage_.query(
      "SELECT id, properties, created, updated, indexed, archived FROM records WHERE id = ? AND type = ? AND "
      "archived = ?");
  query.with(id, std::string_view(type), static_cast<int64_t>(archived));
  return query.step() ? std::optional(read(query)) : std::nullopt;
}

std::optional<Record> Records::find_by(const std::string& type, const std::string& property,
                                       const std::string& value) {
  std::string wanted = value;
  if (property == "email") {
    std::transform(wanted.begin(), wanted.end(), wanted.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  }
  Query query = storage_.query("SELECT id FROM unique_values WHERE type = ? AND property = ? AND value = ?");
  query.with(std::string_view(type), std::string_view(property), std::string_view(wanted));
  return query.step() ? find(type, query.integer(0)) : std::nullopt;
}

std::vector<Record> Records::list(const std::string& type, int64_t after, size_t limit, bool archived) {
  Query query = storage_.query(
      "SELECT id, properties, created, updated, indexed, archived FROM records WHERE type = ? AND archived = ? AND "
      "id > ? ORDER BY id LIMIT ?");
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

std::optional<Refusal> Records::claim(const std::string& type, int64_t id, const Properties& before,
                                      const Properties& values) {
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
          return Refusal{
              409, error_body("CONFLICT", fmt::format("Contact already exists. Existing ID: {}", held.integer(0)))};
        }
        return Refusal{400,
                       validation_body({{"CONFLICTING_UNIQUE_VALUE",
                                         fmt::format("{} is already held by {}", value, held.integer(0)), name}})};
      }
    }
  }
  for (const auto& [name, value] : values) {
    const schema::Property* property = model_.property(type, name);
    if (property == nullptr || !property->unique) {
      continue;
    }
    if (const auto old = before.find(name); old != before.end()) {
      storage_.query("DELETE FROM unique_values WHERE type = ? AND property = ? AND value = ? AND id = ?")
          .with(std::string_view(type), std::string_view(name), std::string_view(old->second), id)
          .run();
    }
    if (!value.empty()) {
      storage_.query("INSERT OR REPLACE INTO unique_values (type, property, value, id) VALUES (?, ?, ?, ?)")
          .with(std::string_view(type), std::string_view(name), std::string_view(value), id)
          .run();
    }
  }
  return std::nullopt;
}

int64_t Records::next_id() {
  Query next = storage_.query(
      "SELECT MAX(COALESCE((SELECT MAX(id) FROM records), 10000), COALESCE((SELECT MAX(old_id) FROM merged), 0)) + "
      "1");
  next.step();
  return next.integer(0);
}

std::variant<Record, Refusal> Records::create(const std::string& type, const Properties& values, int64_t now,
                                              int64_t index_lag) {
  Record record;
  record.id = next_id();
  if (auto refusal = claim(type, record.id, {}, values)) {
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
  record.properties[has_createdate(type) ? "createdate" : "hs_createdate"] = iso_time(now);
  record.properties[type == "contacts" ? "lastmodifieddate" : "hs_lastmodifieddate"] = iso_time(now);
  storage_.query("INSERT INTO records (id, type, properties, created, updated, indexed) VALUES (?, ?, ?, ?, ?, ?)")
      .with(record.id, std::string_view(type), std::string_view(stored(record.properties)), now, now, record.indexed)
      .run();
  return record;
}

std::variant<Record, Refusal> Records::update(const std::string& type, Record record, const Properties& values,
                                              int64_t now, int64_t index_lag) {
  if (auto refusal = claim(type, record.id, record.properties, values)) {
    return *refusal;
  }
  for (const auto& [name, value] : values) {
    if (name == "lifecyclestage" && !value.empty() && record.properties.contains(name) &&
        stage_of(value) < stage_of(record.properties[name])) {
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

void Records::forget_associations(const std::string& type, int64_t id) {
  std::vector<std::pair<std::string, int64_t>> others;
  Query query =
      storage_.query("SELECT DISTINCT to_type, to_id FROM associations WHERE from_type = ? AND from_id = ?");
  query.with(std::string_view(type), id);
  while (query.step()) {
    others.emplace_back(query.text(0), query.integer(1));
  }
  for (const auto& [other, other_id] : others) {
    storage_.query("DELETE FROM associations WHERE from_type = ? AND from_id = ? AND to_type = ? AND to_id = ?")
        .with(std::string_view(other), other_id, std::string_view(type), id)
        .run();
  }
  storage_.query("DELETE FROM associations WHERE from_type = ? AND from_id = ?")
      .with(std::string_view(type), id)
      .run();
}

void Records::archive(const std::string& type, int64_t id, int64_t now) {
  const auto record = find(type, id);
  if (!record) {
    return;
  }
  storage_.query("UPDATE records SET archived = 1, updated = ? WHERE id = ?").with(now, record->id).run();
  storage_.query("DELETE FROM unique_values WHERE id = ?").with(record->id).run();
  forget_associations(type, record->id);
}

void Records::purge(const std::string& type, int64_t id) {
  forget_associations(type, id);
  storage_.query("DELETE FROM unique_values WHERE id = ?").with(id).run();
  storage_.query("DELETE FROM records WHERE id = ? AND type = ?").with(id, std::string_view(type)).run();
}

Record Records::merge(const std::string& type, const Record& first, const Record& second, int64_t now,
                      int64_t index_lag) {
  Record merged;
  merged.id = next_id();
  merged.properties = first.properties;
  merged.properties.insert(second.properties.begin(), second.properties.end());
  merged.created = std::min(first.created, second.created);
  merged.updated = now;
  merged.indexed = now + index_lag;
  const auto add_to = [&](const std::string& name, const std::string& value) {
    std::string& list = merged.properties[name];
    list += (list.empty() ? "" : ";") + value;
  };
  merged.properties.erase("hs_merged_object_ids");
  for (const Record* one : {&first, &second}) {
    if (const auto earlier = one->properties.find("hs_merged_object_ids"); earlier != one->properties.end()) {
      add_to("hs_merged_object_ids", earlier->second);
    }
    add_to("hs_merged_object_ids", std::to_string(one->id));
  }
  const auto first_email = first.properties.find("email");
  const auto second_email = second.properties.find("email");
  if (type == "contacts" && first_email != first.properties.end() && second_email != second.properties.end()) {
    add_to("hs_additional_emails", second_email->second);
  }
  merged.properties["hs_object_id"] = std::to_string(merged.id);
  merged.properties[type == "contacts" ? "lastmodifieddate" : "hs_lastmodifieddate"] = iso_time(now);
  storage_.query("INSERT INTO records (id, type, properties, created, updated, indexed) VALUES (?, ?, ?, ?, ?, ?)")
      .with(merged.id, std::string_view(type), std::string_view(stored(merged.properties)), merged.created, now,
            merged.indexed)
      .run();
  for (const Record* one : {&first, &second}) {
    // Unique values stay taken, e-mail addresses among them: the second one leads to the record, too.
    storage_.query("UPDATE unique_values SET id = ? WHERE id = ?").with(merged.id, one->id).run();
    for (const char* move : {"UPDATE OR IGNORE associations SET from_id = ? WHERE from_type = ? AND from_id = ?",
                             "UPDATE OR IGNORE associations SET to_id = ? WHERE to_type = ? AND to_id = ?"}) {
      storage_.query(move).with(merged.id, std::string_view(type), one->id).run();
    }
    storage_.query("UPDATE merged SET new_id = ? WHERE new_id = ?").with(merged.id, one->id).run();
    storage_.query("INSERT INTO merged (old_id, new_id) VALUES (?, ?)").with(one->id, merged.id).run();
    storage_.query("DELETE FROM records WHERE id = ?").with(one->id).run();
  }
  for (const Record* one : {&first, &second}) {
    forget_associations(type, one->id);
  }
  storage_.query("DELETE FROM associations WHERE from_type = to_type AND from_id = to_id AND from_id = ?")
      .with(merged.id)
      .run();
  return merged;
}

Json to_json(const Record& record, const std::vector<std::string>& properties) {
  Json shown = Json::object();
  for (const char* always :
       {"createdate", "hs_createdate", "hs_lastmodifieddate", "lastmodifieddate", "hs_object_id"}) {
    if (const auto found = record.properties.find(always); found != record.properties.end()) {
      shown[always] = found->second;
    }
  }
  for (const std::string& name : properties) {
    const auto found = record.properties.find(name);
    shown[name] = found == record.properties.end() ? Json(nullptr) : Json(found->second);
  }
  Json body = {{"id", std::to_string(record.id)},
               {"properties", shown},
               {"createdAt", iso_time(record.created)},
               {"updatedAt", iso_time(record.updated)},
               {"archived", record.archived}};
  if (record.archived) {
    body["archivedAt"] = iso_time(record.updated);
  }
  return body;
}

}  // namespace treaty::sandbox
