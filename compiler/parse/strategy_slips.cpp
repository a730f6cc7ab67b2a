// Slips that are known by what stands where the parser could not go on.

#include <algorithm>

#include "TreatyLexer.h"
#include "TreatyParser.h"
#include "compiler/parse/keys.h"
#include "compiler/parse/strategy.h"
#include "compiler/parse/token_kinds.h"

namespace treaty::parse {
namespace {

/// `14.03.1984`, `3/14/84`, `2024-03-14`: digits in three parts.
bool looks_like_date(std::string_view written) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto is_separator = [](char c) { return c == '.' || c == '-' || c == '/'; };
  return written.size() >= 6 && written.size() <= 10 && is_digit(written.front()) && is_digit(written.back()) &&
         std::ranges::all_of(written, [&](char c) { return is_digit(c) || is_separator(c); }) &&
         std::ranges::count_if(written, is_separator) == 2;
}

}  // namespace

/// `secret "…"`: the key itself, where its name is wanted.
bool LineStrategy::report_secret(size_t index, const antlr4::RecognitionException& error) {
  const antlr4::ParserRuleContext* line = line_around(error.getCtx());
  const size_t rule = line != nullptr ? line->getRuleIndex() : 0;
  const bool may = rule == TreatyParser::RuleSystemStatement || rule == TreatyParser::RuleAuthStatement ||
                   rule == TreatyParser::RuleResourceStatement;
  if (!may || index == 0 || words_[index].type != TreatyLexer::STRING ||
      words_[index - 1].type != TreatyLexer::K_SECRET) {
    return false;
  }
  report_key(words_[index].span, out_);
  return true;
}

/// What was meant as a text: a date, or the label of a property.
bool LineStrategy::report_unquoted(size_t index, const antlr4::RecognitionException& error) {
  const Token& word = words_[index];
  const std::string written(text_.substr(word.span.begin, word.span.end - word.span.begin));
  if (looks_like_date(written)) {
    out_.report(word.span, diagnostics::not_understood, written, "a date is a text in quotes: `\"" + written + "\"`")
        .fixes.push_back({.span = word.span, .replacement = '"' + written + '"', .certain = false});
    return true;
  }
  const antlr4::ParserRuleContext* line = line_around(error.getCtx());
  const size_t begin = line != nullptr ? line->start->getTokenIndex() : index;
  if (line == nullptr || line->getRuleIndex() != TreatyParser::RuleEnsureStatement || index < begin + 2 ||
      word.type != TreatyLexer::IDENT) {
    return false;
  }
  size_t last = index;
  while (last + 1 < words_.size() && !ends_head(words_[last + 1].type) &&
         words_[last + 1].type != TreatyLexer::RBRACE && words_[last + 1].type != TreatyLexer::STRING) {
    ++last;
  }
  const bool labelled = last + 1 < words_.size() && words_[last + 1].type == TreatyLexer::STRING;
  if (labelled) {
    return false;  // its label is there: this is something else
  }
  const source::Span where{word.span.file, word.span.begin, words_[last].span.end};
  const std::string meant = '"' + std::string(text_.substr(where.begin, where.end - where.begin)) + '"';
  out_.report(where, diagnostics::not_understood, std::string(text_.substr(where.begin, where.end - where.begin)),
              "a label is a text in quotes: `name text unique \"Label\"`")
      .fixes.push_back({.span = where, .replacement = meant, .certain = false});
  return true;
}

