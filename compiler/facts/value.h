#pragma once

// What an expression means once its names are resolved and its types are known: a graph of typed values. Sub-values
// are shared where the contract uses one value twice (the argument of a transform, for example), so that it is worked
// out once.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/functions/functions.h"
#include "compiler/schema/schema.h"
#include "compiler/source/source.h"
#include "compiler/types/type.h"

namespace treaty::facts {

struct Value;
using ValueRef = std::shared_ptr<const Value>;

/// Digits as written, for numbers; texts, booleans and null as they are; durations in microseconds.
struct Digits {
  std::string text;
};
struct Duration {
  int64_t microseconds = 0;
};
using Literal = std::variant<std::nullptr_t, std::string, bool, Digits, Duration>;

/// A name or a position.
using Segment = std::variant<std::string, int64_t>;
/// `address.city`: the names of a path; positions are left out.
std::string dotted(const std::vector<Segment>& path);
/// `codes.0`: with its positions.
std::string dotted_with_positions(const std::vector<Segment>& path);

/// Stands for what could not be understood; it was reported.
struct Unknown {};
struct Constant {
  Literal literal;
};
/// A field of the source record, or of the element an `each` map is at.
struct SourceField {
  bool of_element = false;
  std::vector<Segment> segments;
};
/// `it`
struct Element {};
/// What a path reaches inside a record that is a value (`it.price`).
struct Access {
  ValueRef base;
  std::vector<Segment> segments;
};
struct Call {
  const functions::Function* function = nullptr;
  std::vector<ValueRef> arguments;  ///< one a parameter, defaults included
};
struct MakeList {
  std::vector<ValueRef> items;
};
/// `table` is an index into Facts::tables. Named picklists and those written in a step are tables too.
struct Lookup {
  uint32_t table = 0;
  ValueRef input;
  ValueRef otherwise;  ///< null where there is none
  bool of_picklist = false;
  std::optional<uint32_t> back;  ///< of a picklist: the table of its arms from right to left
  ValueRef back_otherwise;       ///< and what its `else` in that direction gives; null where there is none
};
enum class Comparison { equal, not_equal, less, less_equal, greater, greater_equal, in };
struct Compare {
  Comparison op = Comparison::equal;
  ValueRef left, right;
};
struct Not {
  ValueRef operand;
};
struct Logic {
  bool is_and = true;
  ValueRef left, right;
};
struct Choose {
  ValueRef condition, then_value;
  ValueRef else_value;  ///< null where there is none: missing
};
struct Coalesce {
  std::vector<ValueRef> alternatives;
};
enum class ListOperation { map, filter, sort, sum, any, all };
struct ForEach {
  ListOperation op = ListOperation::map;
  ValueRef list;
  ValueRef body;  ///< `it` inside is this list's element
};
/// A transform of the contract, put in place of its call: the arguments are worked out first, the body refers to
/// them.
struct Inlined {
  const ast::Transform* transform = nullptr;
  std::vector<ValueRef> arguments;
  ValueRef body;
};
/// A value of which somebody answerable said that it may leave its system.
struct Declassified {
  ValueRef input;
};
/// `run.started`
struct RunStarted {};

struct Value {
  types::Type type;
  std::shared_ptr<const schema::Record> record;  ///< of a record, or of a list's elements
  source::Span span;                             ///< the step or operand it comes from
  bool fallible = false;                         ///< it or what it is made of can fail
  schema::Origin origin;                         ///< of a field: where its document describes it
  std::variant<Unknown, Constant, SourceField, Element, Access, Call, MakeList, Lookup, Compare, Not, Logic, Choose,
               Coalesce, ForEach, Inlined, Declassified, RunStarted>
      node;
};

}  // namespace treaty::facts
