#include "compiler/check/context.h"

#include "compiler/base/nearest.h"

namespace treaty::check {

std::vector<const ast::Item*> items_of(const Context& context) {
  std::vector<const ast::Item*> items;
  for (const ast::Contract* library : context.in.libraries) {
    for (const ast::Item& item : library->items) {
      items.push_back(&item);
    }
  }
  for (const ast::Item& item : context.in.contract.items) {
    items.push_back(&item);
  }
  return items;
}

bool within(source::Span inner, source::Span outer) {
  return inner.file == outer.file && inner.begin >= outer.begin && inner.end <= outer.end;
}

void suggest_side(const Context& context, diagnostics::Diagnostic& diagnostic, const ast::QualifiedName& side) {
  const ast::Name name = side.parts.empty() ? ast::Name{.text = "", .span = side.span} : side.parts.front();
  std::vector<std::string> names;
  for (const auto& system : context.facts.systems) {
    const bool here =
        system->find(name.text) != nullptr || (system->portal && system->portal->find(name.text) != nullptr);
    if (here && side.parts.size() == 1) {
      const std::string meant = system->name + "." + name.text;
      diagnostic.notes.push_back("did you mean `" + meant + "`?");
      diagnostic.fixes.push_back({.span = name.span, .replacement = meant, .certain = false});
      return;
    }
    names.push_back(system->name);
  }
  suggest(diagnostic, name.text, name.span, names);
}

void suggest(diagnostics::Diagnostic& diagnostic, std::string_view name, source::Span span,
             const std::vector<std::string>& candidates) {
  constexpr size_t few = 12;
  if (const std::vector<std::string> near = nearest(name, candidates); !near.empty()) {
    diagnostic.notes.push_back(did_you_mean(name, candidates));
    if (near.size() == 1) {
      diagnostic.fixes.push_back({.span = span, .replacement = near.front(), .certain = false});
    }
    return;
  }
  if (candidates.empty() || candidates.size() > few) {
    return;
  }
  std::string known = "there is ";
  for (size_t i = 0; i < candidates.size(); ++i) {
    known += (i == 0 ? "`" : ", `") + candidates[i] + "`";
  }
  diagnostic.notes.push_back(known);
}

std::string describe(const types::Type& type) {
  switch (type.kind) {
    case types::Kind::unknown:
    case types::Kind::any:
      return "a value of any type";
    case types::Kind::null:
      return "null";
    case types::Kind::text:
      return "a text";
    case types::Kind::integer:
      return "an integer";
    case types::Kind::decimal:
      return "a decimal";
    case types::Kind::boolean:
      return "a boolean";
    case types::Kind::date:
      return "a date";
    case types::Kind::timestamp:
      return "a timestamp";
    case types::Kind::duration:
      return "a duration";
    case types::Kind::record:
      return "a record";
    case types::Kind::enumeration: {
      constexpr size_t few = 6;
      std::string text = "one of ";
      for (size_t i = 0; i < type.options.size() && i < few; ++i) {
        text += (i == 0 ? "" : ", ") + type.options[i];
      }
      return type.options.size() > few ? text + ", …" : text;
    }
    case types::Kind::list:
      if (!type.element || (*type.element)->kind == types::Kind::unknown) {
        return "a list";
      }
      return "a list of " + types::to_string(**type.element);
  }
  return "a value";
}

}  // namespace treaty::check
