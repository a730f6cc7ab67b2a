#include "compiler/parse/transform.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace treaty::parse {

using ast::BinaryOperator;

namespace {

using namespace std::string_view_literals;

/// Steps whose argument may be a condition: `=` in it was meant to compare.
constexpr std::array over_elements = {"map"sv, "filter"sv, "sort"sv, "sum"sv, "any"sv, "all"sv};

/// `name = value` as an argument, whose `=` was meant to be the colon of a label; null where it is something else.
TreatyParser::ComparisonContext* assignment_of(TreatyParser::ArgumentContext& argument) {
  auto* plain = dynamic_cast<TreatyParser::PlainExprContext*>(argument.expr());
  if (plain == nullptr || argument.COLON() != nullptr || plain->exception != nullptr) {
    return nullptr;
  }
  auto* either = plain->orExpr();
  auto* both = either != nullptr && either->andExpr().size() == 1 ? either->andExpr(0) : nullptr;
  auto* one = both != nullptr && both->notExpr().size() == 1 ? both->notExpr(0) : nullptr;
  auto* comparison = one != nullptr ? one->comparison() : nullptr;
  return comparison != nullptr && comparison->pipe().size() == 2 && !comparison->ASSIGN().empty() ? comparison
                                                                                                  : nullptr;
}

}  // namespace

ast::Expr Transformer::make(source::Span span, decltype(ast::Expr::node) node) {
  return {ast::NodeId{node_count_++}, span, std::move(node)};
}

ast::Expr Transformer::missing(source::Span span) { return make(span, ast::Missing{}); }

ast::Expr Transformer::binary(BinaryOperator op, source::Span op_span, ast::Expr left, ast::Expr right) {
  const source::Span whole = source::join(left.span, right.span);
  return make(whole, ast::Binary{op, std::move(left), std::move(right), op_span});
}

ast::Expr Transformer::expression(TreatyParser::ExprContext* context) {
  if (context == nullptr || context->exception != nullptr) {
    return missing(context == nullptr ? source::Span{file_, 0, 0} : span(*context));
  }
  if (auto* choice = dynamic_cast<TreatyParser::IfExprContext*>(context)) {
    ast::If found{expression(choice->expr(0)), expression(choice->expr(1)), {}};
    if (choice->expr().size() > 2) {
      found.else_branch = Box<ast::Expr>(expression(choice->expr(2)));
    }
    return make(span(*context), std::move(found));
  }
  return or_expression(dynamic_cast<TreatyParser::PlainExprContext*>(context)->orExpr());
}

ast::Expr Transformer::or_expression(TreatyParser::OrExprContext* context) {
  ast::Expr left = and_expression(context->andExpr(0));
  for (size_t i = 1; i < context->andExpr().size(); ++i) {
    left = binary(BinaryOperator::logical_or, span(context->OR(i - 1)), std::move(left),
                  and_expression(context->andExpr(i)));
  }
  return left;
}

ast::Expr Transformer::and_expression(TreatyParser::AndExprContext* context) {
  ast::Expr left = not_expression(context->notExpr(0));
  for (size_t i = 1; i < context->notExpr().size(); ++i) {
    left = binary(BinaryOperator::logical_and, span(context->AND(i - 1)), std::move(left),
                  not_expression(context->notExpr(i)));
  }
  return left;
}

ast::Expr Transformer::not_expression(TreatyParser::NotExprContext* context) {
  if (context->NOT() != nullptr) {
    return make(span(*context), ast::Unary{ast::UnaryOperator::logical_not, not_expression(context->notExpr())});
  }
  return comparison(context->comparison());
}

ast::Expr Transformer::comparison(TreatyParser::ComparisonContext* context) {
  ast::Expr left = pipe(context->pipe(0));
  for (size_t i = 1; i < context->pipe().size(); ++i) {
    auto* token = dynamic_cast<Node*>(context->children[2 * i - 1]);
    BinaryOperator op = BinaryOperator::equal;
    switch (token->getSymbol()->getType()) {
      case TreatyLexer::NOTEQUAL:
        op = BinaryOperator::not_equal;
        break;
      case TreatyLexer::LESS:
        op = BinaryOperator::less;
        break;
      case TreatyLexer::LEQ:
        op = BinaryOperator::less_equal;
        break;
      case TreatyLexer::GREATER:
        op = BinaryOperator::greater;
        break;
      case TreatyLexer::GEQ:
        op = BinaryOperator::greater_equal;
        break;
      case TreatyLexer::IN:
        op = BinaryOperator::in;
        break;
      case TreatyLexer::ASSIGN:
        out_.report(span(token), diagnostics::assignment_in_condition).fixes.push_back({span(token), "=="});
        break;
      default:
        break;
    }
    left = binary(op, span(token), std::move(left), pipe(context->pipe(i)));
  }
  return left;
}

