#pragma once

// The field-level mapping and the integration design that a client signs, gathered from a compiled contract.

#include <string>

#include "compiler/doc/model.h"
#include "compiler/driver/pipeline.h"

namespace treaty::doc {

struct DesignOptions {
  std::string date;   ///< printed on the cover; empty: none is
  bool full = false;  ///< also: rules as written, every test, the rows of tables
};

/// Needs a compilation with a program. Same contract, same documents, same options: same document.
Document design_of(const driver::Compilation& compilation, const DesignOptions& options);

}  // namespace treaty::doc
