#pragma once

#include <string>

#include "compiler/codegen/values.h"

namespace treaty::codegen {

/// Writes the function from the slots of a record (or element) to its outcome: `where`, key, fields, associations, in
/// the order of docs/records.md. `i32 (context, bytes, index, slots, element_slots, element, emit, sink)`; `element`
/// is the element's position, -1 of a whole record; yields what `emit` said.
llvm::Function* compile_outcome(Emitter& emitter, const MapScope& scope, const std::string& name);

}  // namespace treaty::codegen
