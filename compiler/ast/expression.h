#pragma once

// Names, literals and expressions.

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/base/box.h"
#include "compiler/base/ids.h"
#include "compiler/source/source.h"

namespace treaty::ast {


using source::Span;
/// Numbers the expressions of one contract, in the order they were parsed.
using NodeId = Id<struct NodeTag>;

/// A name as it is meant: backquotes removed.
struct Name {
  std::string text;
  Span span;
};

/// A plain string, escapes resolved.
struct Text {
  std::string value;
  Span span;
};

/// `500ms`, `2min`, `30d`: calendar units (month, year) are kept apart from fixed ones.
struct Duration {
  int64_t milliseconds = 0;
  int64_t months = 0;
  Span span;
};

struct Secret {
  Name name;
};

struct Expr;
using Exprs = std::vector<Expr>;

/// Stands where an expression could not be read; it fits everywhere and is never reported again.
struct Missing {};
struct NullLiteral {};
struct BooleanLiteral {
  bool value;
};
/// The digits as written without `_`; `decimal` when a point was written.
struct NumberLiteral {
  std::string digits;
  bool decimal = false;
};
struct TextLiteral {
  std::string value;
};
struct DurationLiteral {
  Duration value;
};
/// `a.b[0]["k"]`; the first segment is always a field.
struct Path {
  struct Field {
    Name name;
  };
  struct Index {
    int64_t value;
    Span span;
  };
  struct Key {
    Text key;
  };
  std::vector<std::variant<Field, Index, Key>> segments;
};
/// `"${id}/${item.sku}"`: literal pieces and paths, in order.
struct Interpolation {
  std::vector<std::variant<Text, std::pair<Path, Span>>> parts;
};
struct ListExpr {
  Exprs items;
};
struct RecordExpr {
  struct Entry;
  std::vector<Entry> entries;
};

/// A value of a picklist arm, a table row or an option list. A bare word is a value there.
struct ArmValue {
  enum class Form { word, text, number, boolean, null };
  Form form = Form::word;
  std::string value;
  Span span;
};
struct PicklistArm {
  enum class Direction { forward, backward, both };  // -> <- <->
  std::vector<ArmValue> left;                        // empty: `else`
  std::vector<ArmValue> right;
  bool is_else = false;  // `else -> x` or `else <- x`; `left` is empty
  Direction direction = Direction::forward;
  Span span;
};
/// `picklist { a -> b, … }` or `picklist(name)`.
struct PicklistStep {
  std::optional<Name> name;
  std::vector<PicklistArm> arms;
};

struct Argument {
  std::optional<Name> label;
  Box<Expr> value;
};
/// A step or function: `trim`, `split(",", 2)`. A bare name in a pipeline is a call without arguments.
struct Call {
  Name function;
  std::vector<Argument> arguments;
  bool parentheses = false;
};
/// `input | step`; `step` is a Call or a PicklistStep (or Missing after a syntax error).
struct Pipe {
  Box<Expr> input;
  Box<Expr> step;
};
enum class UnaryOperator { negate, logical_not };
struct Unary {
  UnaryOperator op;
  Box<Expr> operand;
};
enum class BinaryOperator {
  add, subtract, multiply, divide, coalesce, equal, not_equal, less, less_equal, greater, greater_equal, in,
  logical_and, logical_or
};
struct Binary {
  BinaryOperator op;
  Box<Expr> left;
  Box<Expr> right;
  Span op_span;
};
struct If {
  Box<Expr> condition;
  Box<Expr> then_branch;
  std::optional<Box<Expr>> else_branch;
};

struct Expr {
  NodeId id;
  Span span;
  std::variant<Missing, NullLiteral, BooleanLiteral, NumberLiteral, TextLiteral, DurationLiteral, Path, Interpolation,
               ListExpr, RecordExpr, PicklistStep, Call, Pipe, Unary, Binary, If>
      node;
};
struct RecordExpr::Entry {
  Name name;
  Expr value;
};

/// `clubapp.members`, `hubspot.contacts.newsletter_source`
struct QualifiedName {
  std::vector<Name> parts;
  Span span;
};

}  // namespace treaty::ast
