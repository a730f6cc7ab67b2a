#pragma once

#include "compiler/doc/sections.h"

namespace treaty::doc {

/// The requests that runs send to a portal, by kind.
Table hubspot_calls(const Gathered& gathered, const facts::System& system);
/// The scopes its key needs, by object.
Table hubspot_rights(const Gathered& gathered, const facts::System& system);

}  // namespace treaty::doc
