// The contract's own transforms: signatures, bodies, examples, and their use.

#include "compiler/check/transforms.h"

#include <algorithm>

#include "compiler/base/match.h"
#include "compiler/check/expressions.h"

namespace treaty::check {
namespace {

/// How deep transforms may use one another, and how often they are put in place in one contract.
constexpr size_t deepest = 64;
constexpr size_t most_unfolded = 20'000;
constexpr size_t most_unfolded_once = 500;  // in one use: what is generated for it grows with each

Type type_of(Context& context, const ast::TypeRef& tree) {
  static const std::map<std::string_view, Kind> kinds = {
      {"text", Kind::text}, {"integer", Kind::integer},     {"decimal", Kind::decimal},   {"boolean", Kind::boolean},
      {"date", Kind::date}, {"timestamp", Kind::timestamp}, {"duration", Kind::duration}, {"any", Kind::any}};
  if (tree.name.text == "list" && tree.arguments.size() == 1) {
    return Type::list_of(type_of(context, tree.arguments.front()));
  }
  const auto found = kinds.find(tree.name.text);
  if (found != kinds.end() && tree.arguments.empty()) {
    return Type::of(found->second);
  }
  std::vector<std::string> names{"list"};
  for (const auto& [name, kind] : kinds) {
    names.emplace_back(name);
  }
  suggest(context.out.report(tree.name.span, diagnostics::unknown_type, tree.name.text), tree.name.text,
          tree.name.span, names);
  return Type::of(Kind::unknown);
}

/// The body with its parameters standing for `arguments`.
ValueRef resolve_body(Context& context, const NamedTransform& transform, const std::vector<ValueRef>& arguments) {
  Scope scope;
  scope.record_name = "transform " + transform.tree->name.text;
  for (size_t i = 0; i < transform.parameters.size(); ++i) {
    scope.parameters[transform.tree->parameters[i].name.text] = arguments[i];
  }
  context.inlining.push_back(transform.tree);
  ValueRef body = resolve(context, scope, transform.tree->body);
  context.inlining.pop_back();
  return transform.result ? coerce(std::move(body), *transform.result) : body;
}

void check_body(Context& context, NamedTransform& transform) {
  if (context.recursive.contains(transform.tree)) {
    transform.sound = false;
    return;
  }
  const size_t before = context.out.all().size();
  std::vector<ValueRef> parameters;
  for (size_t i = 0; i < transform.parameters.size(); ++i) {
    parameters.push_back(make(transform.parameters[i], transform.tree->parameters[i].name.span, facts::Element{}));
  }
  const ValueRef body = resolve_body(context, transform, parameters);
  if (transform.result && !types::fits(body->type, *transform.result)) {
    context.out.report(transform.tree->body.span, diagnostics::wrong_result_type, transform.tree->name.text,
                       describe(*transform.result), describe(body->type));
  }
  transform.sound = context.out.all().size() == before;
}

bool goes_into(const Type& from, const Type& to) {
  return types::fits(from, to) || (is_number(from) && is_number(to));
}

/// The reverse that a transform gives: it takes what the transform makes, and makes what the transform takes.
void check_reverse(Context& context, NamedTransform& transform) {
  const ast::Transform& tree = *transform.tree;
  const size_t before = context.out.error_count();
  const Type taken = type_of(context, tree.reverse->parameter.type);
  const ValueRef back =
      resolve_reverse(context, tree, make(taken, tree.reverse->parameter.name.span, facts::Element{}));
  if (context.out.error_count() == before && transform.result && !goes_into(*transform.result, taken)) {
    context.out.report(tree.reverse->parameter.name.span, diagnostics::reverse_does_not_fit, tree.name.text,
                       "takes " + describe(taken), "the transform gives " + describe(*transform.result));
  }
  const bool several = transform.parameters.size() > 1;
  const auto* items = std::get_if<facts::MakeList>(&back->node);
  const bool fits =
      several ? back->type.kind == Kind::list && (!items || items->items.size() == transform.parameters.size())
              : transform.parameters.empty() || goes_into(back->type, transform.parameters.front());
  if (context.out.error_count() == before && !fits) {
    context.out.report(tree.reverse->body.span, diagnostics::reverse_does_not_fit, tree.name.text,
                       "gives " + describe(back->type),
                       several ? "the transform takes " + std::to_string(transform.parameters.size()) +
                                     " values: a list of as many is wanted"
                               : "the transform takes " + describe(transform.parameters.front()));
  }
  transform.reverse_sound = context.out.error_count() == before;
}

/// The arguments as the parameters want them; nothing after reporting which does not fit.
bool fit_arguments(Context& context, const NamedTransform& transform, const ast::Name& name,
                   std::vector<ValueRef>& arguments) {
  for (size_t i = 0; i < arguments.size(); ++i) {
    const Type& wanted = transform.parameters[i];
    if (wanted.kind != Kind::any) {
      arguments[i] = settled(context, arguments[i]);
    }
    if (std::holds_alternative<facts::Unknown>(arguments[i]->node)) {
      return false;
    }
    if (!types::fits(arguments[i]->type, wanted)) {
      if (i == 0) {
        context.out.report(name.span, diagnostics::wrong_step_input, name.text, describe(wanted),
                           describe(arguments[i]->type));
      } else {
        context.out.report(arguments[i]->span, diagnostics::wrong_argument_type, name.text,
                           transform.tree->parameters[i].name.text, describe(wanted), describe(arguments[i]->type));
      }
      return false;
    }
    arguments[i] = coerce(arguments[i], wanted);
  }
  return true;
}

std::string count_of(size_t count) { return count == 1 ? "one value" : std::to_string(count) + " values"; }

}  // namespace

void check_transforms(Context& context) {
  for (const ast::Item* item : items_of(context)) {
    const auto* tree = std::get_if<ast::Transform>(&item->node);
    if (!tree) {
      continue;
    }
    const auto known = context.transforms.find(tree->name.text);
    if (known != context.transforms.end()) {
      context.out.report(tree->name.span, diagnostics::duplicate_name, "transform", tree->name.text)
          .labels.push_back({.span = known->second.tree->name.span, .text = "first here"});
      continue;
    }
    if (!functions::find(tree->name.text).empty()) {
      context.out.report(tree->name.span, diagnostics::library_step_shadowed, tree->name.text);
    }
    NamedTransform transform{.tree = tree, .parameters = {}, .result = {}};
    for (const ast::Parameter& parameter : tree->parameters) {
      transform.parameters.push_back(type_of(context, parameter.type));
    }
    if (tree->result) {
      transform.result = type_of(context, *tree->result);
    }
    context.transforms.emplace(tree->name.text, std::move(transform));
  }
  for (auto& [name, transform] : context.transforms) {
    check_body(context, transform);
    if (transform.tree->reverse) {
      check_reverse(context, transform);
    }
  }
}

ValueRef inline_transform(Context& context, const NamedTransform& transform, const ast::Name& name, source::Span span,
                          std::vector<ValueRef> arguments) {
  const auto outer = std::ranges::find(context.inlining, transform.tree);
  if (outer != context.inlining.end()) {
    context.out.report(name.span, diagnostics::transform_recursion, name.text)
        .labels.push_back({.span = transform.tree->name.span, .text = "declared here"});
    context.recursive.insert(outer, context.inlining.end());
    return unknown_value(span);
  }
  if (context.inlining.empty()) {
    context.unfolded_once = 0;
  }
  if (context.inlining.size() >= deepest || context.unfolded >= most_unfolded ||
      ++context.unfolded_once > most_unfolded_once) {
    if (context.unfolded <= most_unfolded) {
      context.out.report(name.span, diagnostics::unfolds_too_far, name.text);
      context.unfolded = most_unfolded + 1;  // said once; nothing more is unfolded
    }
    return unknown_value(span);
  }
  ++context.unfolded;
  if (arguments.size() == 1 && transform.parameters.size() > 1) {  // `[a, b] | f` where f takes a and b
    if (const auto* list = std::get_if<facts::MakeList>(&arguments[0]->node);
        list && list->items.size() == transform.parameters.size()) {
      arguments = std::vector<ValueRef>(list->items);
    }
  }
  if (arguments.size() > transform.parameters.size()) {
    context.out.report(name.span, diagnostics::too_many_arguments, name.text, count_of(transform.parameters.size()));
    return unknown_value(span);
  }
  if (arguments.size() < transform.parameters.size()) {
    context.out.report(name.span, diagnostics::missing_argument, name.text,
                       transform.tree->parameters[arguments.size()].name.text);
    return unknown_value(span);
  }
  if (!fit_arguments(context, transform, name, arguments) || !transform.sound) {
    return make(transform.result.value_or(Type::of(Kind::unknown)), span, facts::Unknown{});
  }
  ValueRef body = resolve_body(context, transform, arguments);
  bool fallible = body->fallible;
  for (const ValueRef& argument : arguments) {
    fallible = fallible || argument->fallible;
  }
  const Type type = body->type;
  const auto record = body->record;
  return make(type, span, facts::Inlined{transform.tree, std::move(arguments), std::move(body)}, fallible, record);
}

ValueRef resolve_reverse(Context& context, const ast::Transform& transform, ValueRef back) {
  Scope scope;
  scope.record_name = "transform " + transform.name.text;
  const ast::Parameter& parameter = transform.reverse->parameter;
  const Type wanted = type_of(context, parameter.type);
  scope.parameters[parameter.name.text] = coerce(std::move(back), wanted);
  return resolve(context, scope, transform.reverse->body);
}

void check_examples(Context& context) {
  for (const auto& [name, transform] : context.transforms) {
    for (const ast::Transform::Example& example : transform.tree->examples) {
      if (example.inputs.size() != transform.parameters.size()) {
        context.out.report(example.span, diagnostics::example_arguments, name, count_of(transform.parameters.size()));
        continue;
      }
      const Scope scope{.record_name = "an example"};
      std::vector<ValueRef> arguments;
      bool sound = transform.sound;
      for (size_t i = 0; i < example.inputs.size(); ++i) {
        arguments.push_back(resolve(context, scope, example.inputs[i]));
        if (!types::fits(arguments.back()->type, transform.parameters[i])) {
          context.out.report(example.inputs[i].span, diagnostics::example_type, describe(arguments.back()->type),
                             describe(transform.parameters[i]));
          sound = false;
        }
      }
      ValueRef expected = resolve(context, scope, example.output);
      if (!sound) {
        continue;
      }
      ValueRef actual =
          inline_transform(context, transform, transform.tree->name, example.span, std::move(arguments));
      const auto both = types::common(actual->type, expected->type);
      if (!both) {
        context.out.report(example.output.span, diagnostics::example_type, describe(expected->type),
                           describe(actual->type));
        continue;
      }
      context.facts.examples.push_back({.transform = name,
                                        .span = example.span,
                                        .actual = coerce(actual, *both),
                                        .expected = coerce(expected, *both)});
    }
  }
}

}  // namespace treaty::check
