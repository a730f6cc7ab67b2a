#pragma once

#include <antlr4-runtime.h>

#include <span>
#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/parse/tokens.h"

namespace treaty::parse {

/// Whether a rule of the grammar reads one statement, which a mistake in it costs.
bool is_line_rule(size_t rule);
/// The innermost statement around a rule; null where there is none.
const antlr4::ParserRuleContext* line_around(const antlr4::RuleContext* context);

/// A mistake costs its line: recovery gives up every rule up to the line's, skips to the line's end over balanced
/// braces, and nothing is ever deleted or made up. One message a line, written for the rule that could not go on.
class LineStrategy : public antlr4::DefaultErrorStrategy {
 public:
  /// `words` are the tokens the parser reads, by token index.
  LineStrategy(const std::vector<Token>& words, std::string_view text, diagnostics::Diagnostics& out)
      : words_(words), text_(text), out_(out) {}

  void reportError(antlr4::Parser* parser, const antlr4::RecognitionException& error) override;
  void recover(antlr4::Parser* parser, std::exception_ptr error) override;
  antlr4::Token* recoverInline(antlr4::Parser* parser) override;
  void sync(antlr4::Parser*) override {}

 private:
  bool behind_open_bracket(size_t index) const;
  bool goes_on_and_on(size_t index);
  size_t begin_of(size_t index) const;  // the statement's
  bool report_arrow(size_t index, const antlr4::RecognitionException& error);
  /// `stopped` is where the parser could not go on.
  bool report_arrow_within(size_t begin, size_t end, size_t stopped);
  bool report_arrow_of_arm(size_t begin);
  bool report_arm(size_t begin);
  bool report_arm_within(size_t begin, size_t end);
  bool report_value(std::span<const Token> side);
  bool report_decimal_comma(size_t index);
  bool report_secret(size_t index, const antlr4::RecognitionException& error);
  bool report_unquoted(size_t index, const antlr4::RecognitionException& error);
  bool is_map_entry(size_t begin) const;
  std::string_view form_around(const antlr4::RuleContext* context) const;
  bool suggest_name(diagnostics::Diagnostic& said, size_t begin, size_t index) const;
  void suggest_in_map(diagnostics::Diagnostic& said, size_t begin, size_t index) const;
  bool is_map_over_list(size_t index, const antlr4::RecognitionException& error) const;
  static void suggest(diagnostics::Diagnostic& said, const Token& word, const std::string& written,
                      const antlr4::Parser& parser, const antlr4::RecognitionException& error);

  const std::vector<Token>& words_;
  std::string_view text_;
  diagnostics::Diagnostics& out_;
  size_t last_statement_ = SIZE_MAX;  // where the last one began that could not be read
  size_t in_a_row_ = 0;
};

}  // namespace treaty::parse
