#pragma once

#include "compiler/check/context.h"

namespace treaty::check {

/// That a test's record holds values and no expressions, and each name once.
void check_values(Context& context, const ast::RecordExpr& record);
/// A given record, whether the side it is given on has such fields; one that `passes` has values of their types too.
void check_given(Context& context, const ast::TestGiven& given, const facts::Map* map, bool passes);

}  // namespace treaty::check
