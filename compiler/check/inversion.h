#pragma once

#include <variant>

#include "compiler/check/values.h"

namespace treaty::check {

/// A field and what it gets when a value is taken back.
struct Taken {
  ValueRef field;  ///< a SourceField, or the Element of the list a step goes through
  ValueRef value;
};
/// The step over which no value comes back.
struct Obstacle {
  source::Span span;
  ValueRef value;   ///< what the step gives
  std::string why;  ///< a sentence for the message's note; empty where the step itself says it
  bool reported = false;  ///< what stands in the way is a mistake that was told
};
using Inverse = std::variant<std::vector<Taken>, Obstacle>;

/// The reverse of `forward` for the value `back`: every exact or normalising step undone, innermost last. A canonical
/// form (`trim`, `lower`) is its own reverse.
Inverse invert(Context& context, const ValueRef& forward, ValueRef back);

/// `back` as a field of the source takes it: where that is one of a few words, any other is refused.
ValueRef as_field(Context& context, const facts::Value& field, ValueRef back);

}  // namespace treaty::check
