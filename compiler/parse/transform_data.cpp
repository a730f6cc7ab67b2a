#include "compiler/parse/transform.h"

namespace treaty::parse {

ast::Table Transformer::table(TreatyParser::TableContext& context) {
  ast::Table table{name(context.name(0)), ast::Bad{}};
  if (auto* rows = context.tableRows()) {
    table.content = table_rows(*rows);
  } else if (context.K_CSV() != nullptr) {
    table.content = ast::Table::Csv{text(context.STRING()), name(context.name(1)), name(context.name(2)),
                                    context.K_AS() != nullptr ? std::optional(name(context.name(3))) : std::nullopt};
  } else if (context.qualified() != nullptr) {
    table.content = ast::Table::From{qualified(context.qualified()), name(context.name(1)), name(context.name(2))};
  }
  return table;
}

ast::Table::Rows Transformer::table_rows(TreatyParser::TableRowsContext& context) {
  ast::Table::Rows found;
  for (auto* row : context.tableRow()) {
    found.rows.emplace_back(arm_value(*row->armValue(0)), arm_value(*row->armValue(1)));
  }
  return found;
}

std::vector<ast::PicklistArm> Transformer::arms(TreatyParser::ArmsContext* context) {
  std::vector<ast::PicklistArm> found;
  if (context == nullptr) {
    return found;
  }
  for (auto* one : context->arm()) {
    ast::PicklistArm arm;
    arm.left = arm_values(one->armSide(0)->armValue());
    arm.right = arm_values(one->armSide(1)->armValue());
    arm.is_else = one->armSide(0)->ELSE() != nullptr || one->armSide(1)->ELSE() != nullptr;
    if (one->BACKWARD() != nullptr) {
      arm.direction = ast::PicklistArm::Direction::backward;
    } else if (one->BOTH() != nullptr) {
      arm.direction = ast::PicklistArm::Direction::both;
    }
    arm.span = span(*one);
    found.push_back(std::move(arm));
  }
  return found;
}

std::vector<ast::ArmValue> Transformer::arm_values(const std::vector<TreatyParser::ArmValueContext*>& contexts) {
  std::vector<ast::ArmValue> found;
  for (auto* one : contexts) {
    found.push_back(arm_value(*one));
  }
  return found;
}

ast::ArmValue Transformer::arm_value(TreatyParser::ArmValueContext& context) {
  using Form = ast::ArmValue::Form;
  const source::Span where = span(context);
  if (context.name() != nullptr) {
    return {Form::word, name(context.name()).text, where};
  }
  if (context.STRING() != nullptr) {
    return {Form::text, text(context.STRING()).value, where};
  }
  if (context.TRUE() != nullptr || context.FALSE() != nullptr) {
    return {Form::boolean, written(where), where};
  }
  if (context.NULL_() != nullptr) {
    return {Form::null, "null", where};
  }
  std::string digits = written(where);
  std::erase(digits, '_');
  std::erase(digits, ' ');
  return {Form::number, std::move(digits), where};
}

ast::TypeRef Transformer::type(TreatyParser::TypeContext* context) {
  if (context == nullptr) {
    return {};
  }
  ast::TypeRef type{name(context->name()), {}, span(*context)};
  for (auto* argument : context->type()) {
    type.arguments.push_back(this->type(argument));
  }
  return type;
}

ast::Transform Transformer::transform(TreatyParser::TransformContext& context) {
  ast::Transform transform{name(context.name()), {}, {}, missing(span(context)), {}, {}};
  for (auto* parameter : context.parameter()) {
    transform.parameters.push_back({name(parameter->name()), type(parameter->type())});
  }
  if (context.type() != nullptr) {
    transform.result = type(context.type());
  }
  transform.body = expression(context.expr());
  for (auto* statement : context.transformStatement()) {
    auto* bad = dynamic_cast<TreatyParser::BadTransformStatementContext*>(statement);
    if (unreadable(*statement, bad != nullptr ? bad->badTransformStart() : nullptr, "a transform's block")) {
      continue;
    }
    if (auto* found = dynamic_cast<TreatyParser::ExampleStatementContext*>(statement)) {
      ast::Transform::Example example{{}, missing(span(*found)), span(*found)};
      for (size_t i = 0; i + 1 < found->expr().size(); ++i) {
        example.inputs.push_back(expression(found->expr(i)));
      }
      example.output = expression(found->expr().back());
      transform.examples.push_back(std::move(example));
    } else if (auto* found = dynamic_cast<TreatyParser::ReverseStatementContext*>(statement)) {
      transform.reverse = ast::Transform::Reverse{
          {name(found->parameter()->name()), type(found->parameter()->type())}, expression(found->expr())};
    }
  }
  return transform;
}

}  // namespace treaty::parse
