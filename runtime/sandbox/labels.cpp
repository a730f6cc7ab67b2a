// Labels: what an association says beside that it is there.
#include <algorithm>

#include <fmt/core.h>

#include "runtime/sandbox/associations.h"

namespace treaty::sandbox {
namespace {

/// PUT renames a label, DELETE takes it away with its associations.
http::Response change_label(Portal& portal, const ObjectType& from, const ObjectType& to, const Call& call) {
  const int64_t id = call.path.size() > 3 ? id_of(call.path[3]).value_or(-1)
                                          : number_of(call.body.value("associationTypeId", Json()));
  const auto known = portal.model->associations(from.name, to.name);
  const auto found = std::find_if(known.begin(), known.end(), [&](const AssociationType& type) {
    return type.id == id && type.category == "USER_DEFINED";
  });
  if (found == known.end()) {
    return not_found();
  }
  if (call.method == "DELETE") {
    portal.model->remove_label(id);
  } else {
    portal.model->rename_label(id, call.body.value("label", found->label), call.body.value("inverseLabel", ""));
  }
  return json_answer(204, {});
}

}  // namespace

http::Response serve_labels(Portal& portal, const ObjectType& from, const ObjectType& to, const Call& call) {
  if (call.method == "GET") {
    Json results = Json::array();
    for (const AssociationType& type : portal.model->associations(from.name, to.name)) {
      results.push_back(shown(type));
    }
    return json_answer(200, {{"results", results}});
  }
  if (call.method == "PUT" || call.method == "DELETE") {
    return change_label(portal, from, to, call);
  }
  if (call.method != "POST") {
    return not_found();
  }
  const std::string name = call.body.value("name", "");
  const std::string label = call.body.value("label", name);
  if (name.empty() || label.empty()) {
    return error_answer(400, "VALIDATION_ERROR", "name and label are required");
  }
  for (const AssociationType& type : portal.model->associations(from.name, to.name)) {
    if (type.label == label) {
      return error_answer(400, "VALIDATION_ERROR",
                          fmt::format("An association label named {} already exists", label));
    }
  }
  const AssociationType made =
      portal.model->add_label(from.name, to.name, name, label, call.body.value("inverseLabel", ""));
  Json results = Json::array({shown(made)});
  if (from.name != to.name) {
    results.push_back(shown(portal.model->inverse(from.name, to.name, made)));
  }
  return json_answer(200, {{"results", results}});
}

// Takes single types off a pair; without the unlabelled one nothing stays.
http::Response serve_labels_archive(Portal& portal, const ObjectType& from, const ObjectType& to, const Call& call) {
  for (const Json& input : call.body.value("inputs", Json::array())) {
    const int64_t from_id = number_of(input.value("from", Json::object()).value("id", Json()));
    const int64_t to_id = number_of(input.value("to", Json::object()).value("id", Json()));
    const auto types = types_of(portal, from.name, to.name, input.value("types", Json::array()));
    if (!types) {
      return error_answer(400, "VALIDATION_ERROR",
                          fmt::format("invalid from object type {} to object type {}", from.name, to.name));
    }
    const auto unlabelled = portal.model->default_association(from.name, to.name);
    for (const AssociationType& type : *types) {
      if (unlabelled && is_same(type, *unlabelled)) {
        erase_pair(portal, from.name, from_id, to.name, to_id);
      }
      erase_type(portal, from.name, from_id, to.name, to_id, type);
      erase_type(portal, to.name, to_id, from.name, from_id, portal.model->inverse(from.name, to.name, type));
    }
  }
  return json_answer(204, {});
}

}  // namespace treaty::sandbox
