#pragma once

#include "compiler/check/context.h"

namespace treaty::check {

/// Whether a line in a place could not be read: what seems to be missing there, that line may have said.
bool is_damaged(const Context& context, source::Span place);

/// Takes out what only follows from lines that could not be read: names that they declare.
void drop_follow_ups(Context& context);

}  // namespace treaty::check
