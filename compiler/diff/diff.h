#pragma once

#include "compiler/diff/model.h"
#include "compiler/driver/pipeline.h"

namespace treaty::diff {

/// What changes for both systems when `after` takes the place of `before`. Needs two contracts without errors. Values
/// are compared by what they mean, declarations by what they say; layout, comments and the order of independent lines
/// are no change.
Diff compare(const driver::Compilation& before, const driver::Compilation& after);

}  // namespace treaty::diff