/// A line that wants an arrow and has none, but another sign where it could stand.
bool LineStrategy::report_arrow(size_t index, const antlr4::RecognitionException& error) {
  const antlr4::ParserRuleContext* line = line_around(error.getCtx());
  const size_t begin = line != nullptr ? std::min(line->start->getTokenIndex(), index) : index;
  const size_t rule = line != nullptr ? line->getRuleIndex() : 0;
  const size_t first = words_[begin].type;
  const bool wants_arrow =
      (rule == TreatyParser::RuleTopStatement && first == TreatyLexer::K_MAP) ||
      (rule == TreatyParser::RuleMapStatement && (!begins_map_entry(first) || first == TreatyLexer::K_ASSOCIATE)) ||
      rule == TreatyParser::RuleSubscriptionStatement ||
      (rule == TreatyParser::RuleTransformStatement && first == TreatyLexer::K_EXAMPLE);
  size_t end = begin;  // of what wants the arrow
  while (end < words_.size() && !ends_head(words_[end].type)) {
    ++end;
  }
  if (wants_arrow && report_arrow_within(begin, end, index)) {
    return true;
  }
  return end > begin && end < words_.size() && words_[end].type == TreatyLexer::LBRACE &&
         (words_[end - 1].type == TreatyLexer::K_PICKLIST || first == TreatyLexer::K_PICKLIST) &&
         (report_arrow_of_arm(end + 1) || (index == end && report_arm(end + 1)));
}

/// The first arm of a picklist, from its `{` on, that has another sign for its arrow.
bool LineStrategy::report_arrow_of_arm(size_t begin) {
  for (size_t at = begin; at < words_.size(); ++at) {
    const size_t type = words_[at].type;
    if (type == TreatyLexer::COMMA || type == TreatyLexer::END || type == TreatyLexer::RBRACE) {
      if (report_arrow_within(begin, at, at)) {
        return true;
      }
      if (type == TreatyLexer::RBRACE) {
        return false;
      }
      begin = at + 1;
    }
  }
  return false;
}

/// The first arm of a picklist, from its `{` on, that is none: the parser says no more than that the `{` cannot stand
/// there.
bool LineStrategy::report_arm(size_t begin) {
  for (size_t at = begin; at < words_.size(); ++at) {
    const size_t type = words_[at].type;
    if (type == TreatyLexer::COMMA || type == TreatyLexer::END || type == TreatyLexer::RBRACE) {
      if (report_arm_within(begin, at)) {
        return true;
      }
      if (type == TreatyLexer::RBRACE) {
        return false;
      }
      begin = at + 1;
    }
  }
  return false;
}

bool LineStrategy::report_arm_within(size_t begin, size_t end) {
  const std::span<const Token> arm(words_.data() + begin, end - begin);
  const auto is_arrow_word = [](const Token& word) { return is_arrow(word.type); };
  if (std::ranges::any_of(arm, &Token::reported)) {
    return true;  // answered already
  }
  const auto arrow = std::ranges::find_if(arm, is_arrow_word);
  if (arrow == arm.end()) {
    const auto colon = std::ranges::find(arm, TreatyLexer::COLON, &Token::type);
    if (colon != arm.end()) {
      out_.report(colon->span, diagnostics::not_an_arrow, ":")
          .fixes.push_back({.span = colon->span, .replacement = " ->", .certain = false});
    }
    return colon != arm.end();
  }
  const auto second = std::find_if(arrow + 1, arm.end(), is_arrow_word);
  if (second != arm.end() && second - arrow > 2) {
    const source::Span next = (second - 1)->span;
    const source::Span before = (second - 2)->span;
    out_.report(next, diagnostics::not_understood, std::string(text_.substr(next.begin, next.end - next.begin)),
                "a comma or a new line parts one arm from the next")
        .fixes.push_back({.span = {before.file, before.end, before.end}, .replacement = ",", .certain = false});
    return true;
  }
  return report_value({arm.begin(), arrow}) || report_value({arrow + 1, arm.end()});
}

/// Several words where an arm has one value.
bool LineStrategy::report_value(std::span<const Token> side) {
  const bool negative = side.size() == 2 && side.front().type == TreatyLexer::MINUS;
  if (side.size() < 2 || negative || std::ranges::find(side, TreatyLexer::OR, &Token::type) != side.end()) {
    return false;
  }
  const source::Span whole{side.front().span.file, side.front().span.begin, side.back().span.end};
  const std::string written(text_.substr(whole.begin, whole.end - whole.begin));
  const bool plain = written.find('"') == std::string::npos;
  auto& said = out_.report(whole, diagnostics::not_understood, written,
                           "a value with a blank or a sign in it stands in quotes: `\"10-pack\"`");
  if (plain) {
    said.fixes.push_back({.span = whole, .replacement = '"' + written + '"', .certain = false});
  }
  return true;
}

