// Associations between records.
#include <algorithm>
#include <set>

#include <fmt/core.h>

#include "runtime/sandbox/associations.h"

namespace treaty::sandbox {
namespace {

constexpr size_t most_created = 2000;
constexpr size_t most_read = 1000;

/// Those of one record with others of one object: the other's id and its types.
std::map<int64_t, std::vector<AssociationType>> of_record(Portal& portal, const std::string& from, int64_t id,
                                                          const std::string& to) {
  std::map<int64_t, std::vector<AssociationType>> found;
  const std::vector<AssociationType> known = portal.model->associations(from, to);
  Query query = portal.storage->query(
      "SELECT to_id, category, type_id FROM associations WHERE from_type = ? AND from_id = ? AND to_type = ? ORDER "
      "BY to_id, type_id");
  query.with(std::string_view(from), id, std::string_view(to));
  while (query.step()) {
    AssociationType type{query.text(1), query.integer(2), {}};
    for (const AssociationType& one : known) {
      type.label = one.id == type.id && one.category == type.category ? one.label : type.label;
    }
    found[query.integer(0)].push_back(std::move(type));
  }
  return found;
}

/// A record has one primary company: the one it had steps back.
void step_back(Portal& portal, const std::string& from, int64_t from_id, const std::string& to, int64_t to_id) {
  const bool to_company = to == "companies";
  const std::string& object = to_company ? from : to;
  const int64_t id = to_company ? from_id : to_id;
  const auto primary = portal.model->primary_association(object, "companies");
  const auto back = portal.model->primary_association("companies", object);
  if (!primary || !back) {
    return;
  }
  for (const auto& [company, types] : of_record(portal, object, id, "companies")) {
    erase_type(portal, object, id, "companies", company, *primary);
    erase_type(portal, "companies", company, object, id, *back);
  }
}

Refusal invalid_ids() {
  return {400, error_body("VALIDATION_ERROR", "One or more associations are invalid",
                          {{"subCategory", "crm.associations.INVALID_OBJECT_IDS"}})};
}

Json created(const ObjectType& from, int64_t from_id, const ObjectType& to, int64_t to_id,
             const std::vector<AssociationType>& types) {
  Json labels = Json::array();
  for (const AssociationType& type : types) {
    if (!type.label.empty()) {
      labels.push_back(type.label);
    }
  }
  return {{"fromObjectTypeId", from.type_id},
          {"fromObjectId", from_id},
          {"toObjectTypeId", to.type_id},
          {"toObjectId", to_id},
          {"labels", labels}};
}

http::Response create_batch(Portal& portal, const ObjectType& from, const ObjectType& to, const Call& call,
                            bool by_default) {
  const Json inputs = call.body.value("inputs", Json::array());
  if (inputs.size() > most_created) {
    return error_answer(400, "VALIDATION_ERROR", "The maximum number of inputs supported is 2000");
  }
  Json results = Json::array();
  Json errors = Json::array();
  for (const Json& input : inputs) {
    const int64_t from_id = number_of(input.value("from", Json::object()).value("id", Json()));
    const int64_t to_id = number_of(input.value("to", Json::object()).value("id", Json()));
    std::optional<std::vector<AssociationType>> types;
    if (by_default) {
      if (auto unlabelled = portal.model->default_association(from.name, to.name)) {
        types = std::vector{*unlabelled};
      }
    } else {
      types = types_of(portal, from.name, to.name, input.value("types", Json::array()));
    }
    if (!types || types->empty()) {
      return error_answer(400, "VALIDATION_ERROR",
                          fmt::format("invalid from object type {} to object type {}", from.name, to.name));
    }
    if (auto refusal = associate(portal, from.name, from_id, to.name, to_id, *types)) {
      refusal->body["context"] = {{"fromObjectId", Json::array({std::to_string(from_id)})},
                                  {"toObjectId", Json::array({std::to_string(to_id)})}};
      errors.push_back(refusal->body);
    } else if (by_default) {
      results.push_back(
          {{"from", {{"id", std::to_string(from_id)}}},
           {"to", {{"id", std::to_string(to_id)}}},
           {"associationSpec",
            {{"associationCategory", types->front().category}, {"associationTypeId", types->front().id}}}});
    } else {
      results.push_back(created(from, from_id, to, to_id, *types));
    }
  }
  Json body = {{"status", "COMPLETE"},
               {"results", results},
               {"startedAt", iso_time(portal.now())},
               {"completedAt", iso_time(portal.now())}};
  if (!errors.empty()) {
    body["numErrors"] = errors.size();
    body["errors"] = errors;
  }
  return json_answer(errors.empty() ? (by_default ? 200 : 201) : 207, body);
}

http::Response read_batch(Portal& portal, const ObjectType& from, const ObjectType& to, const Call& call) {
  const Json inputs = call.body.value("inputs", Json::array());
  if (inputs.size() > most_read) {
    return error_answer(400, "VALIDATION_ERROR", "The maximum number of inputs supported is 1000");
  }
  Json results = Json::array();
  Json errors = Json::array();
  for (const Json& input : inputs) {
    const int64_t id = number_of(input.value("id", Json()));
    Json others = Json::array();
    for (const auto& [other, types] : of_record(portal, from.name, id, to.name)) {
      Json listed = Json::array();
      for (const AssociationType& type : types) {
        listed.push_back(shown(type));
      }
      others.push_back({{"toObjectId", other}, {"associationTypes", listed}});
    }
    if (others.empty()) {
      errors.push_back(error_body("OBJECT_NOT_FOUND",
                                  fmt::format("No {} is associated with {} {}.", to.name, from.name, id),
                                  {{"subCategory", "crm.associations.NO_ASSOCIATIONS_FOUND"},
                                   {"context", {{"fromObjectId", Json::array({std::to_string(id)})}}}}));
    } else {
      results.push_back({{"from", {{"id", std::to_string(id)}}}, {"to", others}});
    }
  }
  Json body = {{"status", "COMPLETE"},
               {"results", results},
               {"startedAt", iso_time(portal.now())},
               {"completedAt", iso_time(portal.now())}};
  if (!errors.empty()) {
    body["numErrors"] = errors.size();
    body["errors"] = errors;
  }
  return json_answer(errors.empty() ? 200 : 207, body);
}

http::Response archive_batch(Portal& portal, const ObjectType& from, const ObjectType& to, const Call& call) {
  for (const Json& input : call.body.value("inputs", Json::array())) {
    const int64_t from_id = number_of(input.value("from", Json::object()).value("id", Json()));
    for (const Json& other : input.value("to", Json::array())) {
      erase_pair(portal, from.name, from_id, to.name, number_of(other.value("id", Json())));
    }
  }
  return json_answer(204, {});
}

}  // namespace

int64_t number_of(const Json& value) {
  return value.is_number()   ? value.get<int64_t>()
         : value.is_string() ? id_of(value.get<std::string>()).value_or(-1)
                             : -1;
}

std::optional<std::vector<AssociationType>> types_of(Portal& portal, const std::string& from, const std::string& to,
                                                     const Json& written) {
  const std::vector<AssociationType> known = portal.model->associations(from, to);
  std::vector<AssociationType> types;
  for (const Json& one : written) {
    const int64_t id = number_of(one.value("associationTypeId", Json()));
    const std::string category =
        one.value("associationCategory", "HUBSPOT_DEFINED");  // numbers are counted in each category
    const auto found = std::find_if(known.begin(), known.end(), [&](const AssociationType& type) {
      return type.id == id && type.category == category;
    });
    if (found == known.end()) {
      return std::nullopt;
    }
    types.push_back(*found);
  }
  return types;
}

Json shown(const AssociationType& type) {
  return {{"category", type.category},
          {"typeId", type.id},
          {"label", type.label.empty() ? Json(nullptr) : Json(type.label)}};
}

void erase_pair(Portal& portal, const std::string& from, int64_t from_id, const std::string& to, int64_t to_id) {
  for (const bool back : {false, true}) {
    portal.storage
        ->query("DELETE FROM associations WHERE from_type = ? AND from_id = ? AND to_type = ? AND to_id = ?")
        .with(std::string_view(back ? to : from), back ? to_id : from_id, std::string_view(back ? from : to),
              back ? from_id : to_id)
        .run();
  }
}

bool is_same(const AssociationType& a, const AssociationType& b) { return a.id == b.id && a.category == b.category; }

void erase_type(Portal& portal, const std::string& from, int64_t from_id, const std::string& to, int64_t to_id,
                const AssociationType& type) {
  portal.storage
      ->query(
          "DELETE FROM associations WHERE from_type = ? AND from_id = ? AND to_type = ? AND to_id = ? AND category = "
          "? AND type_id = ?")
      .with(std::string_view(from), from_id, std::string_view(to), to_id, std::string_view(type.category), type.id)
      .run();
}

std::optional<Refusal> associate(Portal& portal, const std::string& from, int64_t from_id, const std::string& to,
                                 int64_t to_id, const std::vector<AssociationType>& types) {
  if (!portal.records->find(from, from_id) || !portal.records->find(to, to_id)) {
    return invalid_ids();
  }
  std::vector<AssociationType> all = types;
  const auto unlabelled = portal.model->default_association(from, to);
  const auto primary = portal.model->primary_association(from, to);
  const auto is_label = [&](const AssociationType& type) { return !unlabelled || !is_same(type, *unlabelled); };
  if (std::any_of(types.begin(), types.end(), is_label)) {
    erase_pair(portal, from, from_id, to, to_id);  // what is written with labels replaces the labels that were there
  }
  if (primary &&
      std::any_of(types.begin(), types.end(), [&](const AssociationType& type) { return is_same(type, *primary); })) {
    step_back(portal, from, from_id, to, to_id);
  }
  if (unlabelled) {
    all.push_back(*unlabelled);  // always there beside labels
  }
  for (const AssociationType& type : all) {
    const AssociationType back = portal.model->inverse(from, to, type);
    const auto add = [&](const std::string& a, int64_t a_id, const std::string& b, int64_t b_id,
                         const AssociationType& one) {
      portal.storage
          ->query(
              "INSERT OR IGNORE INTO associations (from_type, from_id, to_type, to_id, category, type_id) VALUES (?, "
              "?, ?, ?, ?, ?)")
          .with(std::string_view(a), a_id, std::string_view(b), b_id, std::string_view(one.category), one.id)
          .run();
    };
    add(from, from_id, to, to_id, type);
    add(to, to_id, from, from_id, back);
  }
  return std::nullopt;
}

std::optional<Refusal> associate_inline(Portal& portal, const std::string& from, int64_t from_id,
                                        const Json& associations) {
  for (const Json& one : associations) {
    const int64_t to_id = number_of(one.value("to", Json::object()).value("id", Json()));
    bool made = false;
    for (const ObjectType& to : portal.model->types()) {
      const auto types = types_of(portal, from, to.name, one.value("types", Json::array()));
      if (types && !types->empty() && portal.records->find(to.name, to_id)) {
        if (auto refusal = associate(portal, from, from_id, to.name, to_id, *types)) {
          return refusal;
        }
        made = true;
        break;
      }
    }
    if (!made) {
      return invalid_ids();
    }
  }
  return std::nullopt;
}

http::Response serve_record_associations(Portal& portal, const ObjectType& from, int64_t id, const Call& call,
                                         size_t next) {
  const std::vector<std::string>& path = call.path;
  const bool by_default = path.size() > next && path[next] == "default";
  const size_t at = next + by_default;
  const ObjectType* to = path.size() > at ? portal.model->type(path[at]) : nullptr;
  if (to == nullptr) {
    return not_found();
  }
  if (path.size() == at + 1 && call.method == "GET") {
    Json results = Json::array();
    for (const auto& [other, types] : of_record(portal, from.name, id, to->name)) {
      Json listed = Json::array();
      for (const AssociationType& type : types) {
        listed.push_back(shown(type));
      }
      results.push_back({{"toObjectId", other}, {"associationTypes", listed}});
    }
    return json_answer(200, {{"results", results}});
  }
  const auto other = path.size() > at + 1 ? id_of(path[at + 1]) : std::nullopt;
  if (!other) {
    return not_found();
  }
  if (call.method == "DELETE") {
    erase_pair(portal, from.name, id, to->name, *other);
    return json_answer(204, {});
  }
  std::optional<std::vector<AssociationType>> types;
  if (by_default) {
    if (auto unlabelled = portal.model->default_association(from.name, to->name)) {
      types = std::vector{*unlabelled};
    }
  } else {
    types = types_of(portal, from.name, to->name, call.body.is_array() ? call.body : Json::array());
  }
  const std::string now = iso_time(portal.now());
  if (call.method != "PUT" || !types || types->empty()) {
    return error_answer(400, "VALIDATION_ERROR", fmt::format("invalid from object type {}", from.name));
  }
  if (auto refusal = associate(portal, from.name, id, to->name, *other, *types)) {
    return json_answer(refusal->status, refusal->body);
  }
  if (by_default) {
    const auto link = [&](int64_t a, int64_t b, const AssociationType& type) {
      return Json{{"from", {{"id", std::to_string(a)}}},
                  {"to", {{"id", std::to_string(b)}}},
                  {"associationSpec", {{"associationCategory", type.category}, {"associationTypeId", type.id}}}};
    };
    const AssociationType back = portal.model->inverse(from.name, to->name, types->front());
    return json_answer(200, {{"status", "COMPLETE"},
                             {"results", {link(id, *other, types->front()), link(*other, id, back)}},
                             {"startedAt", now},
                             {"completedAt", now}});
  }
  return json_answer(201, created(from, id, *to, *other, *types));
}

http::Response serve_associations(Portal& portal, const Call& call) {
  const std::vector<std::string>& path = call.path;
  const ObjectType* from = path.size() > 1 ? portal.model->type(path[0]) : nullptr;
  const ObjectType* to = path.size() > 1 ? portal.model->type(path[1]) : nullptr;
  if (from == nullptr || to == nullptr || path.size() < 3) {
    return from == nullptr || to == nullptr ? error_answer(400, "VALIDATION_ERROR", "Unable to infer object type")
                                            : not_found();
  }
  if (path[2] == "labels") {
    return serve_labels(portal, *from, *to, call);
  }
  const std::string verb = path.size() >= 4 ? path[3] : "";
  if (path.size() == 5 && path[2] == "batch" && verb == "labels" && path[4] == "archive" && call.method == "POST") {
    return serve_labels_archive(portal, *from, *to, call);
  }
  if (path[2] != "batch" || call.method != "POST") {
    return not_found();
  }
  if (verb == "create") {
    return create_batch(portal, *from, *to, call, false);
  }
  if (verb == "associate" && path.size() == 5 && path[4] == "default") {
    return create_batch(portal, *from, *to, call, true);
  }
  return verb == "read"      ? read_batch(portal, *from, *to, call)
         : verb == "archive" ? archive_batch(portal, *from, *to, call)
                             : not_found();
}

}  // namespace treaty::sandbox
