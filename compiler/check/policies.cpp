// What a map does with records that only one side has, with deletions, and at the first contact of two full systems.

#include "compiler/check/policies.h"

#include <algorithm>

#include "compiler/check/once.h"

namespace treaty::check {
namespace {

std::vector<std::string> sides_of(const facts::Map& map) {
  std::vector<std::string> names;
  for (const facts::System* system : {map.source, map.target}) {
    if (system) {
      names.push_back(system->name);
    }
  }
  return names;
}

bool has_endpoint(const facts::Resource& resource, std::string_view verb) {
  return resource.tree && std::ranges::any_of(resource.tree->entries, [&](const ast::ResourceEntry& entry) {
           const auto* endpoint = std::get_if<ast::Endpoint>(&entry.node);
           return endpoint && endpoint->verb.text == verb;
         });
}

std::string joined(const std::vector<ast::Name>& words) {
  std::string text;
  for (const ast::Name& word : words) {
    text += (text.empty() ? "" : " ") + word.text;
  }
  return text;
}

/// Records that HubSpot alone has are to be created on the left: what they must have has to be written.
void check_creation(Context& context, const facts::Map& map, source::Span span) {
  if (has_unread_lines(*map.resource)) {
    return;
  }
  if (!has_endpoint(*map.resource, "create")) {
    context.out.report(span, diagnostics::no_create_endpoint, map.resource->name);
    return;
  }
  std::string missing;
  const schema::Record& wanted = map.resource->create_body ? *map.resource->create_body : *map.resource->record;
  for (const schema::Field& field : wanted.fields) {
    const bool key = std::ranges::find(map.resource->key, field.name) != map.resource->key.end();
    const bool written = std::ranges::any_of(map.reverse, [&](const facts::ReverseField& one) {
      const auto* name = one.path.empty() ? nullptr : std::get_if<std::string>(&one.path.front());
      return name && *name == field.name;
    });
    if (field.required && !field.read_only && !key && !written) {
      missing += (missing.empty() ? "`" : ", `") + field.name + "`";
    }
  }
  if (!missing.empty()) {
    context.out.report(span, diagnostics::created_incomplete, map.resource->name, missing);
  }
}

/// Rules that exclude one another.
void check_contradictions(Context& context, const std::vector<std::pair<std::string, source::Span>>& rules) {
  static const std::pair<std::string_view, std::string_view> excluding[] = {{"owner wins", "newest wins"},
                                                                            {"empty wins", "empty never wins"}};
  for (const auto& [one, other] : excluding) {
    const auto first =
        std::ranges::find_if(rules, [&](const auto& rule) { return rule.first == one || rule.first == other; });
    const auto second = first == rules.end() ? first : std::find_if(first + 1, rules.end(), [&](const auto& rule) {
      return rule.first == one || rule.first == other;
    });
    if (second != rules.end()) {
      context.out.report(second->second, diagnostics::start_contradicts, first->first, second->first)
          .labels.push_back({.span = first->second, .text = "the other"});
    }
  }
}

}  // namespace

void check_start(Context& context, facts::Map& map, const ast::Start& start) {
  static const std::vector<std::string> known = {"adopt", "owner wins", "newest wins", "empty wins",
                                                 "empty never wins"};
  facts::Start found;
  Once once(context, diagnostics::named_twice);
  std::vector<std::pair<std::string, source::Span>> said;
  for (const std::vector<ast::Name>& rule : start.rules) {
    if (rule.empty()) {
      continue;
    }
    const std::string words = joined(rule);
    const source::Span place = source::join(rule.front().span, rule.back().span);
    if (!once(words, place)) {
      continue;
    }
    said.emplace_back(words, place);
    if (std::ranges::find(known, words) == known.end()) {
      suggest(context.out.report(place, diagnostics::start_rule, words), words, place, known);
    }
    found.adopt = found.adopt || words == "adopt";
    found.wins = words == "newest wins" ? facts::Start::Wins::newest : found.wins;
    found.empty_wins = found.empty_wins || words == "empty wins";
  }
  check_contradictions(context, said);
  map.start = found;
}

void check_unmatched(Context& context, facts::Map& map, const ast::OnUnmatched& unmatched) {
  const std::vector<std::string> sides = sides_of(map);
  for (const ast::Name* side : {&unmatched.from, &unmatched.to}) {
    if (std::ranges::find(sides, side->text) == sides.end()) {
      suggest(context.out.report(side->span, diagnostics::unknown_system, side->text), side->text, side->span, sides);
      return;
    }
  }
  if (unmatched.from.text == unmatched.to.text) {
    context.out.report(unmatched.to.span, diagnostics::one_side_twice, unmatched.to.text);
    return;
  }
  if (unmatched.action.text != "create" && unmatched.action.text != "ignore") {
    suggest(context.out.report(unmatched.action.span, diagnostics::unmatched_action, unmatched.action.text),
            unmatched.action.text, unmatched.action.span, {"create", "ignore"});
    return;
  }
  map.unmatched.push_back({unmatched.from.text, unmatched.to.text, unmatched.action.text == "create"});
  const bool forward = map.source && unmatched.from.text == map.source->name;
  if (map.unmatched.back().create != forward) {
    not_in_force(context,
                 "on unmatched " + unmatched.from.text + " -> " + unmatched.to.text + " " + unmatched.action.text);
  }
}

void check_delete(Context& context, facts::Map& map, const ast::OnDelete& on_delete) {
  if (on_delete.action.text != "archive" && on_delete.action.text != "ignore") {
    suggest(context.out.report(on_delete.action.span, diagnostics::delete_action, on_delete.action.text),
            on_delete.action.text, on_delete.action.span, {"archive", "ignore"});
    return;
  }
  map.on_delete = on_delete.action.text;
  not_in_force(context, "on delete");
}

void check_creations(Context& context, const facts::Map& map) {
  for (const ast::MapEntry& entry : map.tree->entries) {
    const auto* unmatched = std::get_if<ast::OnUnmatched>(&entry.node);
    if (unmatched && map.resource && map.target && unmatched->from.text == map.target->name &&
        unmatched->action.text == "create") {
      check_creation(context, map, entry.span);
    }
  }
}

namespace {

struct Writer {
  const facts::Map* map;
  source::Span span;
};

void report_writer(Context& context, source::Span span, std::string_view what, const Writer& first) {
  context.out.report(span, diagnostics::two_maps_write, what, first.map->name)
      .labels.push_back({.span = first.span, .text = "written here"});
}

/// The same on the left: a field of the source system has one writer.
void check_source_writers(Context& context) {
  std::map<std::pair<const facts::Resource*, std::vector<facts::Segment>>, Writer> writers;
  for (const auto& map : context.facts.maps) {
    for (const facts::ReverseField& field : map->reverse) {
      const auto [first, fresh] =
          writers.emplace(std::pair(map->resource, field.path), Writer{map.get(), field.span});
      if (!fresh && first->second.map != map.get()) {
        report_writer(context, field.span, context.text(field.span), first->second);
      }
    }
  }
}

}  // namespace

void check_writers(Context& context) {
  std::map<std::pair<const schema::HubspotObject*, std::string>, Writer> writers;
  for (const auto& map : context.facts.maps) {
    for (const facts::Field& field : map->fields) {
      if (!map->object || std::ranges::find(map->match, field.property) != map->match.end()) {
        continue;
      }
      const auto [first, fresh] =
          writers.emplace(std::pair(map->object, field.property), Writer{map.get(), field.span});
      if (!fresh && first->second.map != map.get()) {
        report_writer(context, field.span, field.property, first->second);
      }
    }
  }
  check_source_writers(context);
}

}  // namespace treaty::check
