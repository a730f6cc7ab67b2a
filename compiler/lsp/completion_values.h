#pragma once

// What may stand where a value is wanted: fields, steps by the type before them, the arguments of a step, the arms of
// a picklist.

#include "compiler/lsp/cursor.h"
#include "compiler/lsp/proposals.h"
#include "compiler/lsp/sides.h"

namespace treaty::lsp {

class ValueCompletion {
 public:
  ValueCompletion(const Spot& spot, const Cursor& cursor, Proposals& out) : spot_(spot), cursor_(cursor), out_(out) {}

  /// A value, or what of one comes next.
  void value(const Sides& sides);
  void fields(const Sides& sides, Rank rank);
  /// The properties of the right side, those that no line of the map writes yet first.
  void unwritten_properties(const Sides& sides);
  void properties(const Sides& sides);
  /// An arm of a picklist inside of a line: values of the field before it, options of the property behind.
  void arm(const Sides& sides);

 private:
  [[nodiscard]] const types::Type* type_before_bar(const Sides& sides) const;
  [[nodiscard]] const types::Type* type_of_path(const Sides& sides, Words path) const;
  [[nodiscard]] const schema::Property* target_behind(const Sides& sides) const;
  bool argument(const Sides& sides);

  const Spot& spot_;
  const Cursor& cursor_;
  Proposals& out_;
};

}  // namespace treaty::lsp
