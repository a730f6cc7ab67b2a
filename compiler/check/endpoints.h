#pragma once

#include "compiler/check/context.h"

namespace treaty::check {

/// What a resource says of its endpoints against the document that describes them: operations, the fields that paths
/// name, parameters of pages and changes.
void check_endpoints(Context& context, facts::Resource& resource, const ast::SchemaRef* schema);

/// Whether what flows back is taken by the operations that write.
void check_bodies(Context& context, const facts::Map& map);

}  // namespace treaty::check
