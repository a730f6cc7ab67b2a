#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/base/box.h"

namespace treaty::types {

/// What a value can be. `unknown` stands for a type that could not be found out; it converts to everything and is
/// never reported again. `any` is a source field whose samples disagree: a conversion step must say what is meant.
enum class Kind {
  unknown, any, null, text, integer, decimal, boolean, date, timestamp, duration, enumeration, list, record
};

struct Type {
  Kind kind = Kind::unknown;
  std::vector<std::string> options;      ///< enumeration: the closed set
  std::optional<Box<Type>> element;      ///< list

  static Type of(Kind kind) { return Type{.kind = kind, .options = {}, .element = {}}; }
  static Type list_of(Type element);
  static Type enumeration_of(std::vector<std::string> options);
};

bool operator==(const Type& a, const Type& b);
/// As the language writes it: `text`, `list<decimal>`, `enum(a, b)`.
std::string to_string(const Type& type);
/// Whether a value of type `from` can stand where `to` is wanted without a step: same kind, integer for decimal,
/// enumeration for text, list by element, unknown and null anywhere.
bool fits(const Type& from, const Type& to);
/// The type both fit into, for `if`, `??` and lists.
std::optional<Type> common(const Type& a, const Type& b);

}  // namespace treaty::types
