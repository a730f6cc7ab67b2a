// Single records: list, create, read, change, archive.
#include <algorithm>
#include <charconv>

#include <fmt/core.h>

#include "runtime/sandbox/portal.h"

namespace treaty::sandbox {
namespace {

constexpr size_t most_per_page = 100;
constexpr size_t usual_page = 10;

http::Response list(Portal& portal, const ObjectType& type, const Call& call) {
  size_t limit = usual_page;
  if (const std::string asked = call.parameter("limit"); !asked.empty()) {
    limit = static_cast<size_t>(std::max<long long>(1, std::atoll(asked.c_str())));
    if (limit > most_per_page) {
      return error_answer(400, "VALIDATION_ERROR", "Invalid input: limit must be at most 100");
    }
  }
  const int64_t after = id_of(call.parameter("after")).value_or(0);
  const bool archived = call.parameter("archived") == "true";
  std::vector<Record> records = portal.records->list(type.name, after, limit + 1, archived);
  const bool more = records.size() > limit;
  if (more) {
    records.pop_back();
  }
  Json results = Json::array();
  for (const Record& record : records) {
    results.push_back(to_json(record, call.list("properties")));
  }
  Json body = {{"results", results}};
  if (more) {
    const std::string next = std::to_string(records.back().id);
    body["paging"] = {{"next", {{"after", next}, {"link", "?after=" + next}}}};
  }
  return json_answer(200, body);
}

http::Response create(Portal& portal, const ObjectType& type, const Call& call) {
  Checked checked =
      check_properties(*portal.model, type.name, call.body.value("properties", Json::object()), call.strict_2026);
  if (call.strict_2026 && checked.invalid.empty()) {
    checked.invalid = missing_required(portal, type, checked.values);
  }
  if (!checked.invalid.empty()) {
    return json_answer(400, validation_body(checked.invalid));
  }
  auto made = portal.records->create(type.name, checked.values, portal.now(), portal.options.index_lag_ms);
  if (const auto* refusal = std::get_if<Refusal>(&made)) {
    return json_answer(refusal->status, refusal->body);
  }
  const Record& record = std::get<Record>(made);
  if (auto refusal = associate_inline(portal, type.name, record.id, call.body.value("associations", Json::array()))) {
    return json_answer(refusal->status, refusal->body);
  }
  std::vector<std::string> shown;
  for (const auto& [name, value] : checked.values) {
    shown.push_back(name);
  }
  Json body = to_json(record, shown);
  if (!checked.warnings.empty()) {
    body["warnings"] = checked.warnings;
  }
  return json_answer(201, body);
}

std::optional<Record> find(Portal& portal, const ObjectType& type, const std::string& id, const Call& call,
                           bool archived) {
  if (const std::string property = call.parameter("idProperty"); !property.empty()) {
    return portal.records->find_by(type.name, property, id);
  }
  const auto number = id_of(id);
  return number ? portal.records->find(type.name, *number, archived) : std::nullopt;
}

http::Response change(Portal& portal, const ObjectType& type, Record record, const Call& call) {
  const Json properties = call.body.value("properties", Json::object());
  if (!properties.is_object() || properties.empty()) {
    return error_answer(400, "VALIDATION_ERROR", "No properties found to update, please provide at least one.");
  }
  Checked checked = check_properties(*portal.model, type.name, properties, call.strict_2026);
  if (!checked.invalid.empty()) {
    return json_answer(400, validation_body(checked.invalid));
  }
  auto changed =
      portal.records->update(type.name, std::move(record), checked.values, portal.now(), portal.options.index_lag_ms);
  if (const auto* refusal = std::get_if<Refusal>(&changed)) {
    return json_answer(refusal->status, refusal->body);
  }
  std::vector<std::string> shown;
  for (const auto& [name, value] : checked.values) {
    shown.push_back(name);
  }
  Json body = to_json(std::get<Record>(changed), shown);
  if (!checked.warnings.empty()) {
    body["warnings"] = checked.warnings;
  }
  return json_answer(200, body);
}

Json associations_of(Portal& portal, const ObjectType& type, int64_t id, const std::vector<std::string>& wanted) {
  Json shown = Json::object();
  for (const std::string& name : wanted) {
    const ObjectType* to = portal.model->type(name);
    if (to == nullptr) {
      continue;
    }
    Json results = Json::array();
    Query query = portal.storage->query(
        "SELECT DISTINCT to_id FROM associations WHERE from_type = ? AND from_id = ? AND to_type = ? ORDER BY to_id "
        "LIMIT 100");
    query.with(std::string_view(type.name), id, std::string_view(to->name));
    while (query.step()) {
      results.push_back({{"id", query.text(0)}, {"type", type.name + "_to_" + to->name}});
    }
    if (!results.empty()) {
      shown[name] = {{"results", results}};
    }
  }
  return shown;
}

http::Response one(Portal& portal, const ObjectType& type, const std::string& id, const Call& call) {
  if (call.parameter("idProperty").empty() && !id_of(id)) {
    return json_answer(404, error_body("OBJECT_NOT_FOUND", "Object not found.  objectId are usually numeric."));
  }
  if (call.method != "DELETE") {
    if (auto refusal =
            not_unique(portal, type, call.parameter("idProperty"), call.method == "GET" ? "read" : "update")) {
      return json_answer(refusal->status, refusal->body);
    }
  }
  const bool archived = call.method == "GET" && call.parameter("archived") == "true";
  auto record = find(portal, type, id, call, archived);
  if (call.method == "DELETE") {
    if (record) {
      portal.records->archive(type.name, record->id, portal.now());
    }
    return json_answer(204, {});
  }
  if (!record) {
    return no_such_record(id);
  }
  if (call.method == "PATCH") {
    return change(portal, type, std::move(*record), call);
  }
  Json body = to_json(*record, call.list("properties"));
  if (const Json shown = associations_of(portal, type, record->id, call.list("associations")); !shown.empty()) {
    body["associations"] = shown;
  }
  return json_answer(200, body);
}

}  // namespace

std::optional<int64_t> id_of(const std::string& text) {
  int64_t id = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), id);
  return failure == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(id)
                                                                                     : std::nullopt;
}

