#pragma once

#include "compiler/codegen/values.h"

namespace treaty::codegen {

/// Writes the treaty_map_function of one map of the program.
void compile_map(Emitter& emitter, const ir::Program& program, uint32_t map);

}  // namespace treaty::codegen
