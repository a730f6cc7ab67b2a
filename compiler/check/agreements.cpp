#include "compiler/check/agreements.h"

#include <algorithm>

#include "compiler/base/match.h"
#include "compiler/check/maps.h"

namespace treaty::check {
namespace {

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

/// Reports names that none of `known` is; one declared twice too.
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

void check_environment(Context& context, const ast::Environment& environment) {
  not_in_force(context, environment.name.span, "environment");
  std::vector<ast::Name> systems;
  for (const ast::Environment::Entry& entry : environment.entries) {
    systems.push_back(entry.system);
  }
  check_names(context, systems, declared<ast::System>(context), diagnostics::unknown_system);
}

void check_existing(Context& context, const ast::Existing& existing) {
  not_in_force(context, existing.name.span, "existing");
  for (const ast::QualifiedName& name : existing.writes) {
    if (!name.parts.empty()) {
      check_names(context, {name.parts[0]}, declared<ast::System>(context), diagnostics::unknown_system);
    }
  }
}

}  // namespace

void check_agreements(Context& context) {
  check_twice<ast::Party>(context, "party");
  check_twice<ast::Environment>(context, "environment");
  check_twice<ast::UseCase>(context, "use case");
  const std::vector<std::string> maps = declared<ast::Map>(context);
  const std::vector<std::string> parties = declared<ast::Party>(context);
  for (const ast::Item& item : context.in.contract.items) {
    match(
        item.node, [](const ast::Bad&) {}, [](const ast::Import&) {}, [](const ast::Party&) {},
        [](const ast::System&) {}, [](const ast::Table&) {}, [](const ast::Picklist&) {},
        [](const ast::Transform&) {}, [](const ast::Privacy&) {}, [](const ast::Map&) {}, [](const ast::Test&) {},
        [](const ast::Allow&) {},
        [&](const ast::Environment& environment) { check_environment(context, environment); },
        [&](const ast::Existing& existing) { check_existing(context, existing); },
        [&](const ast::Pending& pending) {
          not_in_force(context, pending.name.span, "pending");
          if (pending.by) {
            check_names(context, {*pending.by}, parties, diagnostics::unknown_party);
          }
          check_names(context, pending.blocks, maps, diagnostics::unknown_map);
        },
        [&](const ast::UseCase& usecase) {
          not_in_force(context, usecase.name.span, "usecase");
          check_names(context, usecase.maps, maps, diagnostics::unknown_map);
          check_names(context, usecase.tests, declared<ast::Test>(context), diagnostics::unknown_test);
        },
        [&](const ast::Agreement& agreement) {
          not_in_force(context, agreement.keyword.span, agreement.keyword.text);
        });
  }
}

}  // namespace treaty::check