http::Response not_found() { return error_answer(404, "OBJECT_NOT_FOUND", "resource not found"); }
http::Response no_such_record(const std::string&) { return not_found(); }

std::optional<Refusal> not_unique(const Portal& portal, const ObjectType& type, const std::string& property,
                                  std::string_view verb) {
  const schema::Property* definition = property.empty() ? nullptr : portal.model->property(type.name, property);
  if (property.empty() || (definition != nullptr && definition->unique)) {
    return std::nullopt;
  }
  return Refusal{400, error_body("VALIDATION_ERROR",
                                 fmt::format("Unable to perform {} by non-unique {} property {} in portal {}", verb,
                                             type.type_id, property, portal_id))};
}

std::vector<Invalid> missing_required(const Portal& portal, const ObjectType& type, const Properties& values) {
  static const std::map<std::string, std::vector<std::vector<std::string>>> wanted = {
      {"contacts", {{"email", "firstname", "lastname"}}},
      {"companies", {{"name", "domain"}}},
      {"deals", {{"dealname"}, {"dealstage"}}},
      {"tickets", {{"subject"}, {"hs_pipeline_stage"}}},
      {"products", {{"name"}}},
  };
  std::vector<Invalid> missing;
  std::vector<std::vector<std::string>> rules;
  if (const auto standard = wanted.find(type.name); standard != wanted.end()) {
    rules = standard->second;
  }
  for (const auto& name :
       portal.model->definition(type.type_id).value("requiredProperties", nlohmann::json::array())) {
    rules.push_back({name.get<std::string>()});
  }
  for (const std::vector<std::string>& any_of : rules) {
    const bool there = std::any_of(any_of.begin(), any_of.end(), [&](const std::string& name) {
      const auto value = values.find(name);
      return value != values.end() && !value->second.empty();
    });
    if (!there) {
      missing.push_back({"MISSING_REQUIRED_PROPERTY", fmt::format("Required property {} is missing", any_of.front()),
                         any_of.front()});
    }
  }
  return missing;
}

http::Response serve_objects(Portal& portal, const Call& call) {
  if (call.path.empty()) {
    return not_found();
  }
  const ObjectType* type = portal.model->type(call.path[0]);
  if (type == nullptr) {
    return error_answer(400, "VALIDATION_ERROR", "Unable to infer object type from: " + call.path[0]);
  }
  if (call.path.size() == 1) {
    return call.method == "GET"    ? list(portal, *type, call)
           : call.method == "POST" ? create(portal, *type, call)
                                   : not_found();
  }
  if (call.path[1] == "batch" && call.path.size() == 3 && call.method == "POST") {
    return serve_batch(portal, *type, call.path[2], call);
  }
  if (call.path[1] == "search" && call.path.size() == 2 && call.method == "POST") {
    return serve_search(portal, *type, call);
  }
  if (call.path[1] == "merge" && call.path.size() == 2 && call.method == "POST") {
    return serve_merge(portal, *type, call);
  }
  if (call.path[1] == "gdpr-delete" && call.path.size() == 2 && call.method == "POST") {
    return serve_gdpr_delete(portal, *type, call);
  }
  if (call.path.size() >= 3 && call.path[2] == "associations") {
    const auto id = id_of(call.path[1]);
    return id && portal.records->find(type->name, *id) ? serve_record_associations(portal, *type, *id, call, 3)
                                                       : no_such_record(call.path[1]);
  }
  return call.path.size() == 2 && (call.method == "GET" || call.method == "PATCH" || call.method == "DELETE")
             ? one(portal, *type, call.path[1], call)
             : not_found();
}

}  // namespace treaty::sandbox
