// Arithmetic and comparison.

#include <algorithm>

#include "compiler/base/match.h"
#include "compiler/check/expressions.h"

namespace treaty::check {
namespace {

std::string_view library_name(ast::BinaryOperator op) {
  switch (op) {
    case ast::BinaryOperator::add:
      return "add";
    case ast::BinaryOperator::subtract:
      return "subtract";
    case ast::BinaryOperator::multiply:
      return "multiply";
    default:
      return "divide";
  }
}

bool is_comparison(ast::BinaryOperator op) {
  switch (op) {
    case ast::BinaryOperator::equal:
    case ast::BinaryOperator::not_equal:
    case ast::BinaryOperator::less:
    case ast::BinaryOperator::less_equal:
    case ast::BinaryOperator::greater:
    case ast::BinaryOperator::greater_equal:
      return true;
    default:
      return false;
  }
}

facts::Comparison comparison_of(ast::BinaryOperator op) {
  switch (op) {
    case ast::BinaryOperator::not_equal:
      return facts::Comparison::not_equal;
    case ast::BinaryOperator::less:
      return facts::Comparison::less;
    case ast::BinaryOperator::less_equal:
      return facts::Comparison::less_equal;
    case ast::BinaryOperator::greater:
      return facts::Comparison::greater;
    case ast::BinaryOperator::greater_equal:
      return facts::Comparison::greater_equal;
    case ast::BinaryOperator::in:
      return facts::Comparison::in;
    default:
      return facts::Comparison::equal;
  }
}

/// The operator's overload whose parameters both values fit, the closest first.
const functions::Function* overload(std::string_view name, const ValueRef& left, const ValueRef& right) {
  const functions::Function* fitting = nullptr;
  for (const functions::Function* function : functions::find(name)) {
    if (function->parameters.size() != 2) {
      continue;
    }
    const Type& first = function->parameters[0].type;
    const Type& second = function->parameters[1].type;
    if (first.kind == left->type.kind && second.kind == right->type.kind) {
      return function;
    }
    if (!fitting && types::fits(left->type, first) && types::fits(right->type, second)) {
      fitting = function;
    }
  }
  return fitting;
}

/// A number written out that is not 0: dividing by it cannot fail.
bool is_nonzero(const ValueRef& value) {
  const facts::Literal* literal = literal_of(value);
  const auto* digits = literal ? std::get_if<facts::Digits>(literal) : nullptr;
  return digits && digits->text.find_first_of("123456789") != std::string::npos;
}

bool is_zero(const ValueRef& value) {
  const facts::Literal* literal = literal_of(value);
  return literal && std::holds_alternative<facts::Digits>(*literal) && !is_nonzero(value);
}

/// A text written out, against the closed set of the other side.
bool option_exists(Context& context, const ValueRef& written, const Type& other) {
  const std::string* text = text_literal_of(written);
  if (!text || other.kind != Kind::enumeration || std::ranges::find(other.options, *text) != other.options.end()) {
    return true;
  }
  auto& said = context.out.report(written->span, diagnostics::not_an_option, *text, describe(other));
  suggest(said, *text, written->span, {});
  return false;
}

ValueRef compared(facts::Comparison op, ValueRef left, ValueRef right, source::Span span) {
  const bool fallible = left->fallible || right->fallible;
  return make(Type::of(Kind::boolean), span, facts::Compare{op, std::move(left), std::move(right)}, fallible);
}

ValueRef resolve_in(Context& context, const ast::Binary& binary, ValueRef left, ValueRef right, source::Span span) {
  if (right->type.kind != Kind::list) {
    context.out.report(binary.right->span, diagnostics::list_wanted, "in", describe(right->type));
    return unknown_value(span);
  }
  if (const auto* list = std::get_if<facts::MakeList>(&right->node)) {
    for (const ValueRef& item : list->items) {
      if (!option_exists(context, item, left->type)) {
        return unknown_value(span);
      }
    }
  }
  const auto both = types::common(left->type, element_of(right->type));
  if (!both) {
    context.out.report(binary.op_span, diagnostics::sides_do_not_compare, describe(left->type),
                       describe(right->type));
    return unknown_value(span);
  }
  return compared(facts::Comparison::in, coerce(left, *both), coerce(right, Type::list_of(*both)), span);
}

}  // namespace

ValueRef resolve_operator(Context& context, ast::BinaryOperator op, source::Span op_span, ValueRef left,
                          ValueRef right, source::Span span) {
  if (const bool open =
          std::holds_alternative<facts::Unknown>(left->node) || std::holds_alternative<facts::Unknown>(right->node);
      open) {
    return unknown_value(span);
  }
  const std::string_view name = library_name(op);
  const functions::Function* function = overload(name, left, right);
  if (!function) {
    const bool left_wrong = !is_number(left->type) && !is_unknown(left->type);
    const ValueRef& wrong = left_wrong ? left : right;
    report_not_a_number(context, wrong, context.text(op_span));
    return unknown_value(span);
  }
  left = coerce(std::move(left), function->parameters[0].type);
  right = coerce(std::move(right), function->parameters[1].type);
  if (op == ast::BinaryOperator::divide && is_zero(right)) {
    context.out.report(right->span, diagnostics::divided_by_zero);
    return unknown_value(span);
  }
  const bool certain = op == ast::BinaryOperator::divide && is_nonzero(right);
  const bool fallible = (function->fallible && !certain) || left->fallible || right->fallible;
  return make(function->result, span, facts::Call{function, {std::move(left), std::move(right)}}, fallible);
}

ValueRef resolve_comparison(Context& context, const ast::Binary& binary, ValueRef left, ValueRef right,
                            source::Span span) {
  if (const auto* inner = std::get_if<ast::Binary>(&binary.left->node);
      inner && is_comparison(inner->op) && is_comparison(binary.op) && !in_parentheses(context, *binary.left)) {
    context.out.report(binary.op_span, diagnostics::chained_comparison);
    return make(Type::of(Kind::boolean), span, facts::Unknown{});
  }
  left = settled(context, std::move(left));
  right = settled(context, std::move(right));
  if (std::holds_alternative<facts::Unknown>(left->node) || std::holds_alternative<facts::Unknown>(right->node)) {
    return make(Type::of(Kind::boolean), span, facts::Unknown{});
  }
  if (is_null(left) || is_null(right)) {
    context.out.report(is_null(right) ? right->span : left->span, diagnostics::compared_with_null);
    return compared(comparison_of(binary.op), std::move(left), std::move(right), span);
  }
  if (binary.op == ast::BinaryOperator::in) {
    return resolve_in(context, binary, std::move(left), std::move(right), span);
  }
  if (!option_exists(context, left, right->type) || !option_exists(context, right, left->type)) {
    return make(Type::of(Kind::boolean), span, facts::Unknown{});
  }
  const auto both = types::common(left->type, right->type);
  if (!both || both->kind == Kind::list || both->kind == Kind::record) {
    context.out.report(binary.op_span, diagnostics::sides_do_not_compare, describe(left->type),
                       describe(right->type));
    return make(Type::of(Kind::boolean), span, facts::Unknown{});
  }
  return compared(comparison_of(binary.op), coerce(left, *both), coerce(right, *both), span);
}

}  // namespace treaty::check
