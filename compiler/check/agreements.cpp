// Who answers for what, and what stands around the integration: parties, environments, existing integrations, pending
// work, use cases.

#include "compiler/check/agreements.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "compiler/base/match.h"
#include "compiler/check/amounts.h"
#include "compiler/check/behaviour.h"
#include "compiler/check/maps.h"
#include "compiler/check/once.h"

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

void check_once(Context& context, const std::vector<ast::Name>& names) {
  Once once(context, diagnostics::named_twice);
  for (const ast::Name& name : names) {
    once(name.text, name.span);
  }
}

/// What the contract means depends on its edition.
void check_header(Context& context) {
  const auto& header = context.in.contract.header;
  if (header && header->edition != 1) {
    context.out.report(header->span, diagnostics::unknown_edition, std::to_string(header->edition));
  }
}

/// What is imported twice, and what only a contract can say.
void check_imports(Context& context) {
  Once once(context, diagnostics::stands_twice);
  for (const ast::Item& item : context.in.contract.items) {
    if (const auto* import = std::get_if<ast::Import>(&item.node)) {
      once("import \"" + import->path.value + "\"", item.span);
    }
  }
  for (const ast::Contract* library : context.in.libraries) {
    for (const ast::Item& item : library->items) {
      const bool belongs = std::holds_alternative<ast::Bad>(item.node) ||
                           std::holds_alternative<ast::Import>(item.node) ||
                           std::holds_alternative<ast::Table>(item.node) ||
                           std::holds_alternative<ast::Picklist>(item.node) ||
                           std::holds_alternative<ast::Transform>(item.node);
      if (!belongs && !library->header) {
        const std::string_view text = context.text(item.span);
        context.out.report(item.span, diagnostics::library_entry, text.substr(0, text.find_first_of(" \t\n{")));
      }
    }
  }
}

