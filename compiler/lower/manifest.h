#pragma once

#include "compiler/facts/facts.h"
#include "compiler/package/manifest.h"
#include "compiler/source/source.h"

namespace treaty::lower {

/// One map of the manifest (manifest_maps.cpp).
package::Map describe_map(const facts::Map& map, const source::FileSet& files);

}  // namespace treaty::lower
