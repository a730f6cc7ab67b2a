#pragma once

#include "compiler/check/expressions.h"

namespace treaty::check {

/// All maps: sides, entries, field lines, associations, then the order among them.
void check_maps(Context& context);

/// The scope in which a map's left side speaks; it records what is used.
Scope scope_of(Context& context, facts::Map& map);

struct MapDefaults {
  facts::OnError on_error = facts::OnError::reject;
  std::optional<facts::Literal> error_value;
  facts::OnNull on_null = facts::OnNull::clear;
  std::optional<facts::Literal> null_value;
};

/// What holds for every line of a map or a group; entries that stand once and do so twice are reported (groups.cpp).
MapDefaults read_defaults(Context& context, const std::vector<ast::MapEntry>& entries, MapDefaults defaults);
/// The lines of a group; of the entries that speak of values, `on error` and `on null` hold for its lines
/// (groups.cpp).
void check_group(Context& context, const Scope& scope, facts::Map& map, const ast::Group& group,
                 const MapDefaults& outer);

/// One field line (fields.cpp): the properties it writes, or what is wrong with it.
void check_field_line(Context& context, const Scope& scope, facts::Map& map, const ast::MapEntry& entry,
                      const ast::FieldLine& line, const MapDefaults& defaults, const ast::Group* group);
/// Whether `value` can be written to the property; reports at the last step of `expr` when not (targets.cpp).
bool check_target(Context& context, const schema::Property& property, source::Span target_span, const ValueRef& value,
                  const ast::Expr& expr);
/// `associate key -> map` (associations.cpp); all maps are known by then.
void check_association(Context& context, const Scope& scope, facts::Map& map, const ast::MapEntry& entry,
                       const ast::Associate& associate);
/// `list "…" when …`, `subscription "…" from … { … }` (memberships.cpp).
void check_list(Context& context, const Scope& scope, facts::Map& map, const ast::ListMembership& list);
void check_subscription(Context& context, const Scope& scope, facts::Map& map, const ast::Subscription& subscription);
/// What a condition that holds says of closed sets (narrowing.cpp).
void narrow(Scope& scope, const ValueRef& condition);
/// Whether no record can meet it: after `narrow`.
bool is_never(const Scope& scope, const ValueRef& condition);
/// The maps that must have run before this one: those it names in `after` and in `associate`.
std::vector<const facts::Map*> waits_for(const Context& context, const facts::Map& map);
/// Which map waits for which: unknown names were reported, cycles are here.
void check_order(Context& context);
/// Values that come back to the field they came from over several lines (rings.cpp).
void check_rings(Context& context);
/// The one name that a target consists of; null when it is anything else.
const ast::Name* property_name(const ast::Expr& expr);
/// The properties a map matches by, and the ones HubSpot requires (matches.cpp).
void check_match(Context& context, facts::Map& map, const ast::Match* match);
/// Fields that go nowhere, and fields both ignored and mapped (coverage.cpp).
void check_ignore(Context& context, const Scope& scope, facts::Map& map);
void check_coverage(Context& context);
/// `never` and `sensitive` (privacy.cpp).
void check_privacy(Context& context);
/// Lines whose fields and properties seem to have changed places (crossings.cpp).
void check_crossings(Context& context, const facts::Map& map);
/// Arms of picklists that no line takes (picklists.cpp).
void check_unused_arms(Context& context);

/// The map's arrow against those of its lines, before they are read; and whether a map both ways flows both ways,
/// after it (directions.cpp).
void check_arrows(Context& context, facts::Map& map);
void check_flow(Context& context, const facts::Map& map);
/// The literal an expression is; reports anything else.
std::optional<facts::Literal> constant_of(Context& context, const ast::Expr& expr, std::string_view where);
/// Notes what a run of this version does not carry out; whoever starts one is told.
void not_in_force(Context& context, const std::string& what);

}  // namespace treaty::check
