// Custom objects: what they are called, what they hold, what they require.
#include <algorithm>
#include <cctype>

#include <fmt/core.h>

#include "runtime/sandbox/portal.h"

namespace treaty::sandbox {
namespace {

constexpr size_t longest_name = 50;
constexpr std::string_view kept_members[] = {"labels",
                                             "primaryDisplayProperty",
                                             "secondaryDisplayProperties",
                                             "requiredProperties",
                                             "searchableProperties",
                                             "associatedObjects",
                                             "description"};

Json shown(const Portal& portal, const ObjectType& type) {
  Json properties = Json::array();
  for (const auto& [name, property] : portal.model->properties(type.name)) {
    properties.push_back(shown_property(portal, type.name, property));
  }
  const Definition& definition = portal.model->definition(type.type_id);
  Json associations = Json::array();
  for (const auto& other : definition.value("associatedObjects", Definition::array())) {
    std::string name = other.is_string() ? other.get<std::string>() : std::string();
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const ObjectType* to = portal.model->type(name);
    if (const auto link = to == nullptr ? std::nullopt : portal.model->default_association(type.name, to->name)) {
      associations.push_back({{"id", std::to_string(link->id)},
                              {"fromObjectTypeId", type.type_id},
                              {"toObjectTypeId", to->type_id},
                              {"name", type.name + "_to_" + to->name}});
    }
  }
  Json body = {{"id", type.type_id.substr(2)},
               {"name", type.name},
               {"objectTypeId", type.type_id},
               {"fullyQualifiedName", fmt::format("p{}_{}", portal_id, type.name)},
               {"properties", properties},
               {"associations", associations},
               {"archived", false}};
  body["labels"] = {{"singular", type.name}, {"plural", type.name}};
  body["requiredProperties"] = body["searchableProperties"] = body["secondaryDisplayProperties"] = Json::array();
  for (const std::string_view member : kept_members) {
    if (definition.contains(member) && member != "associatedObjects") {
      body[std::string(member)] = definition[std::string(member)];
    }
  }
  return body;
}

void take_members(const Json& body, Definition& definition) {
  for (const std::string_view member : kept_members) {
    if (body.contains(member)) {
      definition[std::string(member)] = body[std::string(member)];
    }
  }
}

http::Response create(Portal& portal, const Call& call) {
  const std::string name = call.body.value("name", "");
  const bool well_formed =
      !name.empty() && name.size() <= longest_name && std::isalpha(static_cast<unsigned char>(name[0])) != 0 &&
      std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
  if (!well_formed) {
    return error_answer(
        400, "VALIDATION_ERROR",
        "The object name takes letters, digits and underscores, begins with a letter, and has at most 50");
  }
  if (portal.model->type(name) != nullptr) {
    return error_answer(409, "OBJECT_ALREADY_EXISTS", fmt::format("An object type named {} already exists.", name));
  }
  if (!call.body.contains("labels") || !call.body.contains("properties") ||
      !call.body.contains("requiredProperties")) {
    return error_answer(400, "VALIDATION_ERROR", "name, labels, properties and requiredProperties are required");
  }
  Definition definition = Definition::object();
  take_members(call.body, definition);
  portal.model->add_type(name, definition);
  for (Json property : call.body["properties"]) {
    property["groupName"] = property.value("groupName", Model::usual_group(name));
    http::Response made = create_property(portal, name, property);
    if (made.status != 201) {
      return made;
    }
  }
  return json_answer(201, shown(portal, *portal.model->type(name)));
}

http::Response change(Portal& portal, const ObjectType& type, const Call& call) {
  if (!type.type_id.starts_with("2-")) {
    return error_answer(400, "VALIDATION_ERROR", fmt::format("{} is no custom object", type.name));
  }
  if (call.method == "DELETE") {
    if (portal.records->count(type.name) > 0) {
      return error_answer(400, "VALIDATION_ERROR", fmt::format("{} still has records", type.name),
                          {{"subCategory", "EXISTING_OBJECT_RECORDS"}});
    }
    portal.model->remove_type(type.type_id);
    return json_answer(204, {});
  }
  Definition definition = portal.model->definition(type.type_id);
  take_members(call.body, definition);
  portal.model->redefine(type.type_id, definition);
  return json_answer(200, shown(portal, type));
}

}  // namespace

http::Response serve_schemas(Portal& portal, const Call& call) {
  if (!portal.options.enterprise) {
    return error_answer(
        403, "MISSING_SCOPES", "This account's subscription has no custom objects.",
        {{"errors",
          Json::array({{{"message", "Custom objects need an Enterprise subscription"},
                        {"context", {{"requiredGranularScopes", Json::array({"crm.schemas.custom.write"})}}}}})}});
  }
  if (call.path.empty() && call.method == "POST") {
    return create(portal, call);
  }
  if (!call.path.empty()) {
    const ObjectType* type = portal.model->type(call.path[0]);
    if (type == nullptr) {
      return not_found();
    }
    return call.method == "GET" ? json_answer(200, shown(portal, *type)) : change(portal, ObjectType(*type), call);
  }
  Json results = Json::array();
  for (const ObjectType& type : portal.model->types()) {
    if (type.type_id.starts_with("2-")) {
      results.push_back(shown(portal, type));
    }
  }
  return json_answer(200, {{"results", results}});
}

}  // namespace treaty::sandbox
