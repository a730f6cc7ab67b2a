#pragma once

#include "compiler/diff/context.h"

namespace treaty::diff {

/// A condition of one of the contracts.
struct Condition {
  const facts::Facts& facts;
  const facts::ValueRef& value;  ///< null: every record
};

/// Whether every record for which `a` holds is one for which `b` holds, as far as their form tells: `and`, `or`, sets
/// of values, bounds of numbers. False where it does not tell.
bool implies(Meanings& meanings, const Condition& a, const Condition& b);

}  // namespace treaty::diff
