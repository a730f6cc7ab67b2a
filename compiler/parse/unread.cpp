// What could not be read: reported once, and its words kept, since what seems to be left out elsewhere may stand
// there.

#include <algorithm>

#include "compiler/parse/strategy.h"
#include "compiler/parse/transform.h"

namespace treaty::parse {

bool Transformer::unreadable(antlr4::ParserRuleContext& statement, antlr4::ParserRuleContext* bad_start,
                             const char* block) {
  const bool unknown = bad_start != nullptr;
  const bool damaged = statement.exception != nullptr ||
                       std::ranges::any_of(statement.children, [](auto* child) {
                         const auto* part = dynamic_cast<antlr4::ParserRuleContext*>(child);
                         return part != nullptr && part->exception != nullptr;
                       });
  if (unknown) {
    tell_unknown_entry(statement, *bad_start, block);
  }
  if (unknown || damaged || has_open_bracket(statement)) {
    give_up(statement);
    return true;
  }
  return false;
}

/// After a word that begins no entry the rest of its block often stands line by line: the first says it for all.
void Transformer::tell_unknown_entry(const antlr4::ParserRuleContext& statement,
                                     const antlr4::ParserRuleContext& bad_start, const char* block) {
  const size_t first = std::min(bad_start.start->getTokenIndex(), words_.size() - 1);
  const Token& word = words_[first];
  if (!word.reported && first != behind_unknown_) {
    out_.report(word.span, diagnostics::unknown_entry, written(word.span), std::string(block));
  }
  behind_unknown_ = statement.stop != nullptr ? statement.stop->getTokenIndex() + 1 : first;
}

void Transformer::give_up(const antlr4::ParserRuleContext& statement) {
  if (statement.start == nullptr || words_.empty()) {
    return;
  }
  ast::Unread unread{.span = span(statement), .words = {}};
  const size_t last = statement.stop != nullptr ? std::min(statement.stop->getTokenIndex(), words_.size() - 1) : 0;
  for (size_t i = statement.start->getTokenIndex(); i <= last; ++i) {
    if (words_[i].reported) {
      doubt(words_[i]);
    }
    const std::string text = written(words_[i].span);
    const bool quoted = text.size() > 1 && (text.front() == '"' || text.front() == '`');
    if (quoted) {
      unread.words.push_back(text.substr(1, text.size() - 2));
    } else if (!text.empty() &&
               (std::isalpha(static_cast<unsigned char>(text.front())) != 0 || text.front() == '_')) {
      unread.words.push_back(text);
    }
  }
  unread_.push_back(std::move(unread));
}

/// The line cannot be read with what was put in place of this word either: whether that is meant, a person says.
void Transformer::doubt(const Token& word) {
  constexpr size_t most = 1000;  // of one file; each is looked for among the messages
  if (++doubts_ > most) {
    return;
  }
  for (auto* said : {out_.find(diagnostics::not_an_arrow, word.span), out_.find(diagnostics::wrong_quotes, word.span),
                     out_.find(diagnostics::operator_is_a_word, word.span)}) {
    if (said != nullptr) {
      std::ranges::for_each(said->fixes, [](diagnostics::Fix& fix) { fix.certain = false; });
    }
  }
}

bool Transformer::has_open_bracket(const antlr4::ParserRuleContext& statement) const {
  return open_brackets_ && std::ranges::any_of(statement.children, [&](auto* child) {
           if (auto* token = dynamic_cast<Node*>(child)) {
             const Token& word = words_[std::min(token->getSymbol()->getTokenIndex(), words_.size() - 1)];
             return word.reported && (word.type == TreatyLexer::LPAREN || word.type == TreatyLexer::LBRACKET);
           }
           const auto* part = dynamic_cast<antlr4::ParserRuleContext*>(child);
           return part != nullptr && !is_line_rule(part->getRuleIndex()) && has_open_bracket(*part);
         });
}

}  // namespace treaty::parse
