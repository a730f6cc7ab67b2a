#pragma once

#include <string>
#include <vector>

#include "compiler/package/package.h"

namespace treaty::program {

/// A field line, or the `where` of a map, that cannot be worked out without a portal.
struct LeftOut {
  std::string map, property;    ///< no property: the `where`
  std::string table, system;  ///< which table it needs, and the title of the system a run reads it from
};

/// Takes those field lines and conditions out of the package that look a value up in a table which only a run reads,
/// and says which they were: for whoever maps records with no portal to ask.
std::vector<LeftOut> leave_out_portal_tables(package::Package& package);

/// Whatever a `where` says that asks such a table, a record goes on, unless a step of it fails: for whoever wants to
/// know what the table is asked. Says whether there was one.
bool pass_portal_conditions(ir::Program& program);

}  // namespace treaty::program
