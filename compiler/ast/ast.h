#pragma once

// The tree of a contract: values, for people's tools (checker, formatter, editor). It holds what was written and where,
// never what was found out about it: types and resolved names live in facts, by node id.

#include <cstdint>
#include <memory>
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

// ── expressions ─────────────────────────────────────────────────────────────
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
enum class BinaryOperator { add, subtract, multiply, divide, coalesce, equal, not_equal, less, less_equal, greater, greater_equal, in, logical_and, logical_or };
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

// ── map entries ─────────────────────────────────────────────────────────────
enum class Arrow { forward, backward, both };

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

// ── system entries ──────────────────────────────────────────────────────────
/// `schema openapi "path"`, `schema json "path" at "$.data[*]"`
struct SchemaRef {
  Name format;
  Text path;
  std::optional<Text> at;
};
/// `base "…"`, `zone "…"`, `version "…"`, `tier enterprise`
struct Setting {
  Name key;
  std::variant<Text, Name> value;
};
/// `auth oauth2 { … }`, `auth service_key secret NAME`, `auth bearer secret NAME`,
/// `auth api_key header "X-Key" secret NAME`
struct Auth {
  struct Entry {
    Name key;
    std::variant<Name, Text, Secret> value;
  };
  Name scheme;
  std::optional<Secret> secret;
  std::vector<Entry> entries;  // of the block; also `header "…"` and `query "…"` of the one-line form
};
struct Limit {
  int64_t count = 0;
  Name per;  // second, minute, hour, day
  std::optional<int64_t> burst;
};
struct Retry {
  int64_t times = 0;
  std::optional<Duration> from;
  std::optional<Duration> to;
};
struct Quiet {
  Text from;  // "23:00"
  Text to;
};
struct Endpoint {
  Name verb;    // list, get, create, update, delete
  Name method;  // GET, POST, …
  Text path;
  std::optional<Text> at;
};
struct Page {
  Name style;                      // cursor, number, offset, link
  std::optional<Text> next;        // cursor: where the answer says the next one; JSONPath
  std::optional<Text> parameter;   // `as "cursor"` / `number "page"` / `offset "start"`
  std::optional<int64_t> from;     // first page number
  std::optional<int64_t> size;
  std::optional<Text> size_parameter;
};
/// `changes updated_at since "updated_after" window 30d lookback 2min`, `changes full`, `changes every 1min`
struct Changes {
  std::optional<Name> field;
  bool full = false;
  std::optional<Text> since;
  std::optional<Duration> window;
  std::optional<Duration> lookback;
  std::optional<Duration> every;
};
struct Volume {
  struct Rate {
    int64_t count;
    Name per;
  };
  int64_t records = 0;
  std::optional<Rate> changing;
  std::optional<Rate> peak;
};
struct Key {
  std::vector<Name> fields;
};
struct DeletedWhen {
  Expr condition;
};
struct Webhook {
  Text path;
  Name signature;
  Text header;
  Secret secret;
};
struct ResourceEntry {
  Span span;
  std::variant<Bad, Key, Volume, Endpoint, Page, Changes, DeletedWhen, Webhook, SchemaRef, Allow> node;
};
struct Resource {
  Name name;
  std::vector<ResourceEntry> entries;
};
/// `external_id text unique "ClubApp id"`, `tier enum "Tier" { bronze, silver }`
struct EnsureProperty {
  Name name;
  Name type;
  bool unique = false;
  std::optional<Text> label;
  std::vector<ArmValue> options;
  Span span;
};
struct Ensure {
  Name object;
  std::optional<Text> group;
  std::vector<EnsureProperty> properties;
};
struct SystemEntry {
  Span span;
  std::vector<std::string> doc;
  std::variant<Bad, SchemaRef, Setting, Auth, Limit, Retry, Quiet, Resource, Ensure, Changes, Allow> node;
};

// ── declarations ────────────────────────────────────────────────────────────
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
/// `{ k = v, … }`, `csv "path" key k value v`, or `from system.object key k value v`
struct Table {
  struct Rows {
    std::vector<std::pair<ArmValue, ArmValue>> rows;
  };
  struct Csv {
    Text path;
    Name key;
    Name value;
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
struct TestExpect {
  struct Record {
    TestGiven::Side side = TestGiven::Side::right;
    Expr record;
  };
  struct Reject {
    std::vector<Name> fields;
  };
  struct Filtered {};  // `expect filtered`: `where` said no
  struct InList {
    bool negated = false;
    Text list;
  };
  std::variant<Record, Reject, Filtered, InList> expectation;
};
struct TestEntry {
  Span span;
  std::variant<Bad, TestGiven, TestExpect> node;
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
/// One file: a contract with a header, or a library of tables, picklists and transforms without one.
struct Contract {
  source::FileId file;
  std::optional<Header> header;
  std::vector<Item> items;
  uint32_t node_count = 0;
};

}  // namespace treaty::ast
