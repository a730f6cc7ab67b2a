#pragma once

#include "compiler/check/maps.h"

namespace treaty::check {

void check_start(Context& context, facts::Map& map, const ast::Start& start);
void check_unmatched(Context& context, facts::Map& map, const ast::OnUnmatched& unmatched);
void check_delete(Context& context, facts::Map& map, const ast::OnDelete& on_delete);
/// Whether records can be created on the left as the map says; its lines are known.
void check_creations(Context& context, const facts::Map& map);
/// A property has one writer over all maps; what maps match by may be written by several.
void check_writers(Context& context);

}  // namespace treaty::check
