#pragma once

#include "compiler/check/context.h"

namespace treaty::check {

/// HubSpot's own rules beyond types: what a tier and a key allow, stages and pipelines, owners, labels, lengths. All
/// maps are known.
void check_portal_rules(Context& context);
/// Whether what a line writes is the id of an owner, where the property takes one (owners.cpp).
void check_owner_id(Context& context, const facts::Map& map, const facts::Field& field);

/// The pipeline that a map's records are in, where a line writes one out; null where none does, or the portal's are
/// not known. Needs the tree and both sides.
const schema::Pipeline* pipeline_of(const facts::Map& map);

}  // namespace treaty::check
