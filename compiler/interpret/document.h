#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/ir/ir.h"

namespace treaty::interpret {

/// A JSON value whose scalars stay as they stand. Points into the bytes it was read from.
struct Node {
  enum class Kind { scalar, object, array };
  Kind kind = Kind::scalar;
  const char *begin = nullptr, *end = nullptr;
  std::vector<std::string> keys;  ///< of an object, unescaped; members whose key has a broken escape are left out
  std::vector<Node> items;        ///< of an array, or one a key
};

/// Reads one JSON value with nothing but white space around it. False where its structure is not JSON; scalars other
/// than strings are taken as they are.
bool read_document(std::string_view bytes, Node& root);

/// What the path's segments reach from `from`, null where they lead nowhere.
const Node* reach(const Node* from, const std::vector<ir::Segment>& segments);

}  // namespace treaty::interpret
