#pragma once

#include "compiler/diff/model.h"

namespace treaty::diff {

/// What the changes ask of the version, and whether the header went up as far: by semantic versioning, where
/// before 1.0.0 the second number stands for the first.
Version version_of(const std::string& before, const std::string& after, const std::vector<Change>& changes);

}  // namespace treaty::diff