void check_party(Context& context, const ast::Party& party) {
  check_names(context, party.approves, topics, diagnostics::unknown_topic);
  check_once(context, party.approves);
  if (party.email) {
    check_mail_address(context, *party.email);
  }
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

/// Whether the portal's snapshot names the object's properties: of a new portal's, others write to more than there
/// are.
bool is_described(const schema::HubspotObject& object) {
  return std::ranges::any_of(object.properties,
                             [](const schema::Property& one) {
                               return !one.origin.document.empty() && one.origin.document != "HubSpot";
                             });
}

/// `hubspot.contacts.newsletter_source`
void check_write(Context& context, const ast::Existing& existing, const ast::QualifiedName& name) {
  if (name.parts.size() != 3) {
    context.out.report(name.span, diagnostics::existing_form, context.text(name.span));
    return;
  }
  const ast::Name& what = name.parts[1];
  const facts::System* system = context.facts.system(name.parts[0].text);
  if (!system) {
    check_names(context, {name.parts[0]}, declared<ast::System>(context), diagnostics::unknown_system);
    return;
  }
  facts::ExistingWrite write{.by = &existing,
                             .system = system->name,
                             .object = what.text,
                             .property = name.parts[2].text,
                             .span = name.span};
  if (system->portal) {
    const schema::HubspotObject* object = system->portal->find(what.text);
    if (!object) {
      suggest(context.out.report(what.span, diagnostics::unknown_object, what.text), what.text, what.span,
              names_of(system->portal->objects, &schema::HubspotObject::name));
      return;
    }
    write.object = object->name;
    if (is_described(*object) && !object->find(write.property)) {
      suggest(context.out.report(name.parts[2].span, diagnostics::unknown_property, write.property, object->name),
              write.property, name.parts[2].span, names_of(object->properties, &schema::Property::name));
    }
  } else {
    const facts::Resource* resource = system->find(what.text);
    if (!resource) {
      suggest(context.out.report(what.span, diagnostics::unknown_resource, what.text, system->name), what.text,
              what.span, names_of(system->resources, &facts::Resource::name));
      return;
    }
    if (!resource->record->open && !resource->record->find(write.property)) {
      suggest(context.out.report(name.parts[2].span, diagnostics::unknown_field, write.property, resource->name),
              write.property, name.parts[2].span, names_of(resource->record->fields, &schema::Field::name));
    }
  }
  context.facts.agreements.existing_writes.push_back(std::move(write));
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

/// Where a map writes what another integration writes as well; null where it does not.
const source::Span* written_by(const facts::Map& map, const facts::ExistingWrite& write) {
  if (map.target && map.target->name == write.system && map.object && map.object->name == write.object) {
    const auto field = std::ranges::find(map.fields, write.property, &facts::Field::property);
    return field == map.fields.end() ? nullptr : &field->span;
  }
  if (map.source && map.source->name == write.system && map.resource && map.resource->name == write.object) {
    const auto field = std::ranges::find_if(map.reverse, [&](const facts::ReverseField& one) {
      const auto* name = one.path.empty() ? nullptr : std::get_if<std::string>(&one.path.front());
      return name && *name == write.property;
    });
    return field == map.reverse.end() ? nullptr : &field->span;
  }
  return nullptr;
}

std::string way_out(const facts::ExistingWrite& write) {
  if (!write.by->until) {
    return "take the line out, or end the other integration and say when: `until 2027-06-30`";
  }
  return "take the line out until `" + write.by->name.text + "` has ended, on " + write.by->until->value +
         ", or take the property out of what it writes";
}

/// A property has one writer: no line of the contract writes what an existing integration does.
void check_second_writers(Context& context) {
  for (const facts::ExistingWrite& write : context.facts.agreements.existing_writes) {
    const bool ended = write.by->until && !context.in.today.empty() && write.by->until->value < context.in.today;
    for (const auto& map : context.facts.maps) {
      if (const source::Span* span = ended ? nullptr : written_by(*map, write)) {
        context.out.report(*span, diagnostics::second_writer, write.property, write.by->title.value, way_out(write))
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

/// The map that a test tries; null where there is no such test, or it does not say.
const ast::Name* map_of_test(const Context& context, std::string_view name) {
  for (const ast::Item& item : context.in.contract.items) {
    const auto* test = std::get_if<ast::Test>(&item.node);
    if (test && test->name.text == name && test->map) {
      return &*test->map;
    }
  }
  return nullptr;
}

void check_usecase(Context& context, const ast::UseCase& usecase, const std::vector<std::string>& maps) {
  check_names(context, usecase.maps, maps, diagnostics::unknown_map);
  check_names(context, usecase.tests, declared<ast::Test>(context), diagnostics::unknown_test);
  check_once(context, usecase.maps);
  check_once(context, usecase.tests);
  for (const ast::Name& name : usecase.tests) {
    const ast::Name* tried = map_of_test(context, name.text);
    if (tried && !usecase.maps.empty() &&
        std::ranges::find(usecase.maps, tried->text, &ast::Name::text) == usecase.maps.end()) {
      context.out.report(name.span, diagnostics::test_of_other_map, usecase.name.text, name.text, tried->text)
          .labels.push_back({.span = tried->span, .text = "tried here"});
    }
  }
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
  check_twice<ast::Existing>(context, "existing integration");
  check_twice<ast::Pending>(context, "pending work");
  check_header(context);
  check_imports(context);
  const std::vector<std::string> maps = declared<ast::Map>(context);
  for (const ast::Item& item : context.in.contract.items) {
    match(
        item.node, [](const ast::Bad&) {}, [](const ast::Import&) {}, [](const ast::System&) {},
        [](const ast::Table&) {}, [](const ast::Picklist&) {}, [](const ast::Transform&) {},
        [](const ast::Privacy&) {}, [](const ast::Map&) {}, [](const ast::Test&) {}, [](const ast::Allow&) {},
        [](const ast::Agreement&) {}, [&](const ast::Party& party) { check_party(context, party); },
        [](const ast::Environment&) {},
        [&](const ast::Existing& existing) { check_existing(context, existing); },
        [&](const ast::Pending& pending) { check_pending(context, pending, maps); },
        [&](const ast::UseCase& usecase) { check_usecase(context, usecase, maps); });
  }
  check_environments(context);
  check_approvals(context);
  check_second_writers(context);
  check_behaviour(context);
}

}  // namespace treaty::check
