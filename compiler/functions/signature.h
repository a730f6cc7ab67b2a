#pragma once

#include <string_view>

#include "compiler/functions/functions.h"

namespace treaty::functions {

/// Fills in parameters, result and result rule from a row's signature. A signature that cannot be read is a defect of
/// the table and aborts with the row's key.
void read_signature(Function& function, std::string_view signature);

}  // namespace treaty::functions
