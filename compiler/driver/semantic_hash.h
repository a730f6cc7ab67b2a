#pragma once

#include <string>

#include "compiler/driver/pipeline.h"
#include "compiler/ir/ir.h"
#include "compiler/package/manifest.h"

namespace treaty::driver {

/// What a contract means, in 32 hexadecimal digits: formatting, comments and places in the file do not change it.
std::string semantic_hash(const ir::Program& program, const package::Manifest& manifest);
/// What people sign, in as many digits: every word of the contract and of what it imports, and what it means with its
/// documents. Only layout and comments do not change it. Needs a contract without errors.
std::string agreement_hash(const Compilation& compilation);

}  // namespace treaty::driver
