#include "compiler/check/overloads.h"

#include <algorithm>

namespace treaty::check {

using functions::Function;
using functions::Parameter;

Misfit bind(const Function& function, std::vector<Given>& given, source::Span span, Binding& binding) {
  binding.function = &function;
  binding.arguments.assign(function.parameters.size(), nullptr);
  size_t next = 0;
  for (Given& one : given) {
    if (one.label) {
      const auto parameter = std::ranges::find(function.parameters, one.label->text, &Parameter::name);
      if (parameter == function.parameters.end()) {
        return {Misfit::Kind::unknown_label, one.label->span, one.label->text};
      }
      binding.arguments[static_cast<size_t>(parameter - function.parameters.begin())] = &one;
      continue;
    }
    while (next < function.parameters.size() && (function.parameters[next].labelled || binding.arguments[next])) {
      ++next;
    }
    if (next == function.parameters.size()) {
      return {Misfit::Kind::too_many, one.expr ? one.expr->span : span, ""};
    }
    binding.arguments[next++] = &one;
  }
  for (size_t i = 0; i < function.parameters.size(); ++i) {
    if (!binding.arguments[i] && !function.parameters[i].optional) {
      return {Misfit::Kind::missing, span, function.parameters[i].name};
    }
  }
  return {};
}

bool is_generic(const Type& type) {
  return type.kind == Kind::unknown || (type.kind == Kind::list && element_of(type).kind == Kind::unknown);
}

bool readable_as_text(const ValueRef& value, const Type& type) {
  const bool field =
      std::holds_alternative<facts::SourceField>(value->node) || std::holds_alternative<facts::Access>(value->node);
  const bool time = value->type.kind == Kind::date || value->type.kind == Kind::timestamp;
  return field && time && type.kind == Kind::text;
}

int fitness(const ValueRef& value, const Type& type) {
  const bool open = is_unknown(value->type) || value->type.kind == Kind::null;
  if (open) {
    return type.kind == Kind::any ? 3 : 2;
  }
  if (value->type.kind == type.kind && (type.kind != Kind::list || types::fits(value->type, type))) {
    return 3;
  }
  if (value->type.kind == Kind::any) {
    return type.kind == Kind::any || is_generic(type) ? 3 : 0;
  }
  if (types::fits(value->type, type)) {
    return type.kind == Kind::any ? 1 : 2;
  }
  return readable_as_text(value, type) ? 1 : 0;
}

}  // namespace treaty::check
