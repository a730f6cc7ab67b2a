// Two records into one, and records that must not be remembered.
#include "runtime/sandbox/portal.h"

namespace treaty::sandbox {
namespace {

std::string text_of(const Json& body, const char* member) {
  const Json value = body.value(member, Json());
  return value.is_string() ? value.get<std::string>() : value.is_number_integer() ? value.dump() : std::string();
}

}  // namespace

http::Response serve_merge(Portal& portal, const ObjectType& type, const Call& call) {
  const auto first_id = id_of(text_of(call.body, "primaryObjectId"));
  const auto second_id = id_of(text_of(call.body, "objectIdToMerge"));
  if (!first_id || !second_id) {
    return error_answer(400, "VALIDATION_ERROR", "primaryObjectId and objectIdToMerge are required");
  }
  const auto first = portal.records->find(type.name, *first_id);
  const auto second = portal.records->find(type.name, *second_id);
  if (!first || !second) {
    return not_found();
  }
  if (first->id == second->id) {
    return error_answer(400, "VALIDATION_ERROR", "A record cannot be merged with itself");
  }
  const Record merged = portal.records->merge(type.name, *first, *second, portal.now(), portal.options.index_lag_ms);
  return json_answer(200, to_json(merged, {"hs_merged_object_ids"}));
}

http::Response serve_gdpr_delete(Portal& portal, const ObjectType& type, const Call& call) {
  if (type.name != "contacts") {
    return not_found();
  }
  const std::string id = text_of(call.body, "objectId");
  const std::string property = text_of(call.body, "idProperty");
  if (auto refusal = not_unique(portal, type, property, "delete")) {
    return json_answer(refusal->status, refusal->body);
  }
  const auto number = id_of(id);
  auto record = !property.empty() ? portal.records->find_by(type.name, property, id)
                : number          ? portal.records->find(type.name, *number)
                                  : std::nullopt;
  if (!record && number && property.empty()) {
    record = portal.records->find(type.name, *number, true);
  }
  if (record) {
    portal.records->purge(type.name, record->id);
  }
  return json_answer(204, {});
}

}  // namespace treaty::sandbox
