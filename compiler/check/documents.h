#pragma once

#include "compiler/check/context.h"

namespace treaty::check {

/// The record a resource's document describes; null after reporting why it cannot be told, or when the document was
/// not read.
std::shared_ptr<const schema::Record> read_record(Context& context, const ast::SchemaRef& reference,
                                                  const ast::Resource& resource);

/// The description of the API that a reference names; null when it names none, or it could not be read (which was
/// reported).
const documents::Api* api_of(Context& context, const ast::SchemaRef& reference);

/// The portal of a snapshot, or of a new portal without one; nothing when the snapshot cannot be read.
std::optional<schema::Portal> read_portal_schema(Context& context, const ast::SchemaRef* snapshot);

}  // namespace treaty::check
