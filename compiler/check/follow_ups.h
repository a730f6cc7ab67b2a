#pragma once

#include "compiler/check/context.h"

namespace treaty::check {

/// Whether a line in a place could not be read: what seems to be missing there, that line may have said.
bool is_damaged(const Context& context, source::Span place);

/// Takes out what is said only because something else could not be read or was wrong, and says once what many places
/// share: one mistake, one message. Comes when everything else was reported.
void drop_follow_ups(Context& context);

}  // namespace treaty::check
