// Environments: each sets what differs of the systems, and no two share it.

#include <algorithm>

#include "compiler/base/match.h"
#include "compiler/check/agreements.h"
#include "compiler/check/amounts.h"
#include "compiler/check/once.h"

namespace treaty::check {
namespace {

/// What an environment may set of a system, by the system's kind.
std::vector<std::string> environment_keys(const facts::System& system) {
  return system.kind == "hubspot" ? std::vector<std::string>{"portal", "base"}
                                       : std::vector<std::string>{"base"};
}

std::string text_of(const ast::Environment::Entry& entry) {
  return match(
      entry.value, [](const ast::Text& text) { return text.value; },
      [](int64_t number) { return std::to_string(number); });
}

/// What is set must be of use where it is set.
void check_environment_value(Context& context, const ast::Environment::Entry& entry) {
  const auto* text = std::get_if<ast::Text>(&entry.value);
  if (entry.key.text == "base" && text) {
    check_address(context, *text);
  } else if (entry.key.text == "base") {
    context.out.report(entry.span, diagnostics::not_an_address, text_of(entry));
  } else if (const auto* number = std::get_if<int64_t>(&entry.value); !number || *number == 0) {
    context.out.report(entry.span, diagnostics::portal_number, text_of(entry));
  }
}

/// No two environments share what they set.
void check_shared(Context& context, const ast::Environment& environment, const ast::Environment::Entry& entry) {
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

void check_environment(Context& context, const ast::Environment& environment) {
  Once once(context);
  for (const ast::Environment::Entry& entry : environment.entries) {
    const facts::System* system = context.facts.system(entry.system.text);
    if (!system) {
      std::vector<std::string> names;
      for (const auto& one : context.facts.systems) {
        names.push_back(one->name);
      }
      suggest(context.out.report(entry.system.span, diagnostics::unknown_system, entry.system.text),
              entry.system.text, entry.system.span, names);
      continue;
    }
    const std::vector<std::string> keys = environment_keys(*system);
    if (std::ranges::find(keys, entry.key.text) == keys.end()) {
      suggest(context.out.report(entry.key.span, diagnostics::environment_key, entry.key.text, system->name),
              entry.key.text, entry.key.span, keys);
    } else if (once(entry.system.text + " " + entry.key.text, entry.span)) {
      check_environment_value(context, entry);
      check_shared(context, environment, entry);
    }
  }
  context.facts.agreements.environments.push_back(&environment);
}

/// What one environment sets and another leaves out is the same in both unless somebody thought of it.
void check_environments_match(Context& context) {
  std::map<std::pair<std::string, std::string>, source::Span> set;
  for (const ast::Environment* environment : context.facts.agreements.environments) {
    for (const ast::Environment::Entry& entry : environment->entries) {
      set.emplace(std::pair(entry.system.text, entry.key.text), entry.span);
    }
  }
  for (const ast::Environment* environment : context.facts.agreements.environments) {
    for (const auto& [what, place] : set) {
      const bool says = std::ranges::any_of(environment->entries, [&](const ast::Environment::Entry& entry) {
        return entry.system.text == what.first && entry.key.text == what.second;
      });
      if (!says && what.second == "portal") {
        context.out
            .report(environment->name.span, diagnostics::environment_incomplete, environment->name.text, what.second,
                    what.first)
            .labels.push_back({.span = place, .text = "said here"});
      }
    }
  }
}

}  // namespace

void check_environments(Context& context) {
  for (const ast::Item& item : context.in.contract.items) {
    if (const auto* environment = std::get_if<ast::Environment>(&item.node)) {
      check_environment(context, *environment);
    }
  }
  check_environments_match(context);
}

}  // namespace treaty::check
