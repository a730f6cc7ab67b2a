#pragma once

#include "compiler/lsp/completion_values.h"

namespace treaty::lsp {

/// What may stand in a line of a map: its entries, and the lines of fields with their policies.
void complete_map_line(const Sides& sides, const Cursor& cursor, ValueCompletion& values, Proposals& out);

/// The codes that `allow` can take.
void complete_codes(Proposals& out);

}  // namespace treaty::lsp
