#include "compiler/check/expressions.h"

#include <algorithm>

#include "compiler/base/match.h"

namespace treaty::check {
namespace {

ValueRef resolve_number(Context& context, const ast::NumberLiteral& number, source::Span span) {
  constexpr size_t most_digits = 34;
  size_t digits = 0;
  for (const char c : number.digits) {
    digits += c >= '0' && c <= '9' ? 1 : 0;
  }
  if (digits > most_digits) {
    context.out.report(span, diagnostics::number_too_long, number.digits);
    return unknown_value(span);
  }
  const facts::Digits literal{number.digits};
  const Type type = number.decimal ? Type::of(Kind::decimal) : type_of(literal);
  return make(type, span, facts::Constant{literal});
}

bool is_of_name(char c) {
  return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// `{id}` or `$id` in a text, where `id` is a field: a hole that lost its dollar sign or its braces.
void check_holes(Context& context, const Scope& scope, source::Span span, std::string_view text) {
  for (size_t at = text.find_first_of("{$"); at != std::string_view::npos; at = text.find_first_of("{$", at + 1)) {
    size_t end = at + 1;
    while (end < text.size() && (is_of_name(text[end]) || (text[at] == '{' && text[end] == '.'))) {
      ++end;
    }
    const bool closed = end < text.size() && text[end] == '}';
    if (text[at] == '{' && !closed) {
      continue;
    }
    const std::string_view written = text.substr(at, end - at + (text[at] == '{' ? 1 : 0));
    const std::string_view path = text.substr(at + 1, end - at - 1);
    const std::string_view first = path.substr(0, path.find('.'));
    if ((scope.record && scope.record->find(first) != nullptr) || (scope.alias && *scope.alias == first)) {
      context.out.report(span, diagnostics::hole_without_dollar, std::string(written), std::string(path));
      return;
    }
  }
}

/// Texts and paths, joined.
ValueRef resolve_interpolation(Context& context, const Scope& scope, const ast::Interpolation& interpolation,
                               source::Span span) {
  ValueRef whole;
  for (const auto& part : interpolation.parts) {
    ValueRef piece = match(
        part,
        [&](const ast::Text& text) {
          check_holes(context, scope, text.span, text.value);
          return constant(text.span, text.value);
        },
        [&](const std::pair<ast::Path, source::Span>& path) {
          ValueRef value = settled(context, resolve_path(context, scope, path.first, path.second));
          if (value->type.kind == Kind::list || value->type.kind == Kind::record) {
            context.out.report(path.second, diagnostics::not_a_text_piece, describe(value->type));
            return unknown_value(path.second);
          }
          return as_text(std::move(value));
        });
    if (const std::string* text = text_literal_of(piece); text && text->empty()) {
      continue;
    }
    if (is_unknown(piece->type)) {
      return make(Type::of(Kind::text), span, facts::Unknown{});
    }
    piece = coerce(std::move(piece), Type::of(Kind::text));
    if (piece->type.kind == Kind::enumeration) {
      piece = make(Type::of(Kind::text), piece->span, piece->node, piece->fallible);
    }
    whole = whole ? call_library("concat", {std::move(whole), std::move(piece)}, span) : std::move(piece);
  }
  return whole ? whole : constant(span, std::string());
}

ValueRef resolve_list(Context& context, const Scope& scope, const ast::ListExpr& list, source::Span span) {
  std::vector<ValueRef> items;
  std::optional<Type> element;
  bool fallible = false;
  for (const ast::Expr& item : list.items) {
    ValueRef value = settled(context, resolve(context, scope, item));
    const std::optional<Type> both = element ? types::common(*element, value->type) : value->type;
    if (!both) {
      context.out.report(item.span, diagnostics::branches_differ, describe(*element), describe(value->type));
      return unknown_value(span);
    }
    element = both;
    fallible = fallible || value->fallible;
    items.push_back(std::move(value));
  }
  Type type = Type::list_of(element.value_or(Type::of(Kind::unknown)));
  for (ValueRef& item : items) {
    item = coerce(std::move(item), element_of(type));
  }
  return make(std::move(type), span, facts::MakeList{std::move(items)}, fallible);
}

/// It was reported: nothing more is said of what is made of it.
bool is_misunderstood(const ValueRef& value) { return std::holds_alternative<facts::Unknown>(value->node); }

/// The type of a choice. One between null and a field that no document describes is as open as the field.
std::optional<Type> common_of(const ValueRef& left, const ValueRef& right) {
  auto type = types::common(left->type, right->type);
  const bool open = is_unknown(left->type) || is_unknown(right->type);
  return type && type->kind == Kind::null && open ? std::optional(Type::of(Kind::unknown)) : type;
}

ValueRef resolve_unary(Context& context, const Scope& scope, const ast::Unary& unary, source::Span span) {
  if (unary.op == ast::UnaryOperator::logical_not) {
    ValueRef operand = resolve_condition(context, scope, *unary.operand);
    const bool fallible = operand->fallible;
    return make(Type::of(Kind::boolean), span, facts::Not{std::move(operand)}, fallible);
  }
  ValueRef operand = settled(context, resolve(context, scope, *unary.operand));
  if (is_misunderstood(operand)) {
    return operand;
  }
  if (is_unknown(operand->type)) {
    operand = coerce(std::move(operand), Type::of(Kind::decimal));
  }
  if (const facts::Literal* literal = literal_of(operand)) {
    if (const auto* digits = std::get_if<facts::Digits>(literal)) {
      return make(operand->type, span, facts::Constant{facts::Digits{"-" + digits->text}});
    }
  }
  if (!is_number(operand->type)) {
    report_not_a_number(context, operand, "-");
    return unknown_value(span);
  }
  return call_library("negate", {std::move(operand)}, span);
}

ValueRef resolve_coalesce(Context& context, const Scope& scope, const ast::Binary& binary, source::Span span) {
  ValueRef left = resolve(context, scope, *binary.left);
  ValueRef right = resolve(context, scope, *binary.right);
  if (is_misunderstood(left) || is_misunderstood(right)) {
    return unknown_value(span);
  }
  if (literal_of(left) && !is_null(left)) {
    context.out.report(binary.op_span, diagnostics::coalesce_dead);
  }
  const auto type = common_of(left, right);
  if (!type) {
    auto& said = context.out.report(binary.right->span, diagnostics::branches_differ, describe(left->type),
                                    describe(right->type));
    said.labels.push_back({.span = binary.left->span, .text = describe(left->type)});
    return unknown_value(span);
  }
  std::vector<ValueRef> alternatives{coerce(left, *type), coerce(right, *type)};
  if (const auto* before = std::get_if<facts::Coalesce>(&left->node); before && left->type == *type) {
    alternatives = before->alternatives;
    alternatives.push_back(coerce(right, *type));
  }
  const bool fallible = left->fallible || right->fallible;
  return make(*type, span, facts::Coalesce{std::move(alternatives)}, fallible, left->record);
}

ValueRef resolve_logic(Context& context, const Scope& scope, const ast::Binary& binary, source::Span span) {
  ValueRef left = resolve_condition(context, scope, *binary.left);
  ValueRef right = resolve_condition(context, scope, *binary.right);
  const bool fallible = left->fallible || right->fallible;
  return make(Type::of(Kind::boolean), span,
              facts::Logic{binary.op == ast::BinaryOperator::logical_and, std::move(left), std::move(right)},
              fallible);
}

ValueRef resolve_binary(Context& context, const Scope& scope, const ast::Binary& binary, source::Span span) {
  switch (binary.op) {
    case ast::BinaryOperator::add:
    case ast::BinaryOperator::subtract:
    case ast::BinaryOperator::multiply:
    case ast::BinaryOperator::divide: {
      ValueRef left = settled(context, resolve(context, scope, *binary.left));
      ValueRef right = settled(context, resolve(context, scope, *binary.right));
      return resolve_operator(context, binary.op, binary.op_span, std::move(left), std::move(right), span);
    }
    case ast::BinaryOperator::coalesce:
      return resolve_coalesce(context, scope, binary, span);
    case ast::BinaryOperator::logical_and:
    case ast::BinaryOperator::logical_or:
      return resolve_logic(context, scope, binary, span);
    case ast::BinaryOperator::equal:
    case ast::BinaryOperator::not_equal:
    case ast::BinaryOperator::less:
    case ast::BinaryOperator::less_equal:
    case ast::BinaryOperator::greater:
    case ast::BinaryOperator::greater_equal:
    case ast::BinaryOperator::in: {
      ValueRef left = resolve(context, scope, *binary.left);
      ValueRef right = resolve(context, scope, *binary.right);
      if (const auto* list = std::get_if<ast::ListExpr>(&binary.right->node)) {
        std::ranges::for_each(list->items, [&](const ast::Expr& item) { tell_unquoted(context, item); });
      } else {
        tell_unquoted(context, *binary.right);
      }
      return resolve_comparison(context, binary, std::move(left), std::move(right), span);
    }
  }
  return unknown_value(span);
}

ValueRef resolve_if(Context& context, const Scope& scope, const ast::If& node, source::Span span) {
  ValueRef condition = resolve_condition(context, scope, *node.condition);
  ValueRef then_value = resolve(context, scope, *node.then_branch);
  if (!node.else_branch) {
    const Type type = then_value->type;
    const bool fallible = condition->fallible || then_value->fallible;
    return make(type, span, facts::Choose{std::move(condition), then_value, nullptr}, fallible, then_value->record);
  }
  const ast::Expr& else_expr = **node.else_branch;
  if (std::holds_alternative<ast::Pipe>(else_expr.node) && !in_parentheses(context, else_expr)) {
    context.out.report(else_expr.span, diagnostics::if_then_pipe);
    return unknown_value(span);
  }
  ValueRef else_value = resolve(context, scope, else_expr);
  if (is_misunderstood(then_value) || is_misunderstood(else_value)) {
    return unknown_value(span);
  }
  const auto type = common_of(then_value, else_value);
  if (!type) {
    auto& said = context.out.report(else_expr.span, diagnostics::branches_differ, describe(then_value->type),
                                    describe(else_value->type));
    said.labels.push_back({.span = node.then_branch->span, .text = describe(then_value->type)});
    return unknown_value(span);
  }
  const bool fallible = condition->fallible || then_value->fallible || else_value->fallible;
  return make(*type, span, facts::Choose{std::move(condition), coerce(then_value, *type), coerce(else_value, *type)},
              fallible, then_value->record);
}

ValueRef resolve_node(Context& context, const Scope& scope, const ast::Expr& expr) {
  const source::Span span = expr.span;
  return match(
      expr.node, [&](const ast::Missing&) { return unknown_value(span); },
      [&](const ast::NullLiteral&) { return constant(span, nullptr); },
      [&](const ast::BooleanLiteral& boolean) { return constant(span, boolean.value); },
      [&](const ast::NumberLiteral& number) { return resolve_number(context, number, span); },
      [&](const ast::TextLiteral& text) {
        check_holes(context, scope, span, text.value);
        return constant(span, text.value);
      },
      [&](const ast::DurationLiteral& duration) {
        return constant(span, facts::Duration{duration.value.milliseconds * 1000});
      },
      [&](const ast::Path& path) { return resolve_path(context, scope, path, span); },
      [&](const ast::Interpolation& interpolation) {
        return resolve_interpolation(context, scope, interpolation, span);
      },
      [&](const ast::ListExpr& list) { return resolve_list(context, scope, list, span); },
      [&](const ast::RecordExpr&) {
        context.out.report(span, diagnostics::value_wanted, "a record");
        return unknown_value(span);
      },
      [&](const ast::PicklistStep& step) { return resolve_picklist(context, scope, step, span, nullptr); },
      [&](const ast::Call& call) { return resolve_call(context, scope, call, span, nullptr); },
      [&](const ast::Pipe& pipe) {
        return is_declassify(*pipe.step)
                   ? resolve_declassified(context, scope, pipe)
                   : apply_step(context, scope, *pipe.step, resolve(context, scope, *pipe.input));
      },
      [&](const ast::Unary& unary) { return resolve_unary(context, scope, unary, span); },
      [&](const ast::Binary& binary) { return resolve_binary(context, scope, binary, span); },
      [&](const ast::If& node) { return resolve_if(context, scope, node, span); });
}

}  // namespace

ValueRef apply_step(Context& context, const Scope& scope, const ast::Expr& step, ValueRef input) {
  if (const auto* call = std::get_if<ast::Call>(&step.node)) {
    return resolve_call(context, scope, *call, step.span, std::move(input));
  }
  if (const auto* picklist = std::get_if<ast::PicklistStep>(&step.node)) {
    return resolve_picklist(context, scope, *picklist, step.span, std::move(input));
  }
  return unknown_value(step.span);  // Missing: the parser said why
}

ValueRef resolve(Context& context, const Scope& scope, const ast::Expr& expr) {
  ValueRef value = resolve_node(context, scope, expr);
  context.facts.values[{expr.span.file, expr.id}] = value;
  return value;
}

ValueRef resolve_condition(Context& context, const Scope& scope, const ast::Expr& expr) {
  ValueRef value = resolve(context, scope, expr);
  if (!types::fits(value->type, Type::of(Kind::boolean))) {
    context.out.report(expr.span, diagnostics::not_a_condition, describe(value->type));
    return make(Type::of(Kind::boolean), expr.span, facts::Unknown{});
  }
  return coerce(std::move(value), Type::of(Kind::boolean));
}

ValueRef settled(Context& context, ValueRef value) {
  if (value->type.kind != Kind::any) {
    return value;
  }
  context.out.report(value->span, diagnostics::conversion_needed, context.text(value->span));
  return unknown_value(value->span);
}

bool in_parentheses(const Context& context, const ast::Expr& expr) {
  const std::string_view whole = context.in.files[expr.span.file].text();
  for (uint32_t i = expr.span.begin; i > 0; --i) {
    const char before = whole[i - 1];
    if (before == ' ' || before == '\t' || before == '\n' || before == '\r') {
      continue;
    }
    return before == '(';
  }
  return false;
}

}  // namespace treaty::check
