#pragma once

#include <antlr4-runtime.h>

#include <optional>
#include <string>
#include <vector>

#include "TreatyLexer.h"
#include "TreatyParser.h"
#include "compiler/ast/ast.h"
#include "compiler/diagnostics/diagnostics.h"
#include "compiler/parse/tokens.h"

namespace treaty::parse {

/// Parse tree → our tree. One method a rule; damaged parts become `Bad` and `Missing`, nothing is reported twice.
class Transformer {
 public:
  /// `words` are the tokens by token index, `all` the same file's tokens with its comments.
  Transformer(source::FileId file, std::string_view text, const std::vector<Token>& words,
              const std::vector<Token>& all, const antlr4::dfa::Vocabulary& vocabulary, diagnostics::Diagnostics& out)
      : file_(file), text_(text), words_(words), all_(all), vocabulary_(vocabulary), out_(out) {
    for (const Token& word : words) {
      open_brackets_ = open_brackets_ ||
                       (word.reported && (word.type == TreatyLexer::LPAREN || word.type == TreatyLexer::LBRACKET));
    }
  }

  ast::Contract contract(TreatyParser::FileContext& file);
  ast::Expr expression(TreatyParser::ExprContext* context);

 private:
  using Node = antlr4::tree::TerminalNode;

  // transform_contract.cpp
  ast::Item item(TreatyParser::TopStatementContext& context);
  ast::Party party(TreatyParser::PartyContext& context);
  ast::Environment environment(TreatyParser::EnvironmentContext& context);
  ast::Existing existing(TreatyParser::ExistingContext& context);
  ast::Pending pending(TreatyParser::PendingContext& context);
  ast::UseCase use_case(TreatyParser::UsecaseContext& context);
  ast::Privacy privacy(TreatyParser::PrivacyContext& context);
  ast::Test test(TreatyParser::TestContext& context);
  ast::TestEntry test_entry(TreatyParser::TestStatementContext& context);
  ast::Agreement agreement(TreatyParser::AgreementContext& context);
  ast::Clause clause(const std::vector<TreatyParser::WordContext*>& words, source::Span span);

  // transform_system.cpp
  ast::System system(TreatyParser::SystemContext& context);
  ast::SystemEntry system_entry(TreatyParser::SystemStatementContext& context);
  ast::Auth auth(TreatyParser::AuthContext& context);
  ast::Resource resource(TreatyParser::ResourceContext& context);
  ast::ResourceEntry resource_entry(TreatyParser::ResourceStatementContext& context);
  ast::Page page(TreatyParser::PageStyleContext& context);
  ast::Changes changes(TreatyParser::ChangesContext& context);
  ast::Ensure ensure(TreatyParser::EnsureContext& context);
  ast::SchemaRef schema_ref(TreatyParser::SchemaRefContext& context);
  ast::Volume::Rate rate(TreatyParser::RateContext& context);
  ast::Secret secret(TreatyParser::SecretContext& context);

  // transform_map.cpp
  ast::Map map(TreatyParser::MapContext& context);
  ast::MapEntry map_entry(TreatyParser::MapStatementContext& context);
  ast::FieldLine field_line(TreatyParser::FieldLineContext& context);
  ast::FieldClause field_clause(TreatyParser::ClauseContext& context);
  ast::NullPolicy on_null(TreatyParser::OnNullContext& context);
  ast::ErrorPolicy on_error(TreatyParser::OnErrorContext& context);
  ast::Group group(TreatyParser::GroupEntryContext& context);
  ast::Subscription subscription(TreatyParser::SubscriptionEntryContext& context);
  void subscription_clause(TreatyParser::SubscriptionClauseContext& context, ast::SubscriptionArm& arm);
  ast::Start start(TreatyParser::StartEntryContext& context);
  ast::Arrow arrow(TreatyParser::ArrowContext* context);

