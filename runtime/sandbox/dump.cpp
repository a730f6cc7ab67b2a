#include "runtime/sandbox/dump.h"

#include <algorithm>

namespace treaty::sandbox {
namespace {

bool is_of_the_portal(const std::string& property) {
  return property == "hs_object_id" || property == "createdate" || property == "lastmodifieddate" ||
         property == "hs_lastmodifieddate";
}

/// A name for a record that does not depend on the order of writes: its content, without ids of other records.
std::string content_of(const std::string& type, const Record& record) {
  nlohmann::json properties = nlohmann::json::object();
  for (const auto& [name, value] : record.properties) {
    if (!is_of_the_portal(name) && name != "hs_product_id") {
      properties[name] = value;
    }
  }
  return type + " " + properties.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

std::string dump_of(const Portal& portal, bool stable) {
  std::map<int64_t, std::string> names;
  std::vector<std::pair<std::string, Record>> records;
  for (const ObjectType& type : portal.model->types()) {
    portal.records->each(type.name, [&](const Record& record) {
      names[record.id] = stable ? content_of(type.name, record) : std::to_string(record.id);
      records.emplace_back(type.name, record);
    });
  }
  std::vector<std::string> lines;
  for (const auto& [type, record] : records) {
    nlohmann::json shown = {{"object", type}, {"name", names[record.id]}, {"properties", nlohmann::json::object()}};
    for (const auto& [name, value] : record.properties) {
      if (!stable || !is_of_the_portal(name)) {
        const auto reference = name == "hs_product_id" && stable ? id_of(value) : std::nullopt;
        shown["properties"][name] = reference && names.contains(*reference) ? names[*reference] : value;
      }
    }
    std::vector<std::string> others;
    Query query = portal.storage->query(
        "SELECT to_type, to_id, category, type_id FROM associations WHERE from_id = ? AND from_type = ?");
    query.with(record.id, std::string_view(type));
    while (query.step()) {
      others.push_back(query.text(2) + " " + query.text(3) + " " + names[query.integer(1)]);
    }
    std::sort(others.begin(), others.end());
    shown["associations"] = others;
    lines.push_back(shown.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  }
  if (stable) {
    std::sort(lines.begin(), lines.end());
  }
  std::string text = "[";
  for (size_t i = 0; i < lines.size(); ++i) {
    text += (i == 0 ? "\n" : ",\n") + lines[i];
  }
  return text + "\n]\n";
}

}  // namespace treaty::sandbox
