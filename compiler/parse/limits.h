#pragma once

#include <cstddef>
#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/parse/tokens.h"

namespace treaty::parse {

/// How deep brackets may go.
constexpr size_t deepest = 100;

/// Whether the words go deeper, or an entry longer, than it may, which is reported: asked before anything recursive
/// sees them. What is hidden, comments, does not count.
bool too_large(const std::vector<Token>& words, diagnostics::Diagnostics& out);

}  // namespace treaty::parse