ast::Expr Transformer::pipe(TreatyParser::PipeContext* context) {
  ast::Expr input = coalesce(context->coalesce());
  for (auto* one : context->step()) {
    ast::Expr next = step(one);
    const source::Span whole = source::join(input.span, next.span);
    input = make(whole, ast::Pipe{std::move(input), std::move(next)});
  }
  return input;
}

ast::Expr Transformer::step(TreatyParser::StepContext* context) {
  if (context->arms() != nullptr) {
    return make(span(*context), ast::PicklistStep{{}, arms(context->arms())});
  }
  ast::Call call{name(context->name()), arguments(context->arguments(), *context->name()),
                 context->LPAREN() != nullptr};
  if (call.function.text == "picklist" && call.arguments.size() == 1) {
    if (const auto* named = std::get_if<ast::Path>(&call.arguments[0].value->node);
        named != nullptr && named->segments.size() == 1) {
      return make(span(*context), ast::PicklistStep{std::get<ast::Path::Field>(named->segments[0]).name, {}});
    }
  }
  return make(span(*context), std::move(call));
}

ast::Expr Transformer::coalesce(TreatyParser::CoalesceContext* context) {
  ast::Expr left = sum(context->sum(0));
  for (size_t i = 1; i < context->sum().size(); ++i) {
    left = binary(BinaryOperator::coalesce, span(context->COALESCE(i - 1)), std::move(left), sum(context->sum(i)));
  }
  return left;
}

ast::Expr Transformer::sum(TreatyParser::SumContext* context) {
  ast::Expr left = product(context->product(0));
  for (size_t i = 1; i < context->product().size(); ++i) {
    auto* token = dynamic_cast<Node*>(context->children[2 * i - 1]);
    const bool plus = token->getSymbol()->getType() == TreatyLexer::PLUS;
    left = binary(plus ? BinaryOperator::add : BinaryOperator::subtract, span(token), std::move(left),
                  product(context->product(i)));
  }
  return left;
}

ast::Expr Transformer::product(TreatyParser::ProductContext* context) {
  ast::Expr left = unary(context->unary(0));
  for (size_t i = 1; i < context->unary().size(); ++i) {
    auto* token = dynamic_cast<Node*>(context->children[2 * i - 1]);
    const bool times = token->getSymbol()->getType() == TreatyLexer::STAR;
    left = binary(times ? BinaryOperator::multiply : BinaryOperator::divide, span(token), std::move(left),
                  unary(context->unary(i)));
  }
  return left;
}

ast::Expr Transformer::unary(TreatyParser::UnaryContext* context) {
  if (context->MINUS() != nullptr) {
    return make(span(*context), ast::Unary{ast::UnaryOperator::negate, unary(context->unary())});
  }
  return primary(context->primary());
}

ast::Expr Transformer::primary(TreatyParser::PrimaryContext* context) {
  const source::Span where = span(*context);
  if (auto* found = dynamic_cast<TreatyParser::ParensContext*>(context)) {
    ast::Expr inner = expression(found->expr());
    inner.span = where;
    return inner;
  }
  if (auto* found = dynamic_cast<TreatyParser::ListLiteralContext*>(context)) {
    ast::ListExpr list;
    for (auto* one : found->expr()) {
      list.items.push_back(expression(one));
    }
    return make(where, std::move(list));
  }
  if (auto* found = dynamic_cast<TreatyParser::RecordLiteralContext*>(context)) {
    return record(found->record());
  }
  if (dynamic_cast<TreatyParser::IntegerLiteralContext*>(context) != nullptr ||
      dynamic_cast<TreatyParser::DecimalLiteralContext*>(context) != nullptr) {
    std::string digits = written(where);
    std::erase(digits, '_');
    const bool decimal = digits.find('.') != std::string::npos;
    return make(where, ast::NumberLiteral{std::move(digits), decimal});
  }
  if (auto* found = dynamic_cast<TreatyParser::DurationLiteralContext*>(context)) {
    return make(where, ast::DurationLiteral{duration(found->DURATION())});
  }
  if (auto* found = dynamic_cast<TreatyParser::StringLiteralContext*>(context)) {
    return text_expression(found->STRING());
  }
  if (auto* found = dynamic_cast<TreatyParser::BooleanLiteralContext*>(context)) {
    return make(where, ast::BooleanLiteral{found->TRUE() != nullptr});
  }
  if (dynamic_cast<TreatyParser::NullLiteralContext*>(context) != nullptr) {
    return make(where, ast::NullLiteral{});
  }
  if (auto* found = dynamic_cast<TreatyParser::PicklistLiteralContext*>(context)) {
    return make(where, ast::PicklistStep{{}, arms(found->arms())});
  }
  if (auto* found = dynamic_cast<TreatyParser::CallExprContext*>(context)) {
    return make(where, ast::Call{name(found->name()), arguments(found->arguments(), *found->name()), true});
  }
  if (auto* found = dynamic_cast<TreatyParser::PathExprContext*>(context)) {
    return path_expression(found->path());
  }
  return missing(where);
}

