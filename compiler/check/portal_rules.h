#pragma once

#include "compiler/check/context.h"

namespace treaty::check {

/// HubSpot's own rules beyond types: what a tier and a key allow, stages and pipelines, owners, labels, lengths. All maps
/// are known.
void check_portal_rules(Context& context);
/// Whether what a line writes is the id of an owner, where the property takes one (owners.cpp).
void check_owner_id(Context& context, const facts::Map& map, const facts::Field& field);

}  // namespace treaty::check
