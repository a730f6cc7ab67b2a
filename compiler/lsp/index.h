#pragma once

// What every name of a contract stands for: the ground of definition, references, rename, hover and colours.

#include <optional>
#include <string>
#include <vector>

#include "compiler/driver/pipeline.h"
#include "compiler/facts/facts.h"

namespace treaty::lsp {

enum class Role {
  system,
  resource,
  object,  ///< of HubSpot
  map,
  table,
  picklist,
  transform,
  party,
  test,
  usecase,
  agreement,  ///< an sla, an alert, an environment, what is pending or exists already
  parameter,
  alias,     ///< of an `each` map
  field,     ///< of the source's records
  property,  ///< of HubSpot's
  option,    ///< a value of a picklist, a table or an enumeration
  step,      ///< of the library
  type,
};

/// A name at one place. Two are the same thing when role and key are; the key is unique for its role over all files.
struct Occurrence {
  source::Span span;
  Role role = Role::field;
  std::string key;
  bool definition = false;
};
/// An expression and what it means.
struct Meaning {
  source::Span span;
  facts::ValueRef value;
};
/// One step of a pipeline, and the value after it.
struct Step {
  source::Span span;
  facts::ValueRef before, after;
};

struct Index {
  std::vector<Occurrence> occurrences;  ///< by file and place; none overlaps another
  std::vector<Meaning> meanings;
  std::vector<Step> steps;

  [[nodiscard]] const Occurrence* at(source::FileId file, uint32_t offset) const;
  [[nodiscard]] const Occurrence* definition_of(const Occurrence& use) const;
  /// The innermost expression around a place; null when there is none.
  [[nodiscard]] const Meaning* meaning_at(source::FileId file, uint32_t offset) const;
};

Index index_of(const driver::Compilation& compilation);

/// The field that a key of Role::field names; null when no document describes it.
const schema::Field* field_of(const facts::Facts& facts, const std::string& key);
/// Whether a field is under `privacy`, or holds or is a part of one that is: no value of it is shown.
bool is_private(const driver::Compilation& compilation, const schema::Field& field);
/// The property that a key of Role::property names; null when the portal has none.
const schema::Property* property_of(const facts::Facts& facts, const std::string& key);

}  // namespace treaty::lsp
