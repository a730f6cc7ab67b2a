#pragma once

#include "compiler/check/inversion.h"

namespace treaty::check {

/// A derived reverse against the closed sets of both sides: an option of the portal that no arm takes back, and a
/// value that the source's field does not take.
void check_returns(Context& context, const facts::Map& map, const ast::FieldLine& line, const ValueRef& forward,
                   const std::vector<Taken>& taken);

}  // namespace treaty::check
