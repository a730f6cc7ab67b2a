// Maps: their two sides, what they go through, and their entries in order.

#include "compiler/check/maps.h"

#include <algorithm>

#include "compiler/base/match.h"
#include "compiler/check/endpoints.h"
#include "compiler/check/policies.h"

namespace treaty::check {
namespace {

std::vector<std::string> system_names(const Context& context) {
  std::vector<std::string> names;
  for (const auto& system : context.facts.systems) {
    names.push_back(system->name);
  }
  return names;
}

const facts::System* find_system(Context& context, const ast::QualifiedName& side) {
  if (side.parts.empty()) {
    return nullptr;
  }
  const ast::Name& name = side.parts.front();
  const facts::System* system = context.facts.system(name.text);
  if (!system) {
    suggest(context.out.report(name.span, diagnostics::unknown_system, name.text), name.text, name.span,
            system_names(context));
  }
  return system;
}

void check_left(Context& context, facts::Map& map) {
  const ast::QualifiedName& side = map.tree->left;
  map.source = find_system(context, side);
  if (!map.source || side.parts.size() < 2) {
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
  if (!map.target || side.parts.size() < 2) {
    return;
  }
  if (!map.target->portal || side.parts.size() != 2) {
    context.out.report(side.span, diagnostics::side_not_mappable, context.text(side.span), "right");
    return;
  }
  const ast::Name& name = side.parts[1];
  map.object = map.target->portal->find(name.text);
  if (!map.object) {
    auto& said = context.out.report(name.span, diagnostics::unknown_object, name.text);
    suggest(said, name.text, name.span, names_of(map.target->portal->objects, &schema::HubspotObject::name));
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

/// Says that an entry stands a second time.
class Once {
 public:
  explicit Once(Context& context) : context_(context) {}
  bool operator()(const char* what, source::Span span) {
    const auto [before, fresh] = seen_.emplace(what, span);
    if (!fresh) {
      context_.out.report(span, diagnostics::map_entry_twice, what)
          .labels.push_back({.span = before->second, .text = "first here"});
    }
    return fresh;
  }

 private:
  Context& context_;
  std::map<std::string, source::Span> seen_;
};

std::optional<facts::Literal> policy_value(Context& context, const std::optional<ast::Expr>& expr) {
  if (!expr) {
    return std::nullopt;
  }
  return constant_of(context, *expr, "use");
}

/// What holds for every line of a map or a group, and the entries that stand once.
MapDefaults read_defaults(Context& context, const std::vector<ast::MapEntry>& entries, MapDefaults defaults) {
  Once once(context);
  for (const ast::MapEntry& entry : entries) {
    if (const auto* on_error = std::get_if<ast::ErrorPolicy>(&entry.node); on_error && once("on error", entry.span)) {
      defaults.on_error = static_cast<facts::OnError>(on_error->kind);
      defaults.error_value = policy_value(context, on_error->value);
    } else if (const auto* on_null = std::get_if<ast::NullPolicy>(&entry.node);
               on_null && once("on null", entry.span)) {
      defaults.on_null = static_cast<facts::OnNull>(on_null->kind);
      defaults.null_value = policy_value(context, on_null->value);
    } else if (std::holds_alternative<ast::Match>(entry.node)) {
      once("match", entry.span);
    } else if (std::holds_alternative<ast::Where>(entry.node)) {
      once("where", entry.span);
    } else if (std::holds_alternative<ast::Start>(entry.node)) {
      once("start", entry.span);
    } else if (std::holds_alternative<ast::OnDelete>(entry.node)) {
      once("on delete", entry.span);
    }
  }
  return defaults;
}

void check_after(Context& context, facts::Map& map, const ast::After& after) {
  for (const ast::Name& name : after.maps) {
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

/// The first word of an entry, as a message names it.
std::string_view word_of(const Context& context, const ast::MapEntry& entry) {
  const std::string_view text = context.text(entry.span);
  return text.substr(0, text.find_first_of(" \t\r\n"));
}

/// Where a line, or the group around it, says what becomes of its errors or empty values.
template <class Policy>
source::Span policy_span(const ast::FieldLine& line, const ast::Group& group) {
  for (const ast::FieldClause& clause : line.clauses) {
    if (std::holds_alternative<Policy>(clause.clause)) {
      return clause.span;
    }
  }
  for (const ast::MapEntry& entry : group.entries) {
    if (std::holds_alternative<Policy>(entry.node)) {
      return entry.span;
    }
  }
  return group.name.span;  // the map says it for all its lines
}

/// An atomic group is written whole or not at all: no policy may leave one of its values out. Said once a place.
void check_atomic(Context& context, const facts::Map& map, const ast::Group& group) {
  std::vector<source::Span> told;
  const auto tell = [&](source::Span span, const char* policy) {
    if (std::ranges::find(told, span) == told.end()) {
      told.push_back(span);
      context.out.report(span, diagnostics::atomic_in_part, policy);
    }
  };
  for (const facts::Field& field : map.fields) {
    if (field.group == group.name.text && field.on_error == facts::OnError::skip && field.value->fallible) {
      tell(policy_span<ast::ErrorPolicy>(*field.line, group), "on error skip");
    }
    if (field.group == group.name.text && field.on_null == facts::OnNull::keep) {
      tell(policy_span<ast::NullPolicy>(*field.line, group), "on null keep");
    }
  }
}

/// The lines of a group; of the entries that speak of values, `on error` and `on null` hold for its lines.
void check_group(Context& context, const Scope& scope, facts::Map& map, const ast::Group& group,
                 const MapDefaults& outer) {
  if (group.atomic) {
    not_in_force(context, "group atomic");
  }
  const MapDefaults defaults = read_defaults(context, group.entries, outer);
  for (const ast::MapEntry& entry : group.entries) {
    if (const auto* line = std::get_if<ast::FieldLine>(&entry.node)) {
      check_field_line(context, scope, map, entry, *line, defaults, &group);
    } else if (!std::holds_alternative<ast::Bad>(entry.node) &&
               !std::holds_alternative<ast::ErrorPolicy>(entry.node) &&
               !std::holds_alternative<ast::NullPolicy>(entry.node)) {
      context.out.report(entry.span, diagnostics::not_in_group, word_of(context, entry));
    }
  }
  if (group.atomic) {
    check_atomic(context, map, group);
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
    }
  }
}

void check_map(Context& context, facts::Map& map) {
  check_left(context, map);
  check_right(context, map);
  check_source_key(context, map);
  context.zone = map.source ? map.source->zone : "";
  Scope scope = scope_of(context, map);
  check_each(context, map, scope);
  if (!map.resource) {
    scope.record = std::make_shared<schema::Record>(schema::Record{.fields = {}, .open = true});
    scope.record_name = std::string(context.text(map.tree->left.span));
  }
  const MapDefaults defaults = read_defaults(context, map.tree->entries, {});
  if (map.tree->arrow == ast::Arrow::both) {
    not_in_force(context, "<->, from right to left,");
  }
  check_where(context, scope, map);
  check_entries(context, scope, map, map.tree->entries, defaults);
  check_creations(context, map);
  check_bodies(context, map);
  check_ignore(context, scope, map);
  const ast::Match* by = nullptr;
  for (const ast::MapEntry& entry : map.tree->entries) {
    if (const auto* one = std::get_if<ast::Match>(&entry.node); one && !by) {
      by = one;
    }
  }
  check_match(context, map, by);
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
    context.facts.maps.push_back(std::move(map));
  }
  for (const auto& map : context.facts.maps) {
    check_map(context, *map);
  }
  check_order(context);
  check_writers(context);
  check_privacy(context);
  check_coverage(context);
}

}  // namespace treaty::check
