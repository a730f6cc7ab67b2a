#pragma once

#include "compiler/check/values.h"

namespace treaty::check {

/// What `call` was given in the argument `varying`, worked out from what it gave (`back`); null where no step of the
/// library takes that back. The other arguments are the same for every record.
ValueRef undo(const facts::Call& call, size_t varying, ValueRef back, source::Span span);

/// `value` as a field of the type holds it: what HubSpot stores as text read again, a list from its options.
ValueRef as_type(ValueRef value, const Type& wanted);

}  // namespace treaty::check
