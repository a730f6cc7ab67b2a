#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "compiler/codegen/emitter.h"

namespace treaty::codegen {

using TextTargets = std::vector<std::pair<std::string_view, llvm::BasicBlock*>>;

/// Ends the block at hand with a branch to the target whose text the `size` bytes at `data` are, which are readable
/// 64 bytes past their end: first by size, then eight bytes at a time.
void switch_on_text(Emitter& emitter, llvm::Value* data, llvm::Value* size, const TextTargets& targets,
                    llvm::BasicBlock* otherwise);

}  // namespace treaty::codegen
