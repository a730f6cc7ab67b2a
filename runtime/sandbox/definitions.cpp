// What a portal is made of: properties, groups, pipelines, custom objects, owners, the account.
#include <algorithm>

#include <fmt/core.h>

#include "runtime/sandbox/portal.h"

namespace treaty::sandbox {
namespace {

constexpr size_t most_unique = 10;

std::vector<schema::Option> options_of(const Json& body) {
  std::vector<schema::Option> options;
  for (const Json& option : body.value("options", Json::array())) {
    options.push_back({option.value("value", ""), option.value("label", ""), option.value("hidden", false)});
  }
  return options;
}

bool known_type(const std::string& type) {
  static constexpr std::string_view types[] = {"string", "number",   "bool",        "enumeration",
                                               "date",   "datetime", "phone_number"};
  return std::find(std::begin(types), std::end(types), type) != std::end(types);
}

std::optional<http::Response> refuse(const Portal& portal, const std::string& type, const schema::Property& property,
                                     const std::string& group) {
  if (auto why = schema::wrong_property_name(property.name)) {
    return error_answer(400, "VALIDATION_ERROR",
                        fmt::format("The property name {} is not valid: {}", property.name, *why));
  }
  if (portal.model->property(type, property.name) != nullptr) {
    return error_answer(409, "OBJECT_ALREADY_EXISTS",
                        fmt::format("A property named '{}' already exists.", property.name),
                        {{"subCategory", "Properties.PROPERTY_WITH_NAME_EXISTS"}});
  }
  if (!known_type(property.hubspot_type) || property.field_type.empty() || property.label.empty()) {
    return error_answer(400, "VALIDATION_ERROR", "name, label, type, fieldType and groupName are required");
  }
  if (!portal.model->groups(type).contains(group)) {
    return error_answer(400, "VALIDATION_ERROR", fmt::format("The property group {} does not exist", group));
  }
  const auto& all = portal.model->properties(type);
  const auto unique = std::count_if(all.begin(), all.end(),
                                    [](const auto& entry) { return entry.second.unique && entry.first != "email"; });
  if (property.unique && (type == "products" || unique >= static_cast<long>(most_unique))) {
    return error_answer(400, "VALIDATION_ERROR",
                        type == "products" ? "Products cannot have unique properties"
                                           : "An object type may have at most 10 unique properties");
  }
  if (property.hubspot_type == "bool" && !property.options.empty() && property.options.size() != 2) {
    return error_answer(400, "VALIDATION_ERROR", "A boolean has exactly the options true and false",
                        {{"subCategory", "INVALID_BOOLEAN_OPTION"}});
  }
  return std::nullopt;
}

http::Response serve_groups(Portal& portal, const std::string& type, const Call& call) {
  const auto groups = portal.model->groups(type);
  const auto one = [](const std::string& name, const std::string& label) {
    return Json{{"name", name}, {"label", label}, {"displayOrder", -1}, {"archived", false}};
  };
  if (call.method == "POST") {
    const std::string name = call.body.value("name", "");
    if (groups.contains(name)) {
      return error_answer(409, "OBJECT_ALREADY_EXISTS",
                          fmt::format("A property group named '{}' already exists.", name));
    }
    portal.model->add_group(type, name, call.body.value("label", name));
    return json_answer(201, one(name, call.body.value("label", name)));
  }
  if (call.path.size() > 2) {
    const auto found = groups.find(call.path[2]);
    if (found == groups.end()) {
      return not_found();
    }
    if (call.method == "DELETE") {
      const auto& all = portal.model->properties(type);
      if (std::any_of(all.begin(), all.end(),
                      [&](const auto& entry) { return portal.model->group_of(type, entry.first) == found->first; })) {
        return error_answer(400, "VALIDATION_ERROR",
                            fmt::format("The property group {} still has properties", found->first));
      }
      portal.model->remove_group(type, found->first);
      return json_answer(204, {});
    }
    std::string label = found->second;
    if (call.method == "PATCH") {
      label = call.body.value("label", label);
      portal.model->add_group(type, found->first, label);
    }
    return json_answer(200, one(found->first, label));
  }
  Json results = Json::array();
  for (const auto& [name, label] : groups) {
    results.push_back(one(name, label));
  }
  return json_answer(200, {{"results", results}});
}

http::Response serve_property_batch(Portal& portal, const std::string& type, const Call& call) {
  Json results = Json::array();
  for (const Json& input : call.body.value("inputs", Json::array())) {
    if (call.path[2] == "create") {
      http::Response made = create_property(portal, type, input);
      if (made.status != 201) {
        return made;
      }
      results.push_back(Json::parse(made.body));
    } else if (const schema::Property* property = portal.model->property(type, input.value("name", ""));
               property != nullptr) {
      if (call.path[2] == "archive") {
        portal.model->remove_property(type, property->name);
      } else {
        results.push_back(shown_property(portal, type, *property));
      }
    }
  }
  if (call.path[2] == "archive") {
    return json_answer(204, {});
  }
  return json_answer(call.path[2] == "create" ? 201 : 200, {{"status", "COMPLETE"},
                                                            {"results", results},
                                                            {"startedAt", iso_time(portal.now())},
                                                            {"completedAt", iso_time(portal.now())}});
}

http::Response serve_property(Portal& portal, const std::string& type, const Call& call) {
  const schema::Property* found = portal.model->property(type, call.path[1]);
  if (found == nullptr) {
    return not_found();
  }
  if (call.method == "DELETE") {
    if (portal.model->is_standard(type, found->name)) {
      return error_answer(400, "VALIDATION_ERROR",
                          fmt::format("{} is HubSpot's own property and cannot be archived", found->name));
    }
    portal.model->remove_property(type, found->name);
    return json_answer(204, {});
  }
  schema::Property property = *found;
  if (call.method == "PATCH") {
    property.label = call.body.value("label", property.label);
    if (call.body.contains("options")) {
      property.options = options_of(call.body);  // replaces the whole list
      property.type = schema::type_of_property(property.hubspot_type, property.options);
    }
    portal.model->add_property(type, property, portal.model->group_of(type, property.name));
  }
  return json_answer(200, shown_property(portal, type, property));
}

}  // namespace

Json shown_property(const Portal& portal, const std::string& type, const schema::Property& property) {
  Json options = Json::array();
  for (size_t i = 0; i < property.options.size(); ++i) {
    options.push_back({{"label", property.options[i].label},
                       {"value", property.options[i].value},
                       {"displayOrder", i},
                       {"hidden", property.options[i].hidden}});
  }
  return {{"name", property.name},
          {"label", property.label},
          {"type", property.hubspot_type},
          {"fieldType", property.field_type},
          {"description", ""},
          {"groupName", portal.model->group_of(type, property.name)},
          {"options", options},
          {"displayOrder", -1},
          {"calculated", property.calculated},
          {"externalOptions", property.hubspot_type == "enumeration" && property.options.empty()},
          {"hasUniqueValue", property.unique},
          {"hidden", property.hidden},
          {"formField", false},
          {"archived", false},
          {"modificationMetadata",
           {{"archivable", true},
            {"readOnlyDefinition", false},
            {"readOnlyOptions", false},
            {"readOnlyValue", property.read_only}}}};
}

http::Response create_property(Portal& portal, const std::string& type, const Json& body) {
  schema::Property property;
  property.name = body.value("name", "");
  property.label = body.value("label", "");
  property.hubspot_type = body.value("type", "");
  property.field_type = body.value("fieldType", "");
  property.unique = body.value("hasUniqueValue", false);
  property.options = options_of(body);
  property.type = schema::type_of_property(property.hubspot_type, property.options);
  const std::string group = body.value("groupName", "");
  if (auto refusal = refuse(portal, type, property, group)) {
    return *refusal;
  }
  portal.model->add_property(type, property, group);
  return json_answer(201, shown_property(portal, type, property));
}

http::Response serve_properties(Portal& portal, const Call& call) {
  const ObjectType* type = call.path.empty() ? nullptr : portal.model->type(call.path[0]);
  if (type == nullptr) {
    return error_answer(400, "VALIDATION_ERROR",
                        "Unable to infer object type from: " + (call.path.empty() ? std::string() : call.path[0]));
  }
  if (call.path.size() > 1 && call.path[1] == "groups") {
    return serve_groups(portal, type->name, call);
  }
  if (call.path.size() == 3 && call.path[1] == "batch" && call.method == "POST") {
    return serve_property_batch(portal, type->name, call);
  }
  if (call.path.size() == 2) {
    return serve_property(portal, type->name, call);
  }
  if (call.method == "POST") {
    return create_property(portal, type->name, call.body);
  }
  Json results = Json::array();
  for (const auto& [name, property] : portal.model->properties(type->name)) {
    results.push_back(shown_property(portal, type->name, property));
  }
  return json_answer(200, {{"results", results}});
}

http::Response serve_pipelines(Portal& portal, const Call& call) {
  const ObjectType* type = call.path.empty() ? nullptr : portal.model->type(call.path[0]);
  Json results = Json::array();
  for (const schema::Pipeline& pipeline : schema::standard_pipelines()) {
    if (type == nullptr || pipeline.object != type->name || (call.path.size() > 1 && call.path[1] != pipeline.id)) {
      continue;
    }
    Json stages = Json::array();
    for (size_t i = 0; i < pipeline.stages.size(); ++i) {
      const schema::Stage& stage = pipeline.stages[i];
      const Json metadata = type->name == "deals" ? Json{{"probability", stage.probability},
                                                         {"isClosed", stage.closed ? "true" : "false"}}
                                                  : Json{{"ticketState", stage.closed ? "CLOSED" : "OPEN"}};
      stages.push_back({{"id", stage.id},
                        {"label", stage.label},
                        {"displayOrder", i},
                        {"metadata", metadata},
                        {"archived", false},
                        {"createdAt", iso_time(0)},
                        {"updatedAt", iso_time(0)}});
    }
    results.push_back({{"id", pipeline.id},
                       {"label", pipeline.label},
                       {"displayOrder", 0},
                       {"stages", stages},
                       {"archived", false},
                       {"createdAt", iso_time(0)},
                       {"updatedAt", iso_time(0)}});
  }
  if (call.path.size() > 1) {
    return results.empty()
               ? not_found()
               : json_answer(200, call.path.size() > 2 ? Json{{"results", results[0]["stages"]}} : results[0]);
  }
  return json_answer(200, {{"results", results}});
}

http::Response serve_owners(Portal& portal, const Call& call) {
  Json results = Json::array();
  for (const Owner& owner : portal.model->owners()) {
    if ((!call.path.empty() && call.path[0] != std::to_string(owner.id)) ||
        (!call.parameter("email").empty() && call.parameter("email") != owner.email)) {
      continue;
    }
    results.push_back({{"id", std::to_string(owner.id)},
                       {"email", owner.email},
                       {"firstName", owner.first_name},
                       {"lastName", owner.last_name},
                       {"userId", owner.user_id},
                       {"createdAt", iso_time(0)},
                       {"updatedAt", iso_time(0)},
                       {"archived", false},
                       {"type", "PERSON"}});
  }
  if (!call.path.empty()) {
    return results.empty() ? not_found() : json_answer(200, results[0]);
  }
  return json_answer(200, {{"results", results}});
}

http::Response serve_account(Portal&, const Call& call) {
  if (!call.path.empty() && call.path[0] == "details") {
    return json_answer(200, {{"portalId", portal_id},
                             {"accountType", "SANDBOX"},
                             {"timeZone", "UTC"},
                             {"companyCurrency", "CAD"},
                             {"additionalCurrencies", Json::array()},
                             {"utcOffset", "+00:00"},
                             {"utcOffsetMilliseconds", 0},
                             {"dataHostingLocation", "na1"}});
  }
  return not_found();
}

}  // namespace treaty::sandbox
