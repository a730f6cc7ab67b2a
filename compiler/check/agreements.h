#pragma once

#include "compiler/check/context.h"

namespace treaty::check {

/// Parties and approvals, environments, existing integrations, pending work, use cases, and how it must behave.
void check_agreements(Context& context);
/// What each environment sets of the systems (environments.cpp).
void check_environments(Context& context);
/// The declared tests: their map, what they give, what they expect.
void check_tests(Context& context);
/// Systems, their resources with the records their documents describe, the portal with what `ensure` adds.
void check_systems(Context& context);
/// What the `ensure`s of a system ask for of one object.
struct EnsuredObject {
  std::map<std::string, source::Span> properties;  ///< with the first place
  std::ptrdiff_t unique = 0;                       ///< those of people's own that the object has by now
};
using Ensured = std::map<std::string, EnsuredObject>;
/// `ensure` against the portal, then added to it (ensure.cpp).
void check_ensure(Context& context, const ast::Ensure& ensure, schema::Portal& portal, Ensured& ensured);
/// Whether the IANA database has the zone.
bool is_zone(const std::string& name);
/// A time without a zone is read at `where`: reports it where the source of the map at hand names none, once a
/// system.
void want_zone(Context& context, source::Span where);

}  // namespace treaty::check
