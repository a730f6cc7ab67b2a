#pragma once

// Where every written value comes from: source field → steps → target property.

#include <string>
#include <vector>

#include "compiler/facts/facts.h"
#include "compiler/source/source.h"

namespace treaty::lineage {

/// A field of the source that a value depends on.
struct Input {
  std::string field;      ///< dotted
  bool indirect = false;  ///< it only decides: a condition, or `where`
  bool operator==(const Input&) const = default;
};
/// One property that a line writes.
struct Column {
  std::string property;
  std::vector<Input> inputs;
  std::string steps;       ///< the line's left side, as written
  bool unchanged = false;  ///< the field as it is
  bool masked = false;     ///< personal data
  std::vector<facts::PrivateInput> private_inputs;
  std::string place;       ///< file:line
};
struct Dataset {
  std::string map;
  std::string source_system, resource;
  std::string target_system, object;
  std::vector<Column> columns;
  std::vector<facts::Declassification> let_go;  ///< what must never leave, and who said that it may
  std::vector<Column> beside;  ///< what is no property: associations, lists, subscriptions, deletions
  std::vector<Column> back;  ///< from right to left: `property` is the source's field, inputs are properties
};

std::vector<Dataset> lineage_of(const facts::Facts& facts, const source::FileSet& files);

/// `[{"map", "source", "target", "columns": [{"property", "inputs", "steps", …}]}]`
std::string to_json(const std::vector<Dataset>& datasets);
/// OpenLineage job events with the columnLineage facet (spec 1.2.0), one a map, in a JSON list; `day` (2026-11-23) is
/// their time.
std::string to_openlineage(const std::vector<Dataset>& datasets, const std::string& contract, const std::string& day);
std::string to_text(const std::vector<Dataset>& datasets);

}  // namespace treaty::lineage
