#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "compiler/ir/ir.h"
#include "compiler/package/manifest.h"

namespace treaty::program {

/// A part of a map that holds values.
struct Part {
  enum class Kind { where, key, field, association } kind = Kind::field;
  uint32_t index = 0;  ///< of the field or association
};

/// A lookup of a map: one step that asks a table.
struct LookupSite {
  uint32_t map = 0;
  Part part;
  uint32_t table = 0;  ///< of the program as it was
  ir::StepId step;
  bool has_else = false;
  bool is_private = false;  ///< what is looked up is made of fields under `privacy`
};

/// A program that does not stop at what fails: every field of a record tells its own fate.
struct Telling {
  ir::Program program;              ///< the same maps, fields and associations
  std::vector<LookupSite> lookups;  ///< by the table's index in `program`: there every lookup has a table of its own
};
Telling telling(const ir::Program& program, const package::Manifest& manifest);

/// One map alone with all its fields telling, and no associations, which could end a record.
ir::Program bare(const ir::Program& program, uint32_t map);

/// What a field writes whose steps failed. No record can hold it: it is no UTF-8.
constexpr std::string_view failed_text = "\xFF";

/// Maps of one field each, which rejects where it fails: field `f` of map `m` is map `first[m] + f`. A table that is
/// loaded when a run begins gives back what it is asked.
struct Alone {
  ir::Program program;
  std::vector<uint32_t> first;
};
Alone each_alone(const ir::Program& program);

/// Whether a part of the map is made of fields under `privacy`, or decided by them, also where they were
/// declassified.
bool is_private(const ir::MapProgram& map, const ir::Block& block, const package::Map& described);

/// The steps of a map, each with what it is a part of.
std::vector<std::pair<ir::StepId, Part>> parts_of(const ir::MapProgram& map);

}  // namespace treaty::program
