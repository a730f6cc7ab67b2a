#pragma once

#include "compiler/check/context.h"

namespace treaty::check {

/// Learns the signatures of the contract's own transforms, then checks each body once.
void check_transforms(Context& context);
/// Their examples, ready to be run.
void check_examples(Context& context);
/// The reverse that a transform gives, of a value.
facts::ValueRef resolve_reverse(Context& context, const ast::Transform& transform, facts::ValueRef back);

}  // namespace treaty::check
