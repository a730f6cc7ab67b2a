#include "compiler/driver/given.h"

#include <nlohmann/json.hpp>

namespace treaty::driver {

std::string to_json(const ast::Expr& value) {
  if (const auto* text = std::get_if<ast::TextLiteral>(&value.node)) {
    return nlohmann::json(text->value).dump();
  }
  if (const auto* number = std::get_if<ast::NumberLiteral>(&value.node)) {
    return number->digits;
  }
  if (const auto* boolean = std::get_if<ast::BooleanLiteral>(&value.node)) {
    return boolean->value ? "true" : "false";
  }
  if (const auto* unary = std::get_if<ast::Unary>(&value.node)) {
    return "-" + to_json(*unary->operand);
  }
  std::string text;
  if (const auto* list = std::get_if<ast::ListExpr>(&value.node)) {
    for (const ast::Expr& item : list->items) {
      text += (text.empty() ? "" : ", ") + to_json(item);
    }
    return "[" + text + "]";
  }
  if (const auto* record = std::get_if<ast::RecordExpr>(&value.node)) {
    for (const ast::RecordExpr::Entry& entry : record->entries) {
      text += (text.empty() ? "" : ", ") + nlohmann::json(entry.name.text).dump() + ": " + to_json(entry.value);
    }
    return "{" + text + "}";
  }
  return "null";
}

std::string to_stored_json(const ast::Expr& value) {
  const auto* record = std::get_if<ast::RecordExpr>(&value.node);
  std::string text;
  for (size_t i = 0; record && i < record->entries.size(); ++i) {
    const ast::RecordExpr::Entry& entry = record->entries[i];
    const auto stored = expected_text(entry.value);
    text += (text.empty() ? "" : ", ") + nlohmann::json(entry.name.text).dump() + ": " +
            (stored ? nlohmann::json(*stored).dump() : "null");
  }
  return "{" + text + "}";
}

std::optional<std::string> expected_text(const ast::Expr& value) {
  if (const auto* text = std::get_if<ast::TextLiteral>(&value.node)) {
    return text->value;
  }
  if (std::holds_alternative<ast::NullLiteral>(value.node)) {
    return std::nullopt;
  }
  if (const auto* list = std::get_if<ast::ListExpr>(&value.node)) {
    std::string text;
    for (const ast::Expr& item : list->items) {
      text += (text.empty() ? "" : ";") + expected_text(item).value_or("");
    }
    return text;
  }
  return to_json(value);
}

}  // namespace treaty::driver
