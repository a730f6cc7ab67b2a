#pragma once

#include "compiler/documents/shelf.h"
#include "compiler/schema/schema.h"

namespace treaty::documents {

/// The record that a JSON Schema describes, in any of its dialects from draft 4 to 2020-12 and those of Swagger 2 and
/// OpenAPI 3.0 and 3.1: `$ref`, allOf, oneOf and anyOf, `nullable` and lists of types, enum and const, formats, lists
/// and maps.
///
/// Of alternatives a record has what any of them has; a field is required when all of them require it, and has a type
/// when they agree on one. Records within records are followed level by level, up to 10,000 fields: what lies deeper
/// is of any type.
schema::Record record_of(References& references, Place schema);

/// One value described by a schema: its type, whether it may be null, its format and example.
schema::Field value_of(References& references, Place schema, std::string name);

/// Where a path (`$.data[*]`) leads in what a schema describes. The error says which step led nowhere.
std::expected<Place, std::string> step_into(References& references, Place schema, std::string_view path);

}  // namespace treaty::documents
