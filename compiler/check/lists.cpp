// Steps that are compiled to operations of their own: those that go through a list, `lookup` and `convert`.

#include <algorithm>

#include "compiler/base/match.h"
#include "compiler/check/expressions.h"

namespace treaty::check {
namespace {

const ast::Name* bare_name(const ast::Expr& expr) {
  const auto* path = std::get_if<ast::Path>(&expr.node);
  const auto* field =
      path && path->segments.size() == 1 ? std::get_if<ast::Path::Field>(&path->segments.front()) : nullptr;
  return field ? &field->name : nullptr;
}

bool is_step(const Context& context, const Scope& scope, const std::string& name) {
  return name != "it" && !scope.parameters.contains(name) &&
         (context.transforms.contains(name) || !functions::find(name).empty());
}

bool mentions_it(const ast::Expr& expr);
bool any_mentions_it(const std::vector<ast::Argument>& arguments) {
  return std::ranges::any_of(arguments, [](const ast::Argument& argument) { return mentions_it(*argument.value); });
}
bool mentions_it(const ast::Expr& expr) {
  const auto no = [](const auto&) { return false; };
  return match(
      expr.node,
      [](const ast::Path& path) {
        const auto* field = path.segments.empty() ? nullptr : std::get_if<ast::Path::Field>(&path.segments.front());
        return field && field->name.text == "it";
      },
      [](const ast::Call& call) { return any_mentions_it(call.arguments); },
      [](const ast::Pipe& pipe) { return mentions_it(*pipe.input) || mentions_it(*pipe.step); },
      [](const ast::Unary& unary) { return mentions_it(*unary.operand); },
      [](const ast::Binary& binary) { return mentions_it(*binary.left) || mentions_it(*binary.right); },
      [](const ast::ListExpr& list) { return std::ranges::any_of(list.items, mentions_it); },
      [](const ast::If& node) {
        return mentions_it(*node.condition) || mentions_it(*node.then_branch) ||
               (node.else_branch && mentions_it(**node.else_branch));
      },
      [](const ast::Interpolation&) { return false; }, [&](const ast::Missing& one) { return no(one); },
      [&](const ast::NullLiteral& one) { return no(one); }, [&](const ast::BooleanLiteral& one) { return no(one); },
      [&](const ast::NumberLiteral& one) { return no(one); }, [&](const ast::TextLiteral& one) { return no(one); },
      [&](const ast::DurationLiteral& one) { return no(one); }, [&](const ast::RecordExpr& one) { return no(one); },
      [&](const ast::PicklistStep& one) { return no(one); });
}

/// What is done with each element; a bare step's name stands for `it | step`.
ValueRef resolve_each(Context& context, const Scope& scope, const ast::Expr& expr) {
  if (const ast::Name* name = bare_name(expr); name && is_step(context, scope, name->text)) {
    return resolve_call(context, scope, ast::Call{.function = *name, .arguments = {}, .parentheses = false},
                        expr.span, scope.it);
  }
  if (const auto* call = std::get_if<ast::Call>(&expr.node); call && !any_mentions_it(call->arguments)) {
    return resolve_call(context, scope, *call, expr.span, scope.it);
  }
  if (const auto* pipe = std::get_if<ast::Pipe>(&expr.node)) {
    return apply_step(context, scope, *pipe->step, resolve_each(context, scope, *pipe->input));
  }
  return resolve(context, scope, expr);
}

struct ListStep {
  std::string_view name;
  facts::ListOperation op;
  bool body_optional;  ///< the element itself, when nothing is said
};
constexpr ListStep list_steps[] = {
    {"map", facts::ListOperation::map, false},  {"filter", facts::ListOperation::filter, false},
    {"sort", facts::ListOperation::sort, true}, {"sum", facts::ListOperation::sum, true},
    {"any", facts::ListOperation::any, false},  {"all", facts::ListOperation::all, false},
};

ValueRef finish(const ListStep& step, ValueRef list, ValueRef body, source::Span span) {
  const bool fallible = list->fallible || body->fallible;
  Type type = list->type;
  std::shared_ptr<const schema::Record> record = list->record;
  switch (step.op) {
    case facts::ListOperation::map:
      type = Type::list_of(body->type);
      record = body->record;
      break;
    case facts::ListOperation::sum:
      type = Type::of(body->type.kind == Kind::integer ? Kind::integer : Kind::decimal);
      record = nullptr;
      break;
    case facts::ListOperation::any:
    case facts::ListOperation::all:
      type = Type::of(Kind::boolean);
      record = nullptr;
      break;
    case facts::ListOperation::filter:
    case facts::ListOperation::sort:
      break;
  }
  return make(std::move(type), span, facts::ForEach{step.op, std::move(list), std::move(body)}, fallible,
              std::move(record));
}

/// The body as the step needs it; unknown after reporting that it is not.
ValueRef fitting_body(Context& context, const ListStep& step, ValueRef body) {
  const bool wants_boolean = step.op == facts::ListOperation::filter || step.op == facts::ListOperation::any ||
                             step.op == facts::ListOperation::all;
  if (std::holds_alternative<facts::Unknown>(body->node)) {
    return body;
  }
  if (wants_boolean) {
    if (types::fits(body->type, Type::of(Kind::boolean))) {
      return coerce(std::move(body), Type::of(Kind::boolean));
    }
    context.out.report(body->span, diagnostics::not_a_condition, describe(body->type));
    return unknown_value(body->span);
  }
  if (step.op == facts::ListOperation::sum) {
    body = settled(context, std::move(body));
    if (types::fits(body->type, Type::of(Kind::decimal))) {
      return is_number(body->type) ? body : coerce(std::move(body), Type::of(Kind::decimal));
    }
    report_not_a_number(context, body, step.name);
    return unknown_value(body->span);
  }
  return body;
}

ValueRef resolve_list_step(Context& context, const Scope& scope, const ListStep& step, const ast::Call& call,
                           source::Span span, ValueRef input) {
  std::vector<const ast::Expr*> arguments;
  for (const ast::Argument& argument : call.arguments) {
    arguments.push_back(&*argument.value);
  }
  if (!input && !arguments.empty()) {  // f(a, b) is a | f(b)
    input = resolve(context, scope, *arguments.front());
    arguments.erase(arguments.begin());
  }
  if (!input || (arguments.empty() && !step.body_optional)) {
    context.out.report(span, diagnostics::missing_argument, step.name, input ? "step" : "list");
    return unknown_value(span);
  }
  if (arguments.size() > 1) {
    context.out.report(arguments[1]->span, diagnostics::too_many_arguments, step.name, "one");
    return unknown_value(span);
  }
  input = settled(context, std::move(input));
  if (std::holds_alternative<facts::Unknown>(input->node)) {
    return unknown_value(span);
  }
  input = coerce(std::move(input), Type::list_of(Type::of(Kind::unknown)));
  if (input->type.kind != Kind::list) {
    context.out.report(call.function.span, diagnostics::list_wanted, step.name, describe(input->type));
    return unknown_value(span);
  }
  Scope inside = scope;
  inside.it = make(element_of(input->type), span, facts::Element{}, false, input->record);
  ValueRef body = arguments.empty() ? inside.it : resolve_each(context, inside, *arguments.front());
  body = fitting_body(context, step, std::move(body));
  if (std::holds_alternative<facts::Unknown>(body->node)) {
    return unknown_value(span);
  }
  return finish(step, std::move(input), std::move(body), span);
}

/// The table a bare name means, after reporting when there is none.
std::optional<uint32_t> find_table(Context& context, const ast::Expr& expr) {
  const ast::Name* name = bare_name(expr);
  const auto found = name ? context.tables.find(name->text) : context.tables.end();
  if (found != context.tables.end()) {
    return found->second.index;
  }
  const std::string written = name ? name->text : std::string(context.text(expr.span));
  report_undeclared(context, expr.span, diagnostics::unknown_table, written, keys_of(context.tables));
  return std::nullopt;
}

bool is_key(const Type& type) {
  switch (type.kind) {
    case Kind::text:
    case Kind::enumeration:
    case Kind::integer:
    case Kind::boolean:
    case Kind::any:
    case Kind::unknown:
    case Kind::null:
      return true;
    default:
      return false;
  }
}

ValueRef look_up(Context& context, uint32_t table, ValueRef key, ValueRef otherwise, source::Span span) {
  const bool fallible = key->fallible || !otherwise;
  const Type type = context.facts.tables[table].value;
  return make(type, span,
              facts::Lookup{.table = table, .input = as_text(std::move(key)), .otherwise = std::move(otherwise)},
              fallible);
}

ValueRef resolve_lookup(Context& context, const Scope& scope, const ast::Call& call, source::Span span,
                        ValueRef input) {
  const ast::Expr* table_expr = nullptr;
  const ast::Expr* else_expr = nullptr;
  for (const ast::Argument& argument : call.arguments) {
    if (argument.label && argument.label->text == "else") {
      else_expr = &*argument.value;
    } else if (argument.label) {
      suggest(context.out.report(argument.label->span, diagnostics::unknown_label, argument.label->text, "lookup"),
              argument.label->text, argument.label->span, {"else"});
      return unknown_value(span);
    } else if (!input) {
      input = resolve(context, scope, *argument.value);
    } else if (!table_expr) {
      table_expr = &*argument.value;
    } else {
      context.out.report(argument.value->span, diagnostics::too_many_arguments, "lookup", "a table and `else:`");
      return unknown_value(span);
    }
  }
  if (!table_expr) {
    context.out.report(span, diagnostics::missing_argument, "lookup", "table");
    return unknown_value(span);
  }
  const auto table = find_table(context, *table_expr);
  ValueRef otherwise = else_expr ? resolve(context, scope, *else_expr) : nullptr;
  if (!table || std::holds_alternative<facts::Unknown>(input->node) ||
      (otherwise && std::holds_alternative<facts::Unknown>(otherwise->node))) {
    return unknown_value(span);
  }
  const facts::Table& rows = context.facts.tables[*table];
  if (!is_key(input->type)) {
    context.out.report(call.function.span, diagnostics::lookup_key_type, rows.name, describe(input->type));
    return unknown_value(span);
  }
  if (otherwise && !types::fits(otherwise->type, rows.value)) {
    context.out.report(otherwise->span, diagnostics::branches_differ, describe(rows.value),
                       describe(otherwise->type));
    return unknown_value(span);
  }
  return look_up(context, *table, std::move(input), otherwise ? coerce(otherwise, rows.value) : nullptr, span);
}

/// The three labelled arguments of `convert`.
struct Conversion {
  const ast::Expr* from = nullptr;
  const ast::Expr* to = nullptr;
  const ast::Expr* rates = nullptr;
};

std::optional<Conversion> read_conversion(Context& context, const ast::Call& call, source::Span span) {
  Conversion conversion;
  for (const ast::Argument& argument : call.arguments) {
    const std::string label = argument.label ? argument.label->text : "";
    const ast::Expr** place = label == "from"    ? &conversion.from
                              : label == "to"    ? &conversion.to
                              : label == "using" ? &conversion.rates
                                                 : nullptr;
    if (!place) {
      const source::Span at = argument.label ? argument.label->span : argument.value->span;
      suggest(context.out.report(at, diagnostics::unknown_label, label.empty() ? context.text(at) : label, "convert"),
              label, at, {"from", "to", "using"});
      return std::nullopt;
    }
    *place = &*argument.value;
  }
  for (const auto& [place, label] :
       {std::pair(conversion.from, "from"), std::pair(conversion.to, "to"), std::pair(conversion.rates, "using")}) {
    if (!place) {
      context.out.report(span, diagnostics::missing_argument, "convert", label);
      return std::nullopt;
    }
  }
  return conversion;
}

/// The rate of one currency; a rate of exactly 1 is left out, and gives null.
std::optional<ValueRef> rate_of(Context& context, const Scope& scope, const ast::Expr& expr, uint32_t table,
                                source::Span span) {
  const ValueRef currency = resolve(context, scope, expr);
  if (std::holds_alternative<facts::Unknown>(currency->node)) {
    return std::nullopt;
  }
  const facts::Table& rates = context.facts.tables[table];
  if (!is_key(currency->type)) {
    context.out.report(expr.span, diagnostics::lookup_key_type, rates.name, describe(currency->type));
    return std::nullopt;
  }
  const std::string* written = text_literal_of(currency);
  if (!written || rates.from) {
    return coerce(look_up(context, table, currency, nullptr, span), Type::of(Kind::decimal));
  }
  const auto row = std::ranges::find_if(rates.rows, [&](const auto& one) { return one.first == *written; });
  if (row == rates.rows.end()) {
    context.out.report(expr.span, diagnostics::rate_left_out, *written, rates.name);
    return std::nullopt;
  }
  const auto* digits = std::get_if<facts::Digits>(&row->second);
  if (digits && digits->text == "1") {
    return ValueRef();
  }
  return make(Type::of(Kind::decimal), expr.span, facts::Constant{row->second});
}

ValueRef resolve_convert(Context& context, const Scope& scope, const ast::Call& call, source::Span span,
                         ValueRef input) {
  const auto conversion = read_conversion(context, call, span);
  if (!conversion || !input) {
    return unknown_value(span);
  }
  const auto table = find_table(context, *conversion->rates);
  input = settled(context, std::move(input));
  if (!table || std::holds_alternative<facts::Unknown>(input->node)) {
    return unknown_value(span);
  }
  if (!types::fits(input->type, Type::of(Kind::decimal))) {
    context.out.report(call.function.span, diagnostics::wrong_step_input, "convert", "a number",
                       describe(input->type));
    return unknown_value(span);
  }
  const facts::Table& rates = context.facts.tables[*table];
  if (!is_number(rates.value)) {
    if (!is_unknown(rates.value)) {
      context.out.report(conversion->rates->span, diagnostics::rate_not_a_number, rates.name, describe(rates.value));
    }
    return unknown_value(span);
  }
  for (const auto& [currency, rate] : rates.rows) {
    const auto* digits = std::get_if<facts::Digits>(&rate);
    if (digits && digits->text.find_first_of("123456789") == std::string::npos) {
      context.out.report(conversion->rates->span, diagnostics::rate_of_zero, currency, rates.name);
      return unknown_value(span);
    }
  }
  const auto from = rate_of(context, scope, *conversion->from, *table, span);
  const auto to = rate_of(context, scope, *conversion->to, *table, span);
  if (!from || !to) {
    return unknown_value(span);
  }
  ValueRef amount = coerce(std::move(input), Type::of(Kind::decimal));
  amount = *from ? call_library("multiply", {amount, *from}, span) : amount;
  return *to ? call_library("divide", {amount, *to}, span) : amount;
}

}  // namespace

std::optional<ValueRef> resolve_special(Context& context, const Scope& scope, const ast::Call& call,
                                        source::Span span, ValueRef input) {
  const std::string& name = call.function.text;
  if (const auto* step = std::ranges::find(list_steps, name, &ListStep::name); step != std::end(list_steps)) {
    return resolve_list_step(context, scope, *step, call, span, std::move(input));
  }
  if (name == "lookup") {
    return resolve_lookup(context, scope, call, span, std::move(input));
  }
  if (name == "convert") {
    return resolve_convert(context, scope, call, span, std::move(input));
  }
  return std::nullopt;
}

}  // namespace treaty::check
