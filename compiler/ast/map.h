#pragma once

// What stands inside `map … { }`.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "compiler/ast/expression.h"

namespace treaty::ast {

enum class Arrow { forward, backward, both };
/// As it is written.
constexpr std::string_view text_of(Arrow arrow) {
  return arrow == Arrow::forward ? "->" : arrow == Arrow::backward ? "<-" : "<->";
}

struct NullPolicy {
  enum class Kind { keep, clear, use };
  Kind kind = Kind::keep;
  std::optional<Expr> value;
  Span span;
};
struct ErrorPolicy {
  enum class Kind { reject, skip, use };
  Kind kind = Kind::reject;
  std::optional<Expr> value;
  Span span;
};

struct FieldClause {
  struct Required {};
  struct Owner {
    Name system;
  };
  struct Write {
    Name mode;  // once, if_empty, always
  };
  struct Unconfirmed {
    Text question;
  };
  std::variant<Required, Owner, Write, NullPolicy, ErrorPolicy, Unconfirmed> clause;
  Span span;
};
/// One line of the field-by-field contract. The target side is a Path or a ListExpr of Paths.
struct FieldLine {
  Expr left;
  Arrow arrow = Arrow::forward;
  Span arrow_span;
  Expr right;
  std::vector<FieldClause> clauses;
};
struct Match {
  std::vector<Name> properties;  // in order of preference, parted by `else`
};
struct Where {
  Expr condition;
};
struct After {
  std::vector<Name> maps;
};
/// `start adopt, owner wins, empty never wins`: the words as written, one entry a comma.
struct Start {
  std::vector<std::vector<Name>> rules;
};
struct OnUnmatched {
  Name from;
  Name to;
  Name action;  // create, ignore
};
struct OnDelete {
  Name action;
};
struct MapEntry;
struct Group {
  Name name;
  std::optional<Name> owner;
  bool atomic = false;
  std::vector<MapEntry> entries;
};
struct ListMembership {
  Text list;
  Expr condition;
};
struct SubscriptionArm {
  std::vector<ArmValue> values;  // empty: `else`
  bool is_else = false;
  Name state;  // opted_in, opted_out
  std::optional<Name> basis;
  std::optional<Text> explained;
  std::optional<Expr> until;
  Span span;
};
struct Subscription {
  Text name;
  Expr from;
  std::vector<SubscriptionArm> arms;
};
struct Associate {
  Expr key;  // of the left side
  Name map;
  std::optional<Text> label;
  std::optional<Name> cardinality;  // one, many
};
struct Ignore {
  std::vector<Expr> paths;
  std::optional<Text> reason;
};
struct Allow {
  Name code;
  Text reason;
};
/// A line that could not be read; it was reported, and nothing more is said of it.
struct Bad {};

struct MapEntry {
  Span span;
  std::vector<std::string> doc;
  std::variant<Bad, FieldLine, Match, Where, After, Start, OnUnmatched, OnDelete, NullPolicy, ErrorPolicy, Group,
               ListMembership, Subscription, Associate, Ignore, Allow>
      node;
};

}  // namespace treaty::ast
