#pragma once

// The tree of a contract: values, for people's tools (checker, formatter, editor). It holds what was written and
// where, never what was found out about it: types and resolved names live in facts, by node id.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/ast/expression.h"
#include "compiler/ast/map.h"
#include "compiler/ast/system.h"

namespace treaty::ast {

struct Import {
  Text path;
};
struct Party {
  Name name;
  Text title;
  std::optional<Text> email;
  std::vector<Name> approves;
};
struct System {
  Name name;
  Name kind;  // rest, hubspot, files
  std::optional<Text> title;
  std::vector<SystemEntry> entries;
};
struct Environment {
  struct Entry {
    Name system;
    Name key;                              // portal, base
    std::variant<Text, int64_t> value;
    Span span;
  };
  Name name;
  std::vector<Entry> entries;
};
struct Existing {
  Name name;
  Text title;
  std::vector<QualifiedName> writes;
  std::optional<Text> until;  // 2027-06-30
};
struct Pending {
  Name name;
  Text title;
  std::optional<Name> by;
  std::optional<Text> until;
  std::vector<Name> blocks;
};
/// `{ k = v, … }`, `csv "path" key k value v as decimal`, or `from system.object key k value v`
struct Table {
  struct Rows {
    std::vector<std::pair<ArmValue, ArmValue>> rows;
  };
  struct Csv {
    Text path;
    Name key;
    Name value;
    std::optional<Name> type;  // a text where it is not said
  };
  struct From {
    QualifiedName object;
    Name key;
    Name value;
  };
  Name name;
  std::variant<Bad, Rows, Csv, From> content;
};
struct Picklist {
  Name name;
  std::vector<PicklistArm> arms;
};
struct TypeRef {
  Name name;                          // text, decimal, list, …
  std::vector<TypeRef> arguments;     // list<text>
  Span span;
};
struct Parameter {
  Name name;
  TypeRef type;
};
struct Transform {
  struct Example {
    Exprs inputs;
    Expr output;
    Span span;
  };
  struct Reverse {
    Parameter parameter;
    Expr body;
  };
  Name name;
  std::vector<Parameter> parameters;
  std::optional<TypeRef> result;
  Expr body;
  std::vector<Example> examples;
  std::optional<Reverse> reverse;
};
struct Privacy {
  struct Entry {
    Name label;  // never, sensitive
    std::vector<Expr> paths;
    std::optional<Text> reason;
    Span span;
  };
  QualifiedName resource;
  std::vector<Entry> entries;
};
struct Map {
  Name name;
  QualifiedName left;
  std::optional<Expr> each;  // a Path
  std::optional<Name> alias;
  Arrow arrow = Arrow::forward;
  Span arrow_span;
  QualifiedName right;
  std::vector<MapEntry> entries;
};
struct UseCase {
  Name name;
  Text title;
  std::vector<Name> maps;
  std::vector<Name> tests;
};
struct TestGiven {
  enum class Side { left, right };
  Side side = Side::left;
  std::variant<Expr, Text> input;  // a record, or the path of a file
};
/// `given table owners { … }`: its rows for this test
struct TestTable {
  Name table;
  Table::Rows rows;
};
struct TestExpect {
  struct Record {
    TestGiven::Side side = TestGiven::Side::right;
    Expr record;
  };
  struct Reject {
    std::vector<Name> fields;
  };
  struct Keep {
    std::vector<QualifiedName> fields;  // left out of what is written, so that they stay as they are
  };
  struct Filtered {};  // `expect filtered`: `where` said no
  struct InList {
    bool negated = false;
    Text list;
  };
  std::variant<Record, Reject, Keep, Filtered, InList> expectation;
};
struct TestEntry {
  Span span;
  std::variant<Bad, TestGiven, TestTable, TestExpect> node;
};
struct Test {
  Name name;
  std::optional<Text> title;
  std::optional<Name> map;
  std::vector<TestEntry> entries;
};
/// Agreed, checked for form, printed in the design document, not carried out yet: sync, sla, alert, accept, books.
/// The words of each line, in order, so that later editions can give them meaning without a new tree.
struct Clause {
  std::vector<std::variant<Name, Text, Duration, ArmValue, Expr>> words;
  Span span;
};
struct Agreement {
  Name keyword;  // sync, sla, alert, accept, books
  std::optional<Name> name;
  std::vector<Clause> clauses;
};

struct Item {
  Span span;
  std::vector<std::string> doc;
  std::variant<Bad, Import, Party, System, Environment, Existing, Pending, Table, Picklist, Transform, Privacy, Map,
               UseCase, Test, Agreement, Allow>
      node;
};

struct Header {
  Name name;
  std::string version;  // 2.3.0
  int edition = 1;
  std::optional<Text> title;
  std::vector<std::string> doc;
  Span span;
};
/// A part of the file that could not be read, which was reported. What seems to be left out elsewhere may stand
/// there.
struct Unread {
  Span span;
  std::vector<std::string> words;  // the names and texts in it
};
/// One file: a contract with a header, or a library of tables, picklists and transforms without one.
struct Contract {
  source::FileId file;
  std::optional<Header> header;
  std::vector<Item> items;
  std::vector<Unread> unread;
  bool cut_off = false;  // it ends inside a block: anything may be missing
  uint32_t node_count = 0;
};

/// What a library is made of: any other item belongs to a contract.
inline bool may_stand_in_library(const Item& item) {
  return std::holds_alternative<Import>(item.node) || std::holds_alternative<Table>(item.node) ||
         std::holds_alternative<Picklist>(item.node) || std::holds_alternative<Transform>(item.node);
}
/// Whether the file was meant as a library, and is no contract that lost its first line.
inline bool is_library(const Contract& file) {
  return !file.header && !file.items.empty() && file.unread.empty() &&
         std::ranges::all_of(file.items, may_stand_in_library);
}

}  // namespace treaty::ast
