#include "compiler/parse/strategy.h"

#include <algorithm>
#include <map>
#include <ranges>

#include "TreatyLexer.h"
#include "TreatyParser.h"
#include "compiler/base/nearest.h"
#include "compiler/parse/forms.h"
#include "compiler/parse/token_kinds.h"

namespace treaty::parse {
namespace {

/// The words of a map's clauses, and of the entries that begin with `on`.
const std::vector<std::string>& words_of_clauses() {
  static const std::vector<std::string> words = {"required", "owner", "write", "on",    "unconfirmed", "error",
                                                 "null",     "keep",  "clear", "use",   "reject",      "skip",
                                                 "delete",   "unmatched"};
  return words;
}

/// The words that entries of a map begin with.
const std::map<std::string, size_t, std::less<>>& entries_of_maps() {
  using L = TreatyLexer;
  static const std::map<std::string, size_t, std::less<>> entries = {
      {"match", L::K_MATCH}, {"where", L::K_WHERE}, {"after", L::K_AFTER},
      {"start", L::K_START}, {"on", L::K_ON},       {"subscription", L::K_SUBSCRIPTION},
      {"group", L::K_GROUP}, {"list", L::K_LIST},   {"associate", L::K_ASSOCIATE},
      {"owner", L::K_OWNER}, {"allow", L::K_ALLOW}, {"ignore", L::K_IGNORE}};
  return entries;
}

}  // namespace

const antlr4::ParserRuleContext* line_around(const antlr4::RuleContext* context) {
  for (; context != nullptr; context = dynamic_cast<const antlr4::RuleContext*>(context->parent)) {
    if (is_line_rule(context->getRuleIndex())) {
      return dynamic_cast<const antlr4::ParserRuleContext*>(context);
    }
  }
  return nullptr;
}

bool is_line_rule(size_t rule) {
  switch (rule) {
    case TreatyParser::RuleFile:
    case TreatyParser::RuleHeader:
    case TreatyParser::RuleTopStatement:
    case TreatyParser::RuleEnvironmentStatement:
    case TreatyParser::RuleSystemStatement:
    case TreatyParser::RuleAuthStatement:
    case TreatyParser::RuleResourceStatement:
    case TreatyParser::RuleEnsureStatement:
    case TreatyParser::RuleTransformStatement:
    case TreatyParser::RulePrivacyStatement:
    case TreatyParser::RuleMapStatement:
    case TreatyParser::RuleSubscriptionStatement:
    case TreatyParser::RuleTestStatement:
    case TreatyParser::RuleAgreementLine:
      return true;
    default:
      return false;
  }
}

void LineStrategy::reportError(antlr4::Parser* parser, const antlr4::RecognitionException& error) {
  if (inErrorRecoveryMode(parser)) {
    return;
  }
  beginErrorCondition(parser);
  const antlr4::Token* offending = error.getOffendingToken();
  const size_t index = std::min<size_t>(offending->getTokenIndex(), words_.size() - 1);
  const Token& word = words_[index];
  if (word.reported) {
    return;
  }
  if (behind_open_bracket(index) || goes_on_and_on(index)) {
    return;
  }
  if (report_arrow(index, error) || report_decimal_comma(index) || report_secret(index, error) ||
      report_unquoted(index, error)) {
    return;
  }
  const std::string form(is_map_over_list(index, error) ? form_of_map_over_list : form_around(error.getCtx()));
  const source::Span previous = index > 0 ? words_[index - 1].span : word.span;
  if (word.type == TreatyLexer::END || word.type == antlr4::Token::EOF || word.span.begin == word.span.end) {
    for (size_t i = index; i-- > 0 && words_[i].type != TreatyLexer::END;) {
      if (words_[i].reported) {
        return;  // a word that took the rest of the line with it
      }
    }
    out_.report(previous, diagnostics::ends_early, form);
    return;
  }
  const std::string written(text_.substr(word.span.begin, word.span.end - word.span.begin));
  const antlr4::ParserRuleContext* line = line_around(error.getCtx());
  if (line != nullptr && line->start == offending && line->getRuleIndex() != TreatyParser::RuleMapStatement) {
    out_.report(word.span, diagnostics::unknown_entry, written, std::string(block_of(line->getRuleIndex())));
    return;
  }
  if (word.type == TreatyLexer::ASSIGN) {
    const auto* in = dynamic_cast<const antlr4::RuleContext*>(error.getCtx());
    const bool condition = in != nullptr && (form.find("field line") == std::string::npos ||
                                             in->getRuleIndex() == TreatyParser::RuleExpr);
    if (!condition) {
      out_.report(word.span, diagnostics::not_an_arrow, written).fixes.push_back({word.span, "->"});
      return;
    }
  }
  auto& said = out_.report(word.span, diagnostics::not_understood, written, form);
  suggest(said, word, written, *parser, error);
  if (said.notes.empty() && line != nullptr && line->getRuleIndex() == TreatyParser::RuleMapStatement) {
    suggest_in_map(said, line->start->getTokenIndex(), index);
  }
}

/// Whether the statement at `begin` is an entry of a map that is no field line: not one whose field is called so.
bool LineStrategy::is_map_entry(size_t begin) const {
  if (begin >= words_.size() || !begins_map_entry(words_[begin].type)) {
    return false;
  }
  const size_t next = begin + 1 < words_.size() ? words_[begin + 1].type : TreatyLexer::END;
  return !is_arrow(next) && next != TreatyLexer::PIPE && next != TreatyLexer::DOT && next != TreatyLexer::ASSIGN &&
         next != TreatyLexer::COALESCE;
}

std::string_view LineStrategy::form_around(const antlr4::RuleContext* context) const {
  for (; context != nullptr; context = dynamic_cast<const antlr4::RuleContext*>(context->parent)) {
    const auto* rule = dynamic_cast<const antlr4::ParserRuleContext*>(context);
    const size_t begin = rule != nullptr && rule->start != nullptr ? rule->start->getTokenIndex() : words_.size();
    const size_t index = context->getRuleIndex();
    if (index == TreatyParser::RuleExpr && (begin >= words_.size() || words_[begin].type != TreatyLexer::IF)) {
      continue;  // what stands around it says more
    }
    const bool entry = index == TreatyParser::RuleMapEntry || index == TreatyParser::RuleMapStatement;
    if (entry && is_map_entry(begin)) {
      return form_of_map_entry(words_[begin].type);
    }
    if (index == TreatyParser::RuleSystemStatement && begin < words_.size() &&
        words_[begin].type == TreatyLexer::K_AUTH) {
      return form_of(TreatyParser::RuleAuth);
    }
    if (const std::string_view form = form_of(index); !form.empty()) {
      return form;
    }
  }
  return "see docs/language.md";
}

/// Words side by side before the first `|` or arrow of a line: the name of a field with a blank in it.
bool LineStrategy::suggest_name(diagnostics::Diagnostic& said, size_t begin, size_t index) const {
  size_t end = begin;
  while (end < words_.size() && words_[end].type == TreatyLexer::IDENT) {
    ++end;
  }
  const bool leads_on = end < words_.size() && (words_[end].type == TreatyLexer::PIPE || is_arrow(words_[end].type));
  if (index == begin || index >= end || !leads_on) {
    return false;
  }
  const source::Span name{words_[begin].span.file, words_[begin].span.begin, words_[end - 1].span.end};
  const std::string quoted = "`" + std::string(text_.substr(name.begin, name.end - name.begin)) + "`";
  said.notes.push_back("a name with a blank in it stands in backquotes: " + quoted + "; before a step stands `|`");
  said.fixes.push_back({.span = name, .replacement = quoted, .certain = false});
  return true;
}

/// A word of a map's entries that was misspelt: the first of the line, or one of a clause.
void LineStrategy::suggest_in_map(diagnostics::Diagnostic& said, size_t begin, size_t index) const {
  if (suggest_name(said, begin, index)) {
    return;
  }
  const bool at_first = index == begin + 1 && words_[begin].type == TreatyLexer::IDENT;
  const Token& word = words_[at_first ? begin : index];
  std::vector<std::string> known = words_of_clauses();
  if (at_first) {
    known.clear();
    std::ranges::copy(std::views::keys(entries_of_maps()), std::back_inserter(known));
  }
  const std::string written(text_.substr(word.span.begin, word.span.end - word.span.begin));
  const std::vector<std::string> near =
      word.type == TreatyLexer::IDENT ? nearest(written, known) : std::vector<std::string>();
  if (!near.empty()) {
    said.notes.push_back((at_first ? "for `" + written + "`: " : "") + did_you_mean(written, known));
    said.fixes.push_back({.span = word.span, .replacement = near.front(), .certain = false});
    const auto entry = at_first ? entries_of_maps().find(near.front()) : entries_of_maps().end();
    if (entry != entries_of_maps().end() && !form_of_map_entry(entry->second).empty()) {
      said.arguments.back() = form_of_map_entry(entry->second);
    }
  }
}

/// After three statements in a row that could not be read the next ones have the same cause: they stand in a wrong
/// place.
bool LineStrategy::goes_on_and_on(size_t index) {
  constexpr size_t enough = 3;
  const size_t begin = begin_of(index);
  const bool next = last_statement_ != SIZE_MAX && begin > 0 && begin_of(begin - 1) == last_statement_;
  in_a_row_ = next ? in_a_row_ + 1 : 1;
  last_statement_ = begin;
  return in_a_row_ > enough;
}

size_t LineStrategy::begin_of(size_t index) const {
  while (index > 0 && words_[index - 1].type != TreatyLexer::END) {
    --index;
  }
  return index;
}

/// The head of a map that goes through a list, or was meant to.
bool LineStrategy::is_map_over_list(size_t index, const antlr4::RecognitionException& error) const {
  const antlr4::ParserRuleContext* line = line_around(error.getCtx());
  if (line == nullptr || line->getRuleIndex() != TreatyParser::RuleTopStatement) {
    return false;
  }
  const size_t begin = std::min(line->start->getTokenIndex(), index);
  if (words_[begin].type != TreatyLexer::K_MAP) {
    return false;
  }
  for (size_t i = begin; i < words_.size() && !ends_head(words_[i].type); ++i) {
    if (words_[i].type == TreatyLexer::K_EACH || words_[i].type == TreatyLexer::K_AS) {
      return true;
    }
  }
  return false;
}

/// A bracket of the same statement that was never closed is all that is said of it.
bool LineStrategy::behind_open_bracket(size_t index) const {
  for (size_t i = index; i-- > 0 && words_[i].type != TreatyLexer::END;) {
    if (words_[i].reported && (words_[i].type == TreatyLexer::LPAREN || words_[i].type == TreatyLexer::LBRACKET)) {
      return true;
    }
  }
  return false;
}

/// The keyword that was probably meant, of those that could stand here.
void LineStrategy::suggest(diagnostics::Diagnostic& said, const Token& word, const std::string& written,
                           const antlr4::Parser& parser, const antlr4::RecognitionException& error) {
  if (word.type != TreatyLexer::IDENT) {
    return;
  }
  std::vector<std::string> keywords;
  for (const ssize_t type : error.getExpectedTokens().toList()) {
    const std::string name = type > 0 ? parser.getVocabulary().getLiteralName(static_cast<size_t>(type)) : "";
    if (name.size() > 2 && std::isalpha(static_cast<unsigned char>(name[1])) != 0) {
      keywords.push_back(name.substr(1, name.size() - 2));
    }
  }
  if (const std::vector<std::string> near = nearest(written, keywords); !near.empty()) {
    said.notes.push_back(did_you_mean(written, keywords));
    said.fixes.push_back({.span = word.span, .replacement = near.front(), .certain = false});
  }
}

void LineStrategy::recover(antlr4::Parser* parser, std::exception_ptr error) {
  const size_t rule = parser->getContext()->getRuleIndex();
  if (!is_line_rule(rule)) {
    std::rethrow_exception(error);
  }
  // A mistake inside a picklist or a record stands deeper than its line.
  size_t depth = 0;
  for (size_t i = parser->getContext()->start->getTokenIndex();
       i < parser->getTokenStream()->index() && i < words_.size(); ++i) {
    if (words_[i].type == TreatyLexer::LBRACE) {
      ++depth;
    } else if (words_[i].type == TreatyLexer::RBRACE && depth > 0) {
      --depth;
    }
  }
  for (size_t type = parser->getTokenStream()->LA(1); type != antlr4::Token::EOF;
       type = parser->getTokenStream()->LA(1)) {
    if (type == TreatyLexer::RBRACE && depth == 0 && rule != TreatyParser::RuleTopStatement &&
        rule != TreatyParser::RuleFile) {
      break;  // the block's own end
    }
    if (type == TreatyLexer::LBRACE) {
      ++depth;
    } else if (type == TreatyLexer::RBRACE && depth > 0) {
      --depth;
    }
    parser->consume();
    if (type == TreatyLexer::END && depth == 0) {
      break;
    }
  }
  endErrorCondition(parser);
}

antlr4::Token* LineStrategy::recoverInline(antlr4::Parser* parser) { throw antlr4::InputMismatchException(parser); }

}  // namespace treaty::parse
