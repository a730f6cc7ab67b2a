#pragma once

#include <cstddef>
#include <optional>

#include "compiler/ir/ir.h"

namespace treaty::ir {

/// What every op of a kind looks like.
struct Shape {
  size_t arguments = 0;
  bool more_arguments = false;
  size_t blocks = 0, most_blocks = 0;
  bool each_element = false;   ///< the blocks run for each element: `it` is known there
  std::optional<Kind> type{};  ///< what it yields, where that is always the same
};
const Shape& shape_of(OpKind kind);

/// How deep blocks may stand inside one another: who reads a program goes into each.
constexpr size_t deepest_block = 1000;
/// How deep they do.
size_t depth_of(const Block& block);

bool fits_34_digits(__int128 coefficient);
/// Whether a constant of `on null use` or `on error use` can be written so: texts and nulls always, numbers by kind.
bool can_write(Encoding encoding, const Constant& constant);

}  // namespace treaty::ir
