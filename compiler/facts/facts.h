#pragma once

// What the checker found out about a contract. Data only: the tree holds what was written, this holds what it means.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/facts/agreement.h"
#include "compiler/facts/value.h"
#include "compiler/schema/schema.h"

namespace treaty::facts {

/// An expression of any of the contract's files.
using ExprKey = std::pair<source::FileId, ast::NodeId>;

/// A lookup table with its rows, or one that the run loads.
struct Table {
  struct From {
    std::string system, object, key, value;
  };
  std::string name;
  types::Type key;
  types::Type value;
  std::vector<std::pair<std::string, Literal>> rows;  ///< sorted by key
  std::optional<From> from;
};

/// A resource with the records its document describes.
struct Resource {
  const ast::Resource* tree = nullptr;
  std::string name;
  std::shared_ptr<const schema::Record> record;  ///< never null; empty and open when no document says
  bool described = false;
  bool has_document = false;  ///< a document is named for it, or for its system
  std::vector<std::string> key;
  std::optional<schema::Record> create_body, update_body;  ///< what its endpoints take, where the document says
};
struct System {
  const ast::System* tree = nullptr;
  std::string name, kind;
  std::string zone;
  std::string tier;  ///< of a hubspot system: free, starter, professional, enterprise; empty: not said
  std::vector<Resource> resources;
  std::optional<schema::Portal> portal;  ///< of a hubspot system, with what `ensure` adds
  bool portal_read = true;               ///< false when its snapshot could not be read: properties may be missing

  [[nodiscard]] const Resource* find(std::string_view resource) const;
};

enum class OnError { reject, skip, use };
enum class OnNull { keep, clear, use };

enum class Write { always, once, if_empty };

/// A field under `privacy` that something is made of, and in which way it is.
struct PrivateInput {
  enum class How { value, condition, key, hash };
  std::string path;
  std::string label;  ///< never, sensitive
  How how = How::value;
  bool declassified = false;

  bool operator==(const PrivateInput&) const = default;
};
/// `declassify("reason", approved: PARTY)`: the one way out for what must never leave.
struct Declassification {
  source::Span span;
  std::string map;  ///< whose field must not leave; empty where none had to be let go
  std::vector<std::string> paths;
  std::string reason, party;
};

/// One property a field line writes.
struct Field {
  const ast::FieldLine* line = nullptr;
  source::Span span;
  std::string property;
  const schema::Property* target = nullptr;  ///< null for a property of an unknown object
  ValueRef value;
  bool required = false;
  Write write = Write::always;
  std::string owner;        ///< the system that wins a conflict; empty where only one side writes
  std::string group;        ///< fields of one group are one value; empty: none
  std::string unconfirmed;  ///< the open question
  std::vector<PrivateInput> private_inputs;
  bool sensitive = false;  ///< made of something private: masked in logs and letters
  OnError on_error = OnError::reject;
  std::optional<Literal> error_value;
  OnNull on_null = OnNull::clear;
  std::optional<Literal> null_value;
};
/// One field of the source that a line writes from right to left.
struct ReverseField {
  const ast::FieldLine* line = nullptr;
  source::Span span;
  std::vector<Segment> path;
  types::Type type;
  ValueRef value;        ///< speaks of the HubSpot record; its properties are texts, as HubSpot gives them
  bool derived = false;  ///< from the steps of the other direction, not written out
  std::string owner, group;
  OnError on_error = OnError::reject;
  std::optional<Literal>
      error_value;  ///< of a line that flows `<-`; `use` on a line both ways speaks of HubSpot's value
  OnNull on_null = OnNull::clear;
  std::optional<Literal> null_value;
};
/// First contact of two systems that are both full.
struct Start {
  enum class Wins { owner, newest };
  bool adopt = false;
  Wins wins = Wins::owner;
  bool empty_wins = false;
};
/// What becomes of records that only one side has.
struct Unmatched {
  std::string from, to;
  bool create = false;
};
struct Association {
  const ast::Associate* line = nullptr;
  source::Span span;
  std::string map;
  std::string label;
  bool many = false;
  ValueRef key;
  std::vector<PrivateInput> private_inputs;
};
struct ListMembership {
  const ast::ListMembership* tree = nullptr;
  ValueRef condition;
  std::vector<PrivateInput> private_inputs;
};
struct Subscription {
  const ast::Subscription* tree = nullptr;
  ValueRef from;
  std::vector<ValueRef> until;  ///< one an arm; null where it does not end
  std::vector<PrivateInput> private_inputs;
};
struct Map {
  const ast::Map* tree = nullptr;
  source::Span span;
  std::string name;
  ast::Arrow arrow = ast::Arrow::forward;  ///< as its lines flow, where the map's own was found to be wrong
  const System* source = nullptr;
  const Resource* resource = nullptr;
  const System* target = nullptr;
  const schema::HubspotObject* object = nullptr;
  std::optional<std::vector<Segment>> each;
  std::shared_ptr<const schema::Record> element;  ///< of an `each` map
  std::vector<std::string> match;
  std::vector<std::string> after;
  ValueRef where;
  std::vector<Field> fields;
  std::vector<ReverseField> reverse;
  std::vector<Association> associations;
  std::vector<ListMembership> lists;
  std::vector<Subscription> subscriptions;
  std::optional<Start> start;
  std::vector<Unmatched> unmatched;
  std::string on_delete;  ///< archive, ignore; empty: not said
  ValueRef source_key;
  std::vector<std::string> used_paths;  ///< dotted; of the source record
  std::vector<std::string> sensitive_paths, never_paths;
  std::vector<PrivateInput> filtered_by;  ///< what `where` reads: that a record is there tells of it
};

/// A transform's example, ready to be evaluated.
struct Example {
  std::string transform;
  source::Span span;
  ValueRef actual, expected;
};

/// The value over whose last step nothing comes back; it was reported there.
struct OneWay {
  source::Span span;
  ValueRef value;
  std::string zone;  ///< what zone-less times of its record mean
};

struct Facts {
  std::vector<std::unique_ptr<System>> systems;  ///< stable addresses: maps point at them
  std::vector<Table> tables;
  std::vector<std::unique_ptr<Map>> maps;
  std::vector<Example> examples;
  std::map<const ast::TestTable*, Table> test_tables;  ///< rows that a test gives, in place of the table's own
  std::vector<OneWay> one_way;
  std::vector<Declassification> declassified;
  Agreements agreements;
  std::vector<std::string> not_in_force;  ///< what a run of this version does not carry out
  std::map<ExprKey, ValueRef> values;  ///< what each expression means; for editors and explanations

  [[nodiscard]] const Map* map(std::string_view name) const;
  [[nodiscard]] const System* system(std::string_view name) const;
};

/// A line could not be read: what no line seems to do, that one may.
bool has_unread_lines(const Map& map);
bool has_unread_lines(const Resource& resource);

}  // namespace treaty::facts
