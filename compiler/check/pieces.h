#pragma once

#include "compiler/check/values.h"

namespace treaty::check {

/// A text that is put together of values and letters between them: `"${a}/${b}"`, `a | concat("-x")`.
struct Pieces {
  std::vector<ValueRef> values;
  std::string pattern;  ///< `{}/{}`
};
/// The pieces of a `concat`, or why nobody could tell them apart again.
std::variant<Pieces, std::string> pieces_of(const ValueRef& value);

}  // namespace treaty::check
