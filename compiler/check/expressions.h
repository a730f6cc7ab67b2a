#pragma once

#include <functional>

#include "compiler/check/values.h"

namespace treaty::check {

struct Use {
  std::string path;  ///< dotted
  source::Span span;
  bool declassified = false;
};

/// What names mean at one place of the contract.
struct Scope {
  std::shared_ptr<const schema::Record> record;   ///< whose fields paths begin with; null: there are none here
  std::string record_name;                        ///< `clubapp.members`, for messages
  std::optional<std::string> alias;               ///< of an `each` map
  std::vector<facts::Segment> each;               ///< the path of its list
  Type element_type;                              ///< what an alias stands for
  std::shared_ptr<const schema::Record> element;  ///< its record, where it is one
  std::map<std::string, ValueRef, std::less<>> parameters;  ///< of a transform
  ValueRef it;                                              ///< the element of the list a step goes through
  std::map<std::string, std::vector<std::string>, std::less<>> narrowed;  ///< what `where` leaves of closed sets
  bool backward = false;                                                  ///< picklists are read from right to left
  bool both_ways = false;     ///< and from left to right: the other direction of the line is derived
  bool declassified = false;  ///< what is used here goes on with somebody's word
  /// Told every path of the record that is used.
  std::function<void(const Use&)> on_use;
};

/// What `expr` means; what cannot be understood is reported once and stands as unknown.
ValueRef resolve(Context& context, const Scope& scope, const ast::Expr& expr);
/// The step of a pipeline applied to a value.
ValueRef apply_step(Context& context, const Scope& scope, const ast::Expr& step, ValueRef input);
/// The same where yes or no is wanted.
ValueRef resolve_condition(Context& context, const Scope& scope, const ast::Expr& expr);
/// A path; `span` is the whole path's.
ValueRef resolve_path(Context& context, const Scope& scope, const ast::Path& path, source::Span span);
/// Where a name is no field, but one of the elements of a list in a document that was taken for one record: adds
/// where its records lie.
void tell_list_of_records(diagnostics::Diagnostic& said, const schema::Record& record, std::string_view name);
/// Where a bare word that is no field stands in the place of a text: adds that texts stand in quotes.
void tell_unquoted(Context& context, const ast::Expr& expr);
/// A step or function applied to `input`, which is null for `f(x)` outside a pipeline.
ValueRef resolve_call(Context& context, const Scope& scope, const ast::Call& call, source::Span span, ValueRef input);
/// Steps that are compiled to operations instead of calls: map, filter, sort, sum, any, all, lookup, convert.
std::optional<ValueRef> resolve_special(Context& context, const Scope& scope, const ast::Call& call,
                                        source::Span span, ValueRef input);
/// A library function on values that are known: `+`, `*`, …; reports `span` when it takes no such values.
ValueRef resolve_operator(Context& context, ast::BinaryOperator op, source::Span op_span, ValueRef left,
                          ValueRef right, source::Span span);
ValueRef resolve_comparison(Context& context, const ast::Binary& binary, ValueRef left, ValueRef right,
                            source::Span span);
ValueRef resolve_picklist(Context& context, const Scope& scope, const ast::PicklistStep& step, source::Span span,
                          ValueRef input);
/// `… | declassify("reason", approved: PARTY)`, whose input is still to be resolved.
bool is_declassify(const ast::Expr& step);
ValueRef resolve_declassified(Context& context, const Scope& scope, const ast::Pipe& pipe);
/// A transform of the contract put in place of its call.
ValueRef inline_transform(Context& context, const NamedTransform& transform, const ast::Name& name, source::Span span,
                          std::vector<ValueRef> arguments);
/// Reports a value of no settled type where one is needed; gives unknown then.
ValueRef settled(Context& context, ValueRef value);
/// `expr` stands in parentheses.
bool in_parentheses(const Context& context, const ast::Expr& expr);

}  // namespace treaty::check