std::vector<ast::Argument> Transformer::arguments(TreatyParser::ArgumentsContext* context,
                                                  TreatyParser::NameContext& function) {
  std::vector<ast::Argument> found;
  if (context == nullptr) {
    return found;
  }
  const bool conditions = std::ranges::find(over_elements, written(span(function))) != over_elements.end();
  std::vector<std::pair<ast::Name, source::Span>> assigned;
  for (auto* one : context->argument()) {
    if (auto* comparison = conditions ? nullptr : assignment_of(*one)) {
      const ast::Expr left = pipe(comparison->pipe(0));
      const auto* path = std::get_if<ast::Path>(&left.node);
      if (path != nullptr && path->segments.size() == 1) {
        const ast::Name label = std::get<ast::Path::Field>(path->segments.front()).name;
        assigned.emplace_back(label, span(comparison->ASSIGN(0)));
        found.push_back({label, pipe(comparison->pipe(1))});
        continue;
      }
    }
    std::optional<ast::Name> label;
    if (one->name() != nullptr) {
      label = name(one->name());
    } else if (one->ELSE() != nullptr) {
      label = ast::Name{"else", span(one->ELSE())};
    }
    found.push_back({std::move(label), expression(one->expr())});
  }
  tell_assigned(assigned);
  return found;
}

/// Labels that have `=` for their colon: one message a call.
void Transformer::tell_assigned(const std::vector<std::pair<ast::Name, source::Span>>& assigned) {
  if (assigned.empty()) {
    return;
  }
  auto& said = out_.report(assigned.front().second, diagnostics::not_understood, "=",
                           "a label has a colon: write `" + assigned.front().first.text + ":`");
  for (const auto& [label, sign] : assigned) {
    if (sign != said.span) {
      said.labels.push_back({sign, "nor here: write `" + label.text + ":`"});
    }
    said.fixes.push_back({{file_, label.span.begin, sign.end}, written(label.span) + ":"});
  }
}

ast::Expr Transformer::record(TreatyParser::RecordContext* context) {
  ast::RecordExpr found;
  for (auto* entry : context->recordEntry()) {
    ast::Name key = entry->name() != nullptr ? name(entry->name()) : ast::Name{};
    if (entry->STRING() != nullptr) {
      const ast::Text quoted = text(entry->STRING());
      key = {quoted.value, quoted.span};
    }
    found.entries.push_back({std::move(key), expression(entry->expr())});
  }
  return make(span(*context), std::move(found));
}

ast::Expr Transformer::path_expression(TreatyParser::PathContext* context) {
  const source::Span where = span(*context);
  return make(where, path(context));
}

ast::Path Transformer::path(TreatyParser::PathContext* context) {
  ast::Path found;
  for (auto* child : context->children) {
    if (auto* field = dynamic_cast<TreatyParser::NameContext*>(child)) {
      found.segments.emplace_back(ast::Path::Field{name(field)});
    } else if (auto* token = dynamic_cast<Node*>(child)) {
      if (token->getSymbol()->getType() == TreatyLexer::INTEGER) {
        found.segments.emplace_back(ast::Path::Index{integer(token), span(token)});
      } else if (token->getSymbol()->getType() == TreatyLexer::STRING) {
        found.segments.emplace_back(ast::Path::Key{text(token)});
      }
    }
  }
  return found;
}

}  // namespace treaty::parse
