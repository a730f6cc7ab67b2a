// `accept { … }`: what must hold before the integration counts as delivered, and whether it can.

#include <algorithm>

#include "compiler/check/behaviour.h"
#include "compiler/check/clauses.h"
#include "compiler/check/maps.h"

namespace treaty::check {
namespace {

bool whole(const facts::Percent& share) { return share.value() >= 100; }

/// The map a word names; reports any other.
const facts::Map* map_of(Context& context, Words& words) {
  const auto name = words.name();
  if (!name) {
    return nullptr;
  }
  const facts::Map* map = context.facts.map(name->text);
  if (!map) {
    suggest(context.out.report(name->span, diagnostics::unknown_map, name->text), name->text, name->span,
            keys_of(context.maps));
    words.abandon();
  }
  return map;
}

/// `where` leaves records out, so nothing can hold for all of them.
void report_unreachable(Context& context, source::Span span, const facts::Map& map) {
  auto& said = context.out.report(span, diagnostics::accept_unreachable, map.name);
  for (const ast::MapEntry& entry : map.tree->entries) {
    if (std::holds_alternative<ast::Where>(entry.node)) {
      said.labels.push_back({.span = entry.span, .text = "leaves records out"});
    }
  }
}

void read_complete(Context& context, Words& words, facts::Acceptance& accept, Once& once) {
  facts::Acceptance::Complete complete{.span = words.span()};
  const facts::Map* map = map_of(context, words);
  if (!words.expect("->") || !map) {
    return;
  }
  complete.map = map->name;
  do {
    const auto property = words.name();
    const source::Span number = words.next_span();
    const auto share = words.percent();
    if (!property || !share) {
      return;
    }
    once("complete " + map->name + " -> " + property->text, property->span);
    if (share->value() == 0) {
      context.out.report(number, diagnostics::zero_amount, share->digits + "%");
    }
    const auto field = std::ranges::find(map->fields, property->text, &facts::Field::property);
    if (field == map->fields.end() && has_unread_lines(*map)) {
      continue;
    }
    if (field == map->fields.end()) {
      suggest(context.out.report(property->span, diagnostics::accept_not_written, property->text, map->name),
              property->text, property->span, names_of(map->fields, &facts::Field::property));
    } else if (whole(*share) && !field->required) {
      context.out.report(property->span, diagnostics::complete_not_required, property->text, map->name)
          .labels.push_back({.span = field->span, .text = "may stay empty"});
    }
    complete.properties.emplace_back(property->text, *share);
  } while (words.take(","));
  if (words.end()) {
    accept.complete.push_back(std::move(complete));
  }
}

void read_refers(Context& context, Words& words, facts::Acceptance& accept, Once& once) {
  const facts::Map* from = map_of(context, words);
  if (!from || !words.expect("->")) {
    return;
  }
  const facts::Map* to = map_of(context, words);
  if (!to) {
    return;
  }
  const source::Span number = words.next_span();
  const auto share = words.percent();
  if (!words.end() || !share) {
    return;
  }
  if (share->value() == 0) {
    context.out.report(number, diagnostics::zero_amount, share->digits + "%");
  }
  const bool tied =
      std::ranges::find(from->associations, to->name, &facts::Association::map) != from->associations.end();
  if (!tied && !has_unread_lines(*from)) {
    context.out.report(words.span(), diagnostics::accept_no_association, from->name, to->name);
  } else if (whole(*share) && to->where) {
    report_unreachable(context, words.span(), *to);
  }
  once("refers " + from->name + " -> " + to->name, words.span());
  accept.refers.push_back({from->name, to->name, *share, words.span()});
}

void read_duplicates(Context& context, Words& words, facts::Acceptance& accept, Once& once) {
  const auto system_name = words.name();
  words.expect(".");
  const auto object_name = words.name();
  words.expect("by");
  const auto property = words.name();
  words.expect("at") && words.expect("most");
  const auto share = words.percent();
  if (!words.end() || !share) {
    return;
  }
  const facts::System* system = context.facts.system(system_name->text);
  if (!system || !system->portal) {
    std::vector<std::string> portals;
    for (const auto& one : context.facts.systems) {
      if (one->portal) {
        portals.push_back(one->name);
      }
    }
    suggest(context.out.report(system_name->span, diagnostics::unknown_system, system_name->text), system_name->text,
            system_name->span, portals);
    return;
  }
  const schema::HubspotObject* object = system->portal->find(object_name->text);
  if (!object) {
    suggest(context.out.report(object_name->span, diagnostics::unknown_object, object_name->text), object_name->text,
            object_name->span, names_of(system->portal->objects, &schema::HubspotObject::name));
    return;
  }
  if (!object->find(property->text) && system->portal_read) {
    suggest(context.out.report(property->span, diagnostics::unknown_property, property->text, object->name),
            property->text, property->span, names_of(object->properties, &schema::Property::name));
    return;
  }
  once("duplicates " + object->name + " by " + property->text, words.span());
  accept.duplicates.push_back({system->name, object->name, property->text, *share, words.span()});
}

void read_counts(Context& context, Words& words, facts::Acceptance& accept, Once& once) {
  const facts::Map* map = map_of(context, words);
  if (!map || !words.expect("within")) {
    return;
  }
  const auto within = words.number();
  if (!words.end() || !within) {
    return;
  }
  if (map->where && facts::Percent{*within}.value() == 0) {
    report_unreachable(context, words.span(), *map);
  }
  once("counts " + map->name, words.span());
  accept.counts.push_back({map->name, *within, words.span()});
}

}  // namespace

void read_acceptance(Context& context, const ast::Agreement& agreement) {
  facts::Acceptance accept{.span = agreement.keyword.span};
  Once once(context);
  for (const ast::Clause& clause : agreement.clauses) {
    if (!begins_with(context, clause, "`accept`", {"complete", "refers", "duplicates", "counts"}, nullptr)) {
      continue;
    }
    if (Words complete(context, clause, "complete MAP -> PROPERTY N%, PROPERTY N%"); complete.take("complete")) {
      read_complete(context, complete, accept, once);
    } else if (Words refers(context, clause, "refers MAP -> MAP N%"); refers.take("refers")) {
      read_refers(context, refers, accept, once);
    } else if (Words duplicates(context, clause, "duplicates SYSTEM.OBJECT by PROPERTY at most N%");
               duplicates.take("duplicates")) {
      read_duplicates(context, duplicates, accept, once);
    } else if (Words counts(context, clause, "counts MAP within N"); counts.take("counts")) {
      read_counts(context, counts, accept, once);
    }
  }
  context.facts.agreements.acceptance = std::move(accept);
}

}  // namespace treaty::check
