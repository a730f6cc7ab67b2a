#pragma once

#include "compiler/ir/ir.h"
#include "stdlib/abi/abi.h"

namespace treaty::interpret {

/// A row of stdlib/functions.def as it is built natively; null where the compiler has operations of its own instead.
treaty_function address_of(ir::FunctionId function);

}  // namespace treaty::interpret
