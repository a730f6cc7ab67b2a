// Who answers for what, and what stands around the integration: parties, environments, existing integrations, pending
// work, use cases.

#include "compiler/check/agreements.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "compiler/base/match.h"
#include "compiler/check/behaviour.h"
#include "compiler/check/maps.h"

namespace treaty::check {
namespace {

/// What a party can be asked to approve.
const std::vector<std::string> topics = {"mapping",    "ownership", "privacy", "subscription", "books",
                                         "acceptance", "sync",      "access",  "design"};

/// The names of one kind of declaration.
template <class Node>
std::vector<std::string> declared(const Context& context) {
  std::vector<std::string> names;
  for (const ast::Item& item : context.in.contract.items) {
    if (const auto* node = std::get_if<Node>(&item.node)) {
      names.push_back(node->name.text);
    }
  }
  return names;
}

/// Reports names that none of `known` is.
template <int Arity>
void check_names(Context& context, const std::vector<ast::Name>& names, const std::vector<std::string>& known,
                 diagnostics::Kind<Arity> kind) {
  for (const ast::Name& name : names) {
    if (std::ranges::find(known, name.text) == known.end()) {
      suggest(context.out.report(name.span, kind, name.text), name.text, name.span, known);
    }
  }
}

template <class Node>
void check_twice(Context& context, const char* what) {
  std::map<std::string, source::Span> seen;
  for (const ast::Item& item : context.in.contract.items) {
    if (const auto* node = std::get_if<Node>(&item.node)) {
      if (const auto [before, fresh] = seen.emplace(node->name.text, node->name.span); !fresh) {
        context.out.report(node->name.span, diagnostics::duplicate_name, what, node->name.text)
            .labels.push_back({.span = before->second, .text = "first here"});
      }
    }
  }
}

/// Whether a day has passed; reports what is no day.
bool has_passed(Context& context, const std::optional<ast::Text>& day) {
  if (!day) {
    return false;
  }
  int year = 0;
  unsigned month = 0, number = 0;
  std::sscanf(day->value.c_str(), "%d-%u-%u", &year, &month, &number);
  if (!std::chrono::year_month_day(std::chrono::year(year), std::chrono::month(month), std::chrono::day(number))
           .ok()) {
    context.out.report(day->span, diagnostics::wrong_date, day->value);
    return false;
  }
  return !context.in.today.empty() && day->value < context.in.today;
}

void check_party(Context& context, const ast::Party& party) {
  check_names(context, party.approves, topics, diagnostics::unknown_topic);
  context.facts.agreements.parties.push_back(&party);
}

/// What needs somebody's word once parties are named at all.
void check_approvals(Context& context) {
  const auto& parties = context.facts.agreements.parties;
  if (parties.empty()) {
    return;
  }
  const auto approved = [&](std::string_view topic) {
    return std::ranges::any_of(parties, [&](const ast::Party* party) {
      return std::ranges::find(party->approves, topic, &ast::Name::text) != party->approves.end();
    });
  };
  std::set<std::string> said;
  const auto need = [&](source::Span span, const char* topic) {
    if (!approved(topic) && said.insert(topic).second) {
      context.out.report(span, diagnostics::nobody_approves, topic);
    }
  };
  for (const ast::Item& item : context.in.contract.items) {
    if (const auto* privacy = std::get_if<ast::Privacy>(&item.node)) {
      need(privacy->resource.span, "privacy");
    } else if (const auto* map = std::get_if<ast::Map>(&item.node)) {
      for (const ast::MapEntry& entry : map->entries) {
        if (const auto* subscription = std::get_if<ast::Subscription>(&entry.node)) {
          need(subscription->name.span, "subscription");
        }
      }
    }
  }
}

/// What an environment may set of a system, by the system's kind.
std::vector<std::string> environment_keys(const ast::System& system) {
  return system.kind.text == "hubspot" ? std::vector<std::string>{"portal", "base"}
                                       : std::vector<std::string>{"base"};
}

std::string text_of(const ast::Environment::Entry& entry) {
  return match(
      entry.value, [](const ast::Text& text) { return text.value; },
      [](int64_t number) { return std::to_string(number); });
}

void check_environment(Context& context, const ast::Environment& environment) {
  for (const ast::Environment::Entry& entry : environment.entries) {
    const facts::System* system = context.facts.system(entry.system.text);
    if (!system) {
      check_names(context, {entry.system}, declared<ast::System>(context), diagnostics::unknown_system);
      continue;
    }
    const std::vector<std::string> keys = environment_keys(*system->tree);
    if (std::ranges::find(keys, entry.key.text) == keys.end()) {
      suggest(context.out.report(entry.key.span, diagnostics::environment_key, entry.key.text, system->name),
              entry.key.text, entry.key.span, keys);
      continue;
    }
    for (const ast::Environment* other : context.facts.agreements.environments) {
      for (const ast::Environment::Entry& theirs : other->entries) {
        if (theirs.system.text == entry.system.text && theirs.key.text == entry.key.text &&
            text_of(theirs) == text_of(entry)) {
          context.out
              .report(entry.span, diagnostics::shared_by_environments, environment.name.text, other->name.text,
                      entry.key.text)
              .labels.push_back({.span = theirs.span, .text = "the same here"});
        }
      }
    }
  }
  context.facts.agreements.environments.push_back(&environment);
}

/// `hubspot.contacts.newsletter_source`
void check_write(Context& context, const ast::Existing& existing, const ast::QualifiedName& name) {
  if (name.parts.size() != 3) {
    context.out.report(name.span, diagnostics::existing_form, context.text(name.span));
    return;
  }
  const facts::System* system = context.facts.system(name.parts[0].text);
  if (!system || !system->portal) {
    check_names(context, {name.parts[0]}, declared<ast::System>(context), diagnostics::unknown_system);
    return;
  }
  const schema::HubspotObject* object = system->portal->find(name.parts[1].text);
  if (!object) {
    suggest(context.out.report(name.parts[1].span, diagnostics::unknown_object, name.parts[1].text),
            name.parts[1].text, name.parts[1].span, names_of(system->portal->objects, &schema::HubspotObject::name));
    return;
  }
  context.facts.agreements.existing_writes.push_back({.by = &existing,
                                                      .system = system->name,
                                                      .object = object->name,
                                                      .property = name.parts[2].text,
                                                      .span = name.span});
}

void check_existing(Context& context, const ast::Existing& existing) {
  if (has_passed(context, existing.until)) {
    context.out.report(existing.until->span, diagnostics::date_passed, existing.name.text, existing.until->value);
  }
  for (const ast::QualifiedName& name : existing.writes) {
    check_write(context, existing, name);
  }
  context.facts.agreements.existing.push_back(&existing);
}

/// A property has one writer: no line of the contract writes what an existing integration does.
void check_second_writers(Context& context) {
  for (const facts::ExistingWrite& write : context.facts.agreements.existing_writes) {
    const bool ended = write.by->until && !context.in.today.empty() && write.by->until->value < context.in.today;
    for (const auto& map : context.facts.maps) {
      if (ended || !map->target || map->target->name != write.system || !map->object ||
          map->object->name != write.object) {
        continue;
      }
      const auto field = std::ranges::find(map->fields, write.property, &facts::Field::property);
      if (field != map->fields.end()) {
        context.out.report(field->span, diagnostics::second_writer, write.property, write.by->title.value)
            .labels.push_back({.span = write.span, .text = "said here"});
      }
    }
  }
}

void check_pending(Context& context, const ast::Pending& pending, const std::vector<std::string>& maps) {
  if (pending.by) {
    check_names(context, {*pending.by}, declared<ast::Party>(context), diagnostics::unknown_party);
  }
  check_names(context, pending.blocks, maps, diagnostics::unknown_map);
  if (has_passed(context, pending.until)) {
    context.out.report(pending.until->span, diagnostics::date_passed, pending.name.text, pending.until->value);
  }
  context.facts.agreements.pending.push_back(&pending);
}

void check_usecase(Context& context, const ast::UseCase& usecase, const std::vector<std::string>& maps) {
  check_names(context, usecase.maps, maps, diagnostics::unknown_map);
  check_names(context, usecase.tests, declared<ast::Test>(context), diagnostics::unknown_test);
  if (usecase.tests.empty()) {
    context.out.report(usecase.name.span, diagnostics::usecase_without_test, usecase.name.text);
  }
  context.facts.agreements.use_cases.push_back(&usecase);
}

}  // namespace

void check_agreements(Context& context) {
  check_twice<ast::Party>(context, "party");
  check_twice<ast::Environment>(context, "environment");
  check_twice<ast::UseCase>(context, "use case");
  const std::vector<std::string> maps = declared<ast::Map>(context);
  for (const ast::Item& item : context.in.contract.items) {
    match(
        item.node, [](const ast::Bad&) {}, [](const ast::Import&) {}, [](const ast::System&) {},
        [](const ast::Table&) {}, [](const ast::Picklist&) {}, [](const ast::Transform&) {},
        [](const ast::Privacy&) {}, [](const ast::Map&) {}, [](const ast::Test&) {}, [](const ast::Allow&) {},
        [](const ast::Agreement&) {}, [&](const ast::Party& party) { check_party(context, party); },
        [&](const ast::Environment& environment) { check_environment(context, environment); },
        [&](const ast::Existing& existing) { check_existing(context, existing); },
        [&](const ast::Pending& pending) { check_pending(context, pending, maps); },
        [&](const ast::UseCase& usecase) { check_usecase(context, usecase, maps); });
  }
  check_approvals(context);
  check_second_writers(context);
  check_behaviour(context);
}

}  // namespace treaty::check
