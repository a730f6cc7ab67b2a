#pragma once

#include <string>
#include <vector>

#include "compiler/package/package.h"

namespace treaty::program {

/// A field line that cannot be worked out without a portal.
struct LeftOut {
  std::string map, property;
  std::string table, system;  ///< which table it needs, and the title of the system a run reads it from
};

/// Takes those field lines out of the package that look a value up in a table which only a run reads, and says which
/// they were: for whoever maps records with no portal to ask.
std::vector<LeftOut> leave_out_portal_tables(package::Package& package);

}  // namespace treaty::program
