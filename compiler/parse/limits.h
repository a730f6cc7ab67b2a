#pragma once

#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/parse/tokens.h"

namespace treaty::parse {

/// Whether the words go deeper, or an entry longer, than it may, which is reported: asked before anything recursive
/// sees them.
bool too_large(const std::vector<Token>& words, diagnostics::Diagnostics& out);

}  // namespace treaty::parse
