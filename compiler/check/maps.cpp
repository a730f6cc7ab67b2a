// Maps: their two sides, what they go through, and their entries in order.

#include "compiler/check/maps.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/base/match.h"
#include "compiler/check/amounts.h"
#include "compiler/check/endpoints.h"
#include "compiler/check/follow_ups.h"
#include "compiler/check/once.h"
#include "compiler/check/policies.h"
#include "compiler/schema/portal.h"

namespace treaty::check {
namespace {

const facts::System* find_system(Context& context, const ast::QualifiedName& side) {
  if (side.parts.empty()) {
    return nullptr;
  }
  const ast::Name& name = side.parts.front();
  const facts::System* system = context.facts.system(name.text);
  if (!system) {
    suggest_side(context, context.out.report(name.span, diagnostics::unknown_system, name.text), side);
  }
  return system;
}

/// `hubspot` without its object; a dot with nothing behind it was answered when it was read.
bool names_system_alone(Context& context, const ast::QualifiedName& side, const char* where) {
  const source::Span with_dot{side.span.file, side.span.begin, side.span.end + 3};
  if (side.parts.size() != 1 || is_damaged(context, with_dot)) {
    return false;
  }
  context.out.report(side.span, diagnostics::side_not_mappable, context.text(side.span), where);
  return true;
}

void check_left(Context& context, facts::Map& map) {
  const ast::QualifiedName& side = map.tree->left;
  map.source = find_system(context, side);
  if (!map.source || names_system_alone(context, side, "left") || side.parts.size() < 2) {
    return;
  }
  const ast::Name& name = side.parts[1];
  if (map.source->portal || side.parts.size() != 2) {
    context.out.report(side.span, diagnostics::side_not_mappable, context.text(side.span), "left");
    return;
  }
  map.resource = map.source->find(name.text);
  if (!map.resource) {
    auto& said = context.out.report(name.span, diagnostics::unknown_resource, name.text, map.source->name);
    suggest(said, name.text, name.span, names_of(map.source->resources, &facts::Resource::name));
  }
}

void check_right(Context& context, facts::Map& map) {
  const ast::QualifiedName& side = map.tree->right;
  map.target = find_system(context, side);
  if (!map.target || names_system_alone(context, side, "right") || side.parts.size() < 2) {
    return;
  }
  if (!map.target->portal || side.parts.size() != 2) {
    context.out.report(side.span, diagnostics::side_not_mappable, context.text(side.span), "right");
    return;
  }
  const ast::Name& name = side.parts[1];
  map.object = map.target->portal->find(name.text);
  if (!map.object && map.target->portal_read) {
    auto& said = context.out.report(name.span, diagnostics::unknown_object, name.text);
    if (schema::is_standard_object(name.text)) {
      said.notes.push_back(fmt::format("HubSpot has `{}`, but its properties stand in a snapshot of the portal alone",
                                       name.text));
    } else {
      suggest(said, name.text, name.span, names_of(map.target->portal->objects, &schema::HubspotObject::name));
    }
  }
}

/// `each items as item`
void check_each(Context& context, facts::Map& map, Scope& scope) {
  if (!map.tree->each || !map.resource) {
    return;
  }
  const ast::Expr& expr = *map.tree->each;
  Scope silent = scope;  // going through a list does not use all that its elements hold
  silent.on_use = nullptr;
  const ValueRef list = resolve(context, silent, expr);
  const ast::Name alias = map.tree->alias.value_or(ast::Name{.text = "it", .span = expr.span});
  scope.alias = alias.text;
  map.each.emplace();
  if (const auto* field = std::get_if<facts::SourceField>(&list->node)) {
    map.each = field->segments;
    scope.each = field->segments;
    if (list->type.kind != Kind::list && !is_unknown(list->type)) {
      context.out.report(expr.span, diagnostics::each_not_a_list, context.text(expr.span), describe(list->type));
    } else {
      scope.element_type = element_of(list->type);
      scope.element = list->record;
      map.element = list->record;
    }
  }
  if (map.resource->record->find(alias.text)) {
    context.out.report(alias.span, diagnostics::alias_hides_field, alias.text);
  }
}

void check_source_key(Context& context, facts::Map& map) {
  if (!map.resource) {
    return;
  }
  if (map.resource->key.empty() && has_unread_lines(*map.resource)) {
    return;
  }
  if (map.resource->key.empty()) {
    const ast::Name& name = map.tree->left.parts[1];
    context.out.report(name.span, diagnostics::resource_without_key, name.text);
    return;
  }
  std::vector<ValueRef> parts;
  for (const std::string& key : map.resource->key) {
    const schema::Field* field = map.resource->record->find(key);
    context.used[map.resource].insert(key);
    parts.push_back(make(field ? field->type : Type::of(Kind::unknown), map.tree->left.span,
                         facts::SourceField{false, {facts::Segment(key)}}));
  }
  map.source_key = parts.front();  // a number is written as a text where it is needed
  for (size_t i = 1; i < parts.size(); ++i) {
    const ValueRef slash = call_library(
        "concat", {as_text(map.source_key), constant(map.tree->left.span, std::string("/"))}, map.tree->left.span);
    map.source_key = call_library("concat", {slash, as_text(parts[i])}, map.tree->left.span);
  }
}

void check_after(Context& context, facts::Map& map, const ast::After& after) {
  Once once(context, diagnostics::named_twice);
  for (const ast::Name& name : after.maps) {
    once(name.text, name.span);
    if (!context.maps.contains(name.text)) {
      suggest(context.out.report(name.span, diagnostics::unknown_map, name.text), name.text, name.span,
              keys_of(context.maps));
    } else if (name.text == map.name) {
      context.out.report(name.span, diagnostics::associates_itself, name.text);
    } else {
      map.after.push_back(name.text);
    }
  }
}

/// Entries that stand once for each thing they name.
void check_named_twice(Context& context, const facts::Map& map) {
  Once once(context, diagnostics::map_entry_twice);
  for (const ast::MapEntry& entry : map.tree->entries) {
    if (const auto* list = std::get_if<ast::ListMembership>(&entry.node)) {
      once("list \"" + list->list.value + "\"", entry.span);
      check_not_empty(context.out, list->list, "list");
    } else if (const auto* subscription = std::get_if<ast::Subscription>(&entry.node)) {
      once("subscription \"" + subscription->name.value + "\"", subscription->name.span);
      check_not_empty(context.out, subscription->name, "subscription");
    } else if (const auto* group = std::get_if<ast::Group>(&entry.node)) {
      once("group " + group->name.text, group->name.span);
    } else if (const auto* unmatched = std::get_if<ast::OnUnmatched>(&entry.node)) {
      once("on unmatched " + unmatched->from.text, entry.span);
    } else if (const auto* associate = std::get_if<ast::Associate>(&entry.node)) {
      const std::string label = associate->label ? " \"" + associate->label->value + "\"" : "";
      once("associate " + std::string(context.text(associate->key.span)) + " -> " + associate->map.text + label,
           entry.span);
    }
  }
}

void check_entries(Context& context, const Scope& scope, facts::Map& map, const std::vector<ast::MapEntry>& entries,
                   const MapDefaults& defaults) {
  for (const ast::MapEntry& entry : entries) {
    match(
        entry.node, [](const ast::Bad&) {}, [](const ast::Match&) {}, [](const ast::NullPolicy&) {},
        [](const ast::ErrorPolicy&) {}, [](const ast::Ignore&) {}, [](const ast::Allow&) {},
        [&](const ast::FieldLine& line) { check_field_line(context, scope, map, entry, line, defaults, nullptr); },
        [](const ast::Where&) {}, [&](const ast::After& after) { check_after(context, map, after); },
        [&](const ast::Start& start) {
          not_in_force(context, "start");
          check_start(context, map, start);
        },
        [&](const ast::OnUnmatched& unmatched) { check_unmatched(context, map, unmatched); },
        [&](const ast::OnDelete& on_delete) { check_delete(context, map, on_delete); },
        [&](const ast::Group& inner) { check_group(context, scope, map, inner, defaults); },
        [&](const ast::ListMembership& list) { check_list(context, scope, map, list); },
        [&](const ast::Subscription& subscription) { check_subscription(context, scope, map, subscription); },
        [&](const ast::Associate& associate) { check_association(context, scope, map, entry, associate); });
  }
}

/// The condition comes first, wherever it stands: the lines speak of the records that it lets through.
void check_where(Context& context, Scope& scope, facts::Map& map) {
  for (const ast::MapEntry& entry : map.tree->entries) {
    if (const auto* where = std::get_if<ast::Where>(&entry.node)) {
      map.where = resolve_condition(context, scope, where->condition);
      narrow(scope, map.where);
      if (is_never(scope, map.where)) {
        context.out.report(where->condition.span, diagnostics::never_true);
      }
    }
  }
}

void check_map(Context& context, facts::Map& map) {
  check_left(context, map);
  check_right(context, map);
  check_source_key(context, map);
  context.zone = map.source ? map.source->zone : "";
  context.source = map.source;
  Scope scope = scope_of(context, map);
  check_each(context, map, scope);
  if (!map.resource) {
    scope.record = std::make_shared<schema::Record>(schema::Record{.fields = {}, .open = true});
    scope.record_name = std::string(context.text(map.tree->left.span));
  }
  const MapDefaults defaults = read_defaults(context, map.tree->entries, {});
  check_arrows(context, map);
  if (map.arrow == ast::Arrow::both) {
    not_in_force(context, "<->, from right to left,");
  }
  check_where(context, scope, map);
  check_named_twice(context, map);
  check_entries(context, scope, map, map.tree->entries, defaults);
  check_creations(context, map);
  check_bodies(context, map);
  context.source = nullptr;  // no value is worked out from here on
  check_ignore(context, scope, map);
  const ast::Match* by = nullptr;
  for (const ast::MapEntry& entry : map.tree->entries) {
    if (const auto* one = std::get_if<ast::Match>(&entry.node); one && !by) {
      by = one;
    }
  }
  check_match(context, map, by);
  check_flow(context, map);
}

}  // namespace

std::optional<facts::Literal> constant_of(Context& context, const ast::Expr& expr, std::string_view where) {
  if (std::holds_alternative<ast::Missing>(expr.node)) {
    return std::nullopt;
  }
  const bool path = std::holds_alternative<ast::Path>(expr.node);
  const ValueRef value = path ? unknown_value(expr.span) : resolve(context, Scope{.record_name = "a constant"}, expr);
  const facts::Literal* literal = literal_of(value);
  if (!literal && (path || !std::holds_alternative<facts::Unknown>(value->node))) {
    context.out.report(expr.span, diagnostics::constant_wanted, "the value", where);
  }
  return literal ? std::optional(*literal) : std::nullopt;
}

void not_in_force(Context& context, const std::string& what) {
  if (std::ranges::find(context.facts.not_in_force, what) == context.facts.not_in_force.end()) {
    context.facts.not_in_force.push_back(what);
  }
}

Scope scope_of(Context& context, facts::Map& map) {
  Scope scope;
  if (map.resource) {
    scope.record = map.resource->record;
    scope.record_name = map.source->name + "." + map.resource->name;
    scope.on_use = [&context, &map](const Use& use) {
      context.used[map.resource].insert(use.path);
      context.used_by[&map].emplace(use.path, use.span);
      if (!use.declassified) {
        context.leaving[&map].emplace(use.path, use.span);
      }
    };
  }
  return scope;
}

void check_maps(Context& context) {
  for (const ast::Item& item : context.in.contract.items) {
    const auto* tree = std::get_if<ast::Map>(&item.node);
    if (!tree) {
      continue;
    }
    const auto [known, fresh] = context.maps.emplace(tree->name.text, tree);
    if (!fresh) {
      context.out.report(tree->name.span, diagnostics::duplicate_name, "map", tree->name.text)
          .labels.push_back({.span = known->second->name.span, .text = "first here"});
      continue;
    }
    auto map = std::make_unique<facts::Map>();
    map->tree = tree;
    map->span = item.span;
    map->name = tree->name.text;
    map->arrow = tree->arrow;
    context.facts.maps.push_back(std::move(map));
  }
  for (const auto& map : context.facts.maps) {
    check_map(context, *map);
  }
  check_order(context);
  check_writers(context);
  check_rings(context);
  check_privacy(context);
  check_coverage(context);
  check_unused_arms(context);
  for (const auto& map : context.facts.maps) {
    check_crossings(context, *map);
  }
  if (context.in.contract.header && context.maps.empty()) {
    context.out.report(context.in.contract.header->name.span, diagnostics::no_maps);
  }
}

}  // namespace treaty::check