bool LineStrategy::report_arrow_within(size_t begin, size_t end, size_t stopped) {
  const auto is_sign = [](size_t type) {
    return type == TreatyLexer::LESS || type == TreatyLexer::GREATER || type == TreatyLexer::LEQ ||
           type == TreatyLexer::GEQ || type == TreatyLexer::MINUS || type == TreatyLexer::ASSIGN;
  };
  size_t from = SIZE_MAX, to = 0, depth = 0;
  for (size_t i = begin; i < end; ++i) {
    const size_t type = words_[i].type;
    if (is_arrow(type)) {
      return false;
    }
    depth += opens(type) ? 1 : closes(type) && depth > 0 ? -1 : 0;
    if (depth == 0 && is_sign(type)) {  // the last ones: a calculation may stand before them
      from = from != SIZE_MAX && to + 1 == i ? from : i;
      to = i;
    }
  }
  if (from == SIZE_MAX || from == begin) {
    return false;
  }
  const bool calculates = from == to && words_[from].type == TreatyLexer::MINUS;
  if (calculates && stopped < end && words_[stopped].type == TreatyLexer::IDENT) {
    return false;  // `a - b name`: it is the arrow before `name` that is missing
  }
  const source::Span where{words_[from].span.file, words_[from].span.begin, words_[to].span.end};
  const bool back = words_[from].type == TreatyLexer::LESS || words_[from].type == TreatyLexer::LEQ;
  const bool forth = words_[to].type == TreatyLexer::GREATER || words_[to].type == TreatyLexer::GEQ;
  out_.report(where, diagnostics::not_an_arrow, std::string(text_.substr(where.begin, where.end - where.begin)))
      .fixes.push_back({.span = where,
                        .replacement = back && forth ? "<->"
                                       : back        ? "<-"
                                                     : "->",
                        .certain = false});
  return true;
}

/// `0,5`: what stands behind the comma is no entry, or not all of one.
bool LineStrategy::report_decimal_comma(size_t index) {
  const auto touch = [&](size_t at) {
    return at > 0 && at + 1 < words_.size() && words_[at].type == TreatyLexer::COMMA &&
           words_[at - 1].type == TreatyLexer::INTEGER && words_[at + 1].type == TreatyLexer::INTEGER &&
           words_[at - 1].span.end == words_[at].span.begin && words_[at].span.end == words_[at + 1].span.begin;
  };
  size_t depth = 0;
  for (size_t at = begin_of(index); at < index; ++at) {
    const size_t type = words_[at].type;
    const bool opens_list = type == TreatyLexer::LPAREN || type == TreatyLexer::LBRACKET;
    const bool closes_list = type == TreatyLexer::RPAREN || type == TreatyLexer::RBRACKET;
    depth += opens_list ? 1 : closes_list && depth > 0 ? -1 : 0;
  }
  const bool in_list = depth > 0;  // `[1,2,3` are three
  for (size_t at = index, looked = 0; !in_list && looked < 4; ++looked, --at) {
    if (touch(at)) {
      const source::Span where{words_[at].span.file, words_[at - 1].span.begin, words_[at + 1].span.end};
      std::string number(text_.substr(where.begin, where.end - where.begin));
      std::string meant = number;
      meant[meant.find(',')] = '.';
      out_.report(where, diagnostics::not_understood, number, "decimals have a point: `" + meant + "`")
          .fixes.push_back({.span = where, .replacement = meant, .certain = false});
      return true;
    }
    if (at == 0) {
      break;
    }
  }
  return false;
}

}  // namespace treaty::parse
