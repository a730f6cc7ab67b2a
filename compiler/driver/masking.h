#pragma once

// What a failing test shows of values that are private.

#include "compiler/driver/run_tests.h"

namespace treaty::driver {

/// Whether what a map writes to a property is made of something private; `reverse`: what it takes back to a field.
bool is_private(const facts::Map& map, const std::string& name, bool reverse);

/// The difference without its values: how long they are, and where they part.
Difference masked(const Difference& difference);

}  // namespace treaty::driver
