/* The errors that reading and writing records give, by the names of stdlib/errors.def. */
#pragma once

#include "stdlib/abi/abi.h"

namespace treaty_record {
inline constexpr treaty_error error_source_mismatch = 1;
inline constexpr treaty_error error_too_large = 2;
inline constexpr treaty_error error_out_of_range = 3;
}  // namespace treaty_record
