#include <fmt/format.h>

#include <array>

#include "runtime/connectors/hubspot/answers.h"

// "Creates what `ensure` asks for": groups, properties, and custom objects where the portal has none of that name.

namespace treaty::connectors {
namespace {

std::string group_name(std::string_view label) {
  std::string name;
  for (unsigned char c : label) name += std::isalnum(c) && c < 128 ? static_cast<char>(std::tolower(c)) : '_';
  return name.empty() ? "treaty" : name;
}

nlohmann::json definition_of(const package::Property& property, const std::string& group) {
  nlohmann::json definition = {{"name", property.name},
                               {"label", property.label.empty() ? property.name : property.label},
                               {"type", property.type},
                               {"fieldType", property.field_type},
                               {"groupName", group}};
  if (property.unique) definition["hasUniqueValue"] = true;
  std::vector<std::string> options = property.options;
  if (property.type == "bool" && options.empty()) options = {"true", "false"};
  for (size_t i = 0; i < options.size(); ++i) {
    definition["options"].push_back(
        {{"label", options[i]}, {"value", options[i]}, {"displayOrder", i}, {"hidden", false}});
  }
  return definition;
}

bool is_standard(std::string_view object) {
  constexpr std::array names = {"contacts", "companies", "deals", "tickets", "products", "line_items"};
  return std::find(names.begin(), names.end(), object) != names.end() || object.starts_with("0-") ||
         object.starts_with("2-");
}

}  // namespace

Outcome<void> Portal::ensure_property(const std::string& object, const std::string& group,
                                      const package::Property& property, Provisioned& done) {
  auto types = properties_of(object);
  if (!types) return std::unexpected(types.error());
  if (auto there = (*types)->types.find(property.name); there != (*types)->types.end()) {
    if (there->second != property.type) {
      return std::unexpected(Failure{Failure::Kind::settings,
                                     fmt::format("the portal's property {}.{} is of type {}, the contract wants {}",
                                                 object, property.name, there->second, property.type)});
    }
    if (property.unique && !(*types)->unique.contains(property.name)) {
      return std::unexpected(
          Failure{Failure::Kind::settings,
                  fmt::format("the portal's property {}.{} is not unique, and cannot become so: HubSpot "
                              "sets that only when a property is created",
                              object, property.name)});
    }
    return {};
  }
  auto answer = channel_.send({"POST", properties_path(object), definition_of(property, group).dump()});
  if (!answer) return std::unexpected(answer.error());
  if (answer->status >= 400 && answer->status != 409) {
    return std::unexpected(failure_of(*answer, fmt::format("creating the property {}.{}", object, property.name)));
  }
  done.created.push_back(fmt::format("property {}.{}", object, property.name));
  return {};
}

Outcome<Provisioned> Portal::provision(const package::Ensure& ensure) {
  Provisioned done;
  if (!is_standard(ensure.object)) {
    std::string schemas = dated() ? "/crm-object-schemas/" + version_ + "/schemas" : "/crm-object-schemas/v3/schemas";
    auto there = channel_.send({"GET", schemas + "/" + http::percent_encoded(ensure.object), ""});
    if (!there) return std::unexpected(there.error());
    if (there->status == 404) {
      nlohmann::json schema = {{"name", ensure.object},
                               {"labels", {{"singular", ensure.object}, {"plural", ensure.object}}},
                               {"properties", nlohmann::json::array()},
                               {"requiredProperties", nlohmann::json::array()},
                               {"associatedObjects", {"CONTACT", "COMPANY", "DEAL"}}};
      for (const package::Property& property : ensure.properties) {
        auto definition = definition_of(property, "");
        definition.erase("groupName");
        schema["properties"].push_back(definition);
      }
      if (!ensure.properties.empty()) schema["primaryDisplayProperty"] = ensure.properties[0].name;
      auto made = channel_.send({"POST", schemas, schema.dump(), false});
      if (!made) return std::unexpected(made.error());
      if (made->status >= 400 && made->status != 409) {
        return std::unexpected(failure_of(*made, fmt::format("creating the custom object {}", ensure.object)));
      }
      done.created.push_back("custom object " + ensure.object);
    } else if (there->status >= 400) {
      return std::unexpected(failure_of(*there, "the custom object " + ensure.object));
    }
  }
  std::string label = ensure.group.empty() ? "Treaty" : ensure.group, group = group_name(label);
  nlohmann::json body = {{"name", group}, {"label", label}, {"displayOrder", -1}};
  auto answer = channel_.send({"POST", properties_path(ensure.object) + "/groups", body.dump()});
  if (!answer) return std::unexpected(answer.error());
  if (answer->status >= 400 && answer->status != 409) {
    return std::unexpected(failure_of(*answer, fmt::format("creating the property group {}", label)));
  }
  if (answer->status < 400) done.created.push_back(fmt::format("group \"{}\" of {}", label, ensure.object));
  for (const package::Property& property : ensure.properties) {
    auto made = ensure_property(ensure.object, group, property, done);
    if (!made) return std::unexpected(made.error());
  }
  std::lock_guard lock(mutex_);
  properties_.erase(ensure.object);
  return done;
}

}  // namespace treaty::connectors
