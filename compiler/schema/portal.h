#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/schema/schema.h"

namespace treaty::schema {

/// HubSpot's standard objects with their well-known properties, as every new portal has them (standard_portal.def).
Portal standard_portal();
/// The pipelines of a new portal.
std::vector<Pipeline> standard_pipelines();

/// A portal as `treaty pull` would write it: `{"objects": [{"name", "typeId", "required", "properties": [{"name",
/// "label", "type", "fieldType", "options", "hasUniqueValue", "readOnly", "calculated", "hidden"}]}], "pipelines":
/// [{"object", "id", "label", "stages":
/// [{"id", "label", "closed"}]}]}`. Standard objects it does not name are as in a new portal; of pipelines it must
/// name all or none. The error says what is wrong.
std::expected<Portal, std::string> load_snapshot(std::string_view bytes, const std::string& document);

/// A contact's first e-mail address, which HubSpot holds unique although no description of a portal says so.
bool is_contact_email(const HubspotObject& object, const Property& property);
/// Whether no two records of the object may have the same value.
bool is_held_unique(const HubspotObject& object, const Property& property);

/// What HubSpot's property types hold: "string" is text, "number" decimal, "datetime" timestamp.
types::Type type_of_property(std::string_view hubspot_type, const std::vector<Option>& options);

/// Why HubSpot would not take this name for a property; nothing when it would: lower-case letters, digits and
/// underscores, beginning with a letter, at most 100.
std::optional<std::string> wrong_property_name(std::string_view name);

/// Whether HubSpot itself defines the object: `appointments`, `0-421`. Only a snapshot has the properties of most of
/// them.
bool is_standard_object(std::string_view name_or_type_id);

/// The scope that lets a key do `what` (read, write) with `kind` (objects, schemas) of an object, by name or type id.
std::string scope_of(const std::string& object, const std::string& kind, const std::string& what);

}  // namespace treaty::schema
