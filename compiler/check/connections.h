#pragma once

#include "compiler/check/context.h"

namespace treaty::check {

/// What a system says of the way to it: its address, how it is signed in to, how fast it may be asked. The settings
/// that the map's values depend on are kept in `system`.
void check_connection(Context& context, facts::System& system);

}  // namespace treaty::check
