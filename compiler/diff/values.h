#pragma once

// How two values differ, and what they are made of.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "compiler/diff/context.h"

namespace treaty::diff {

/// Calls `visit` with every value that `root` is made of, itself included, each once and in order; transforms are
/// seen through.
void each_part(const facts::ValueRef& root, const std::function<void(const facts::ValueRef&)>& visit);

/// Whether there is a value all the same where a lookup finds nothing: `else`, a further alternative of `??`, or what
/// is around it
/// (`caught`).
bool goes_on(const facts::ValueRef& root, const std::function<bool(const facts::Lookup&)>& is_it, bool caught);

/// The same of the record, also where the field is one of the element that an `each` map is at.
std::string dotted(const facts::Map& map, const facts::SourceField& field);
/// The source's fields that a value is made of.
std::set<std::string> fields_of(const facts::Map& map, const facts::ValueRef& value);

/// What stands for what: the rows of a table or the arms of a picklist.
struct Rows {
  struct Row {
    std::string value;
    source::Span span;  ///< of no file where it stands in no contract
  };
  std::string name;  ///< for people: `table fx`
  bool picklist = false;
  std::map<std::string, Row> rows;
  std::optional<Row> otherwise;
  bool rest_has_value = false;  ///< a line gives what is in no row a value too: `else`, `??`, `on error use`
};
/// The arms of a picklist in one direction.
Rows rows_of(const std::string& name, const std::vector<ast::PicklistArm>& arms, bool backward);
/// The picklists that a line's steps write out, in order.
std::vector<Rows> picklists_in(const ast::Expr& expr, bool backward);
/// Adds what changed from one to the other.
void compare_rows(Context& context, const Rows& was, const Rows& is, const std::string& scope, const Where& where);

/// How two values differ.
enum class Difference {
  none,
  elsewhere,  ///< as written they are the same: a table, a transform, a document or a zone changed, and is shown
              ///< there
  arms,       ///< only in the arms of picklists written in a step
  value,
};
/// A value of a map, with what the contract says of it.
struct Written {
  const facts::Map& map;
  const facts::ValueRef& value;
  source::Span span;
};
/// `named`: which names stand for themselves.
Difference difference(Context& context, const Written& was, const Written& is, Depth named = Depth::named);

/// Says that a value became another one: as a lossy step where one was added, else as `otherwise`.
void add_value_change(Context& context, Kind otherwise, const std::string& scope, const std::string& subject,
                      const Written& was, const Written& is, const Where& where);

/// Two values that stand in one place of a map: of a property, of a field that is written back, of a condition.
struct ValuePair {
  std::string use;  ///< `members.balance_cad`
  Written was, is;
  bool back = false;
};
std::vector<ValuePair> value_pairs(const Context& context);

}  // namespace treaty::diff
