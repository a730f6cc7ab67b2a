#pragma once

#include <string>

#include "compiler/ir/ir.h"
#include "compiler/package/manifest.h"

namespace treaty::driver {

/// What a contract means, in 32 hexadecimal digits: formatting, comments and places in the file do not change it.
std::string semantic_hash(const ir::Program& program, const package::Manifest& manifest);

}  // namespace treaty::driver
