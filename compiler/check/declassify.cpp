// The one way out for what must never leave its system: a reason, and somebody who answers for it.

#include <algorithm>

#include "compiler/check/expressions.h"

namespace treaty::check {
namespace {

const ast::Party* party_of(const Context& context, std::string_view name) {
  for (const ast::Item& item : context.in.contract.items) {
    const auto* party = std::get_if<ast::Party>(&item.node);
    if (party && party->name.text == name) {
      return party;
    }
  }
  return nullptr;
}

std::vector<std::string> parties(const Context& context) {
  std::vector<std::string> names;
  for (const ast::Item& item : context.in.contract.items) {
    if (const auto* party = std::get_if<ast::Party>(&item.node)) {
      names.push_back(party->name.text);
    }
  }
  return names;
}

/// The name that stands alone as an expression.
const ast::Name* name_of(const ast::Expr& expr) {
  const auto* path = std::get_if<ast::Path>(&expr.node);
  const auto* field =
      path && path->segments.size() == 1 ? std::get_if<ast::Path::Field>(&path->segments[0]) : nullptr;
  return field ? &field->name : nullptr;
}

/// Reason and party, or nothing after saying what is missing.
bool read_arguments(Context& context, const ast::Call& call, facts::Declassification& found) {
  const ast::Name* approved = nullptr;
  for (const ast::Argument& argument : call.arguments) {
    const auto* text = std::get_if<ast::TextLiteral>(&argument.value->node);
    if (!argument.label && text) {
      found.reason = text->value;
    } else if (argument.label && argument.label->text == "approved") {
      approved = name_of(*argument.value);
    }
  }
  if (found.reason.find_first_not_of(" \t") == std::string::npos || !approved || call.arguments.size() != 2) {
    context.out.report(call.function.span, diagnostics::declassify_arguments);
    return false;
  }
  const ast::Party* party = party_of(context, approved->text);
  if (!party && context.library_alone()) {
    return false;  // the contract that imports it has the parties, and what must not leave
  }
  if (!party) {
    suggest(context.out.report(approved->span, diagnostics::unknown_party, approved->text), approved->text,
            approved->span, parties(context));
    return false;
  }
  if (std::ranges::find(party->approves, "privacy", &ast::Name::text) == party->approves.end()) {
    context.out.report(approved->span, diagnostics::declassify_party, approved->text)
        .labels.push_back({.span = party->name.span, .text = "declared here"});
    return false;
  }
  found.party = approved->text;
  return true;
}

}  // namespace

bool is_declassify(const ast::Expr& step) {
  const auto* call = std::get_if<ast::Call>(&step.node);
  return call && call->function.text == "declassify";
}

ValueRef resolve_declassified(Context& context, const Scope& scope, const ast::Pipe& pipe) {
  facts::Declassification found{.span = pipe.step->span, .map = {}, .paths = {}, .reason = {}, .party = {}};
  const bool sound = read_arguments(context, std::get<ast::Call>(pipe.step->node), found);
  Scope inner = scope;
  inner.declassified = true;  // also where its words are wrong: that was said
  inner.on_use = [&](const Use& use) {
    found.paths.push_back(use.path);
    if (scope.on_use) {
      scope.on_use(use);
    }
  };
  const ValueRef input = resolve(context, inner, *pipe.input);
  const bool said = std::ranges::any_of(context.facts.declassified, [&](const facts::Declassification& known) {
    return known.span.file == found.span.file && known.span.begin == found.span.begin;
  });
  if (sound && !said) {
    context.facts.declassified.push_back(std::move(found));
  }
  return make(input->type, pipe.step->span, facts::Declassified{input}, input->fallible, input->record);
}

}  // namespace treaty::check
