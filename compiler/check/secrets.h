#pragma once

// Contracts name secrets and never hold them. What stands where the name should may be the secret itself, so that no
// message repeats it.

#include "compiler/check/context.h"

namespace treaty::check {

/// Of an environment variable, in capitals: `CLUB_TOKEN`. Keys of HubSpot and of most systems have small letters.
bool check_secret_name(Context& context, const ast::Name& name);
/// A token of RFC 9110, 5.6.2: `X-Api-Key`. One with a colon has its value beside it: a secret in clear.
bool check_header_name(Context& context, const ast::Text& header);

}  // namespace treaty::check
