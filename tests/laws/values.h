#pragma once

// Random values for the fields and properties of two-way lines: as people and machines write them, and their edges.

#include <cstdint>

#include "compiler/prove/prove.h"
#include "compiler/prove/samples.h"

namespace treaty::laws {

/// What the compiler tries, and so many random values a field; the same for the same seed.
prove::Values random_values(uint64_t seed, size_t count);

}  // namespace treaty::laws
