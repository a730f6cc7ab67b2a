#pragma once

#include "compiler/check/context.h"

namespace treaty::check {

/// Learns the signatures of the contract's own transforms, then checks each body once.
void check_transforms(Context& context);
/// Their examples, ready to be run.
void check_examples(Context& context);

}  // namespace treaty::check
