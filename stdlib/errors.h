/* The errors of stdlib/errors.def by name: treaty_errors::wrong_format. */
#pragma once

#include "stdlib/abi/abi.h"

namespace treaty_errors {
#define ERR(number, name, sentence) inline constexpr treaty_error name = number;
#include "stdlib/errors.def"
#undef ERR
}  // namespace treaty_errors
