#pragma once

// What is compared, one concern a function; each adds its changes to the context.

#include "compiler/diff/context.h"

namespace treaty::diff {

/// The header, imports, titles, documentation, accepted warnings.
void compare_header(Context& context);
void compare_words(Context& context);
/// Addresses, signing in, limits, quiet hours.
void compare_systems(Context& context);
/// Endpoints, pages, changes, keys, webhooks, volumes, of one system.
void compare_resources(Context& context, const Pair<facts::System>& systems);
/// The fields and properties that the contract uses, as the documents describe them; `ensure`; HubSpot's scopes.
void compare_documents(Context& context);
void compare_portal(Context& context, const Pair<facts::System>& systems);
/// Tables, named picklists and transforms: their own content, said once for all lines that use them.
void compare_tables(Context& context);
void compare_transforms(Context& context);
/// Labels, `declassify`, and what private fields reach.
void compare_labels(Context& context);
void compare_flows(Context& context);
/// Which records, told apart how, and what becomes of them on one side only.
void compare_maps(Context& context);
void compare_where(Context& context, const Pair<facts::Map>& maps);
void compare_fields(Context& context, const Pair<facts::Map>& maps);
void compare_reverse(Context& context, const Pair<facts::Map>& maps);
void compare_links(Context& context, const Pair<facts::Map>& maps);
void compare_subscriptions(Context& context, const Pair<facts::Map>& maps);
/// Parties, environments, other writers, open work, use cases, tests.
void compare_agreements(Context& context);
/// `sync`, `sla`, `alert`, `books`; `accept`.
void compare_behaviour(Context& context);
void compare_acceptance(Context& context);

}  // namespace treaty::diff
