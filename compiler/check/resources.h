#pragma once

#include "compiler/check/context.h"

namespace treaty::check {

/// The entries of a resource: its key, its size, how changes and deletions show. `kind` is its system's.
void check_resource_entries(Context& context, facts::Resource& resource, const std::string& kind);

/// Resources that maps read, and that do not say how. All maps are known.
void check_reading(Context& context);

}  // namespace treaty::check