  // transform_data.cpp
  ast::Table table(TreatyParser::TableContext& context);
  ast::Table::Rows table_rows(TreatyParser::TableRowsContext& context);
  ast::Transform transform(TreatyParser::TransformContext& context);
  ast::TypeRef type(TreatyParser::TypeContext* context);
  std::vector<ast::PicklistArm> arms(TreatyParser::ArmsContext* context);
  ast::ArmValue arm_value(TreatyParser::ArmValueContext& context);
  std::vector<ast::ArmValue> arm_values(const std::vector<TreatyParser::ArmValueContext*>& contexts);

  // transform_expression.cpp
  ast::Expr or_expression(TreatyParser::OrExprContext* context);
  ast::Expr and_expression(TreatyParser::AndExprContext* context);
  ast::Expr not_expression(TreatyParser::NotExprContext* context);
  ast::Expr comparison(TreatyParser::ComparisonContext* context);
  ast::Expr pipe(TreatyParser::PipeContext* context);
  ast::Expr step(TreatyParser::StepContext* context);
  ast::Expr coalesce(TreatyParser::CoalesceContext* context);
  ast::Expr sum(TreatyParser::SumContext* context);
  ast::Expr product(TreatyParser::ProductContext* context);
  ast::Expr unary(TreatyParser::UnaryContext* context);
  ast::Expr primary(TreatyParser::PrimaryContext* context);
  ast::Expr record(TreatyParser::RecordContext* context);
  ast::Expr path_expression(TreatyParser::PathContext* context);
  ast::Path path(TreatyParser::PathContext* context);
  std::vector<ast::Argument> arguments(TreatyParser::ArgumentsContext* context, TreatyParser::NameContext& function);
  void tell_assigned(const std::vector<std::pair<ast::Name, source::Span>>& assigned);
  ast::Expr text_expression(Node* token);
  ast::Expr missing(source::Span span);
  ast::Expr make(source::Span span, decltype(ast::Expr::node) node);
  ast::Expr binary(ast::BinaryOperator op, source::Span op_span, ast::Expr left, ast::Expr right);
  std::optional<std::pair<ast::Path, source::Span>> path_in_text(uint32_t begin, uint32_t end);

  // unread.cpp
  /// Whether a statement of `block` could not be read: it begins with what no entry begins with, the parser gave it
  /// up, or a bracket in it was never closed. Its words are kept.
  bool unreadable(antlr4::ParserRuleContext& statement, antlr4::ParserRuleContext* bad_start, const char* block);
  void tell_unknown_entry(const antlr4::ParserRuleContext& statement, const antlr4::ParserRuleContext& bad_start,
                          const char* block);
  void give_up(const antlr4::ParserRuleContext& statement);
  void doubt(const Token& word);
  /// In its own words, not in those of the statements inside of it.
  bool has_open_bracket(const antlr4::ParserRuleContext& statement) const;

  // leaves
  source::Span span(const antlr4::ParserRuleContext& context) const;
  source::Span span(Node* token) const;
  ast::Name name(TreatyParser::NameContext* context);
  /// The keyword that a rule begins with, as it is meant: a misspelt one has been answered.
  ast::Name keyword(const antlr4::ParserRuleContext& context) const;
  std::vector<ast::Name> names(const std::vector<TreatyParser::NameContext*>& contexts);
  ast::QualifiedName qualified(TreatyParser::QualifiedContext* context);
  ast::Text text(Node* token);
  std::optional<ast::Text> optional_text(Node* token);
  std::string unescape(uint32_t begin, uint32_t end);
  ast::Duration duration(Node* token);
  int64_t integer(Node* token);
  std::string written(source::Span span) const {
    return std::string(text_.substr(span.begin, span.end - span.begin));
  }
  std::vector<std::string> doc_before(source::Span span) const;

  source::FileId file_;
  std::string_view text_;
  const std::vector<Token>& words_;
  const std::vector<Token>& all_;
  const antlr4::dfa::Vocabulary& vocabulary_;
  diagnostics::Diagnostics& out_;
  uint32_t node_count_ = 0;
  std::vector<ast::Unread> unread_;
  size_t doubts_ = 0;
  bool open_brackets_ = false;  // some word of the file is a bracket that was never closed
  size_t behind_unknown_ = SIZE_MAX;  // the word behind the last statement that began with what no entry begins with
};

}  // namespace treaty::parse
