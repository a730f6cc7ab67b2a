#pragma once

#include "compiler/ir/ir.h"
#include "stdlib/abi/abi.h"

namespace treaty::functions {

/// The native function of a row, null for a special one.
treaty_function function_address(ir::FunctionId id);

}  // namespace treaty::functions
