#pragma once

#include "compiler/check/values.h"

namespace treaty::check {

/// Whether a value comes from the record at all; what does not is the same for every record.
bool depends(const ValueRef& value);
/// Whether it may differ between the elements that an `each` map makes of one record.
bool depends_on_element(const ValueRef& value);
/// Whether every part of a value was understood; what was not has been reported.
bool is_understood(const ValueRef& value);
/// The same field of the record, or the same value.
bool same_field(const ValueRef& a, const ValueRef& b);

}  // namespace treaty::check
