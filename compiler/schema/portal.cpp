#include "compiler/schema/portal.h"

#include <algorithm>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

namespace treaty::schema {
namespace {

using types::Kind;
using types::Type;

enum Flag { plain = 0, unique_value = 1, read_only = 2, calculated_value = 4 };

Property make_property(std::string name, std::string label, std::string hubspot_type, std::string field_type) {
  Property property;
  property.name = std::move(name);
  property.label = std::move(label);
  property.hubspot_type = std::move(hubspot_type);
  property.field_type = std::move(field_type);
  return property;
}

void add_property(Portal& portal, std::string_view object, Property property, int flags) {
  property.unique = (flags & unique_value) != 0;
  property.read_only = (flags & (read_only | calculated_value)) != 0;
  property.calculated = (flags & calculated_value) != 0;
  property.type = type_of_property(property.hubspot_type, {});
  property.origin = {"HubSpot", 0};
  portal.find(object)->properties.push_back(std::move(property));
}

void add_option(Portal& portal, std::string_view object, std::string_view name, Option option) {
  Property* property = portal.find(object)->properties.find(name);
  property->options.push_back(std::move(option));
  property->type = type_of_property(property->hubspot_type, property->options);
}

}  // namespace

bool is_contact_email(const HubspotObject& object, const Property& property) {
  return property.name == "email" && (object.name == "contacts" || object.type_id == "0-1");
}
bool is_held_unique(const HubspotObject& object, const Property& property) {
  return property.unique || is_contact_email(object, property);
}

Type type_of_property(std::string_view hubspot_type, const std::vector<Option>& options) {
  if (hubspot_type == "number") {
    return Type::of(Kind::decimal);
  }
  if (hubspot_type == "bool") {
    return Type::of(Kind::boolean);
  }
  if (hubspot_type == "date") {
    return Type::of(Kind::date);
  }
  if (hubspot_type == "datetime") {
    return Type::of(Kind::timestamp);
  }
  if (hubspot_type == "enumeration" && !options.empty()) {
    std::vector<std::string> values;
    for (const Option& option : options) {
      values.push_back(option.value);
    }
    return Type::enumeration_of(std::move(values));
  }
  return Type::of(Kind::text);  // also enumerations whose options live elsewhere: owners
}

Portal standard_portal() {
  Portal portal;
  portal.origin = {"HubSpot", 0};
#define OBJECT(name, type_id, label) portal.objects.push_back({#name, type_id, {}, {}});
#define PROPERTY(object, name, label, type, field_type, flags) \
  add_property(portal, #object, make_property(#name, label, type, field_type), flags);
#define OPTION(object, property, value, label) add_option(portal, #object, #property, {value, label, false});
#define STAGE(object, pipeline, id, label, closed, probability)
#include "compiler/schema/standard_portal.def"
#undef OBJECT
#undef PROPERTY
#undef OPTION
#undef STAGE
  portal.find("deals")->required = {"dealname", "dealstage"};
  portal.find("tickets")->required = {"subject", "hs_pipeline_stage"};
  portal.find("products")->required = {"name"};
  portal.pipelines = standard_pipelines();
  return portal;
}

std::vector<Pipeline> standard_pipelines() {
  std::vector<Pipeline> pipelines = {{"deals", "default", "Sales Pipeline", {}},
                                     {"tickets", "0", "Support Pipeline", {}}};
  const auto add = [&](std::string_view object, Stage stage) {
    std::find_if(pipelines.begin(), pipelines.end(), [&](const Pipeline& one) { return one.object == object; })
        ->stages.push_back(std::move(stage));
  };
#define OBJECT(name, type_id, label)
#define PROPERTY(object, name, label, type, field_type, flags)
#define OPTION(object, property, value, label)
#define STAGE(object, pipeline, id, label, closed, probability) add(#object, {id, label, closed, probability});
#include "compiler/schema/standard_portal.def"
#undef OBJECT
#undef PROPERTY
#undef OPTION
#undef STAGE
  return pipelines;
}

namespace {

/// A snapshot without pipelines leaves those of a new portal where its stages are of one of them.
void read_pipelines(const nlohmann::ordered_json& json, Portal& portal) {
  const auto written = json.find("pipelines");
  if (written == json.end()) {
    std::erase_if(portal.pipelines, [&](const Pipeline& pipeline) {
      const HubspotObject* object = portal.find(pipeline.object);
      const Property* stage =
          object ? object->find(object->name == "tickets" ? "hs_pipeline_stage" : "dealstage") : nullptr;
      return !stage || std::ranges::any_of(stage->options, [&](const Option& option) {
        return std::ranges::find(pipeline.stages, option.value, &Stage::id) == pipeline.stages.end();
      });
    });
    return;
  }
  portal.pipelines.clear();
  for (const auto& one : *written) {
    Pipeline pipeline{one.at("object"), one.at("id"), one.value("label", ""), {}};
    for (const auto& stage : one.at("stages")) {
      pipeline.stages.push_back({stage.at("id"), stage.value("label", ""), stage.value("closed", false), ""});
    }
    portal.pipelines.push_back(std::move(pipeline));
  }
}

}  // namespace

std::expected<Portal, std::string> load_snapshot(std::string_view bytes, const std::string& document) {
  const auto json = nlohmann::ordered_json::parse(bytes, nullptr, false);
  if (json.is_discarded() || !json.is_object() || !json.contains("objects") || !json["objects"].is_array()) {
    return std::unexpected("it is no portal snapshot: a JSON object with `objects` is expected");
  }
  Portal portal = standard_portal();
  for (HubspotObject& object : portal.objects) {
    object.assumed = true;
  }
  try {
    for (const auto& written : json["objects"]) {
      HubspotObject object;
      object.name = written.at("name");
      object.type_id = written.value("typeId", "");
      object.required = written.value("required", std::vector<std::string>{});
      for (const auto& one : written.at("properties")) {
        Property property;
        property.name = one.at("name");
        property.label = one.value("label", property.name);
        property.hubspot_type = one.at("type");
        property.field_type = one.value("fieldType", "");
        for (const auto& option : one.value("options", nlohmann::ordered_json::array())) {
          property.options.push_back({option.at("value"), option.value("label", ""), option.value("hidden", false)});
        }
        property.type = type_of_property(property.hubspot_type, property.options);
        property.unique = one.value("hasUniqueValue", false);
        property.calculated = one.value("calculated", false);
        property.read_only = property.calculated || one.value("readOnly", false);
        property.hidden = one.value("hidden", false);
        property.origin = {document, 0};
        object.properties.push_back(std::move(property));
      }
      std::erase_if(portal.objects, [&](const HubspotObject& known) { return known.name == object.name; });
      portal.objects.push_back(std::move(object));
    }
    read_pipelines(json, portal);
  } catch (const nlohmann::json::exception& error) {
    return std::unexpected(fmt::format("an object, property or pipeline lacks something: {}", error.what()));
  }
  portal.origin = {document, 0};
  return portal;
}

std::optional<std::string> wrong_property_name(std::string_view name) {
  constexpr size_t longest = 100;
  if (name.empty() || name.front() < 'a' || name.front() > 'z') {
    return "it must begin with a lower-case letter";
  }
  if (name.size() > longest) {
    return "it is longer than 100 letters";
  }
  const bool plain_letters = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
  return plain_letters
             ? std::nullopt
             : std::optional<std::string>("only lower-case letters, digits and underscores may stand in it");
}

}  // namespace treaty::schema
