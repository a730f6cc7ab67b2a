#include "compiler/parse/line_filter.h"

#include <algorithm>
#include <set>

#include <antlr4-runtime.h>

#include "TreatyLexer.h"

namespace treaty::parse {
namespace {

constexpr size_t deepest = 100;
constexpr size_t longest_entry = 2000;
constexpr size_t most_branches = 40;  // of `if`s in one entry: what the parser looks ahead grows with each

bool opens(size_t type) {
  return type == TreatyLexer::LPAREN || type == TreatyLexer::LBRACKET || type == TreatyLexer::LBRACE;
}

bool begins_declaration(size_t type) {
  static const std::set<size_t> declarations = {
      TreatyLexer::K_IMPORT,    TreatyLexer::K_PARTY,   TreatyLexer::K_SYSTEM, TreatyLexer::K_ENVIRONMENT,
      TreatyLexer::K_EXISTING,  TreatyLexer::K_PENDING, TreatyLexer::K_TABLE,  TreatyLexer::K_PICKLIST,
      TreatyLexer::K_TRANSFORM, TreatyLexer::K_PRIVACY, TreatyLexer::K_MAP,    TreatyLexer::K_USECASE,
      TreatyLexer::K_TEST,      TreatyLexer::K_SYNC,    TreatyLexer::K_SLA,    TreatyLexer::K_ALERT,
      TreatyLexer::K_ACCEPT,    TreatyLexer::K_BOOKS};
  return declarations.contains(type);
}

bool is_arrow(size_t type) {
  return type == TreatyLexer::FORWARD || type == TreatyLexer::BACKWARD || type == TreatyLexer::BOTH;
}

class Filter {
 public:
  Filter(const std::vector<Token>& tokens, const source::File& file, diagnostics::Diagnostics& out)
      : file_(file), out_(out) {
    for (const Token& token : tokens) {
      if (!token.hidden) {
        tokens_.push_back(token);
      }
    }
  }

  std::vector<Token> run() {
    if (too_large()) {
      return {};
    }
    find_matches();
    for (at_ = 0; at_ < tokens_.size(); ++at_) {
      take(tokens_[at_]);
    }
    close_blocks(0, blocks_.empty() ? 0 : tokens_.size());
    end_statement();
    return std::move(result_);
  }

 private:
  /// Limits on depth and on the length of an entry, before anything recursive sees the words.
  bool too_large() {
    size_t depth = 0;
    size_t length = 0;
    size_t branches = 0;
    for (const Token& token : tokens_) {
      const bool part = token.type == TreatyLexer::COMMA || token.type == TreatyLexer::NEWLINE ||
                        token.type == TreatyLexer::LBRACE || token.type == TreatyLexer::RBRACE;
      length = part ? 0 : length + 1;
      branches = part ? 0 : branches + (token.type == TreatyLexer::IF);
      if (opens(token.type)) {
        ++depth;
      } else if (closes(token.type) && depth > 0) {
        --depth;
      }
      if (depth > deepest || branches > most_branches) {
        out_.report(token.span, diagnostics::nested_too_deep);
        return true;
      }
      if (length > longest_entry) {
        out_.report(token.span, diagnostics::entry_too_long);
        return true;
      }
    }
    return false;
  }

  static bool closes(size_t type) {
    return type == TreatyLexer::RPAREN || type == TreatyLexer::RBRACKET || type == TreatyLexer::RBRACE;
  }

  /// Which parentheses and brackets have a partner; a `}` ends the search, so that one missing `)` costs one line.
  void find_matches() {
    matched_.assign(tokens_.size(), false);
    std::vector<size_t> open;
    for (size_t i = 0; i < tokens_.size(); ++i) {
      const size_t type = tokens_[i].type;
      if (opens(type)) {
        open.push_back(i);
        braces_ += type == TreatyLexer::LBRACE;
      } else if (type == TreatyLexer::RBRACE) {
        --braces_;
        while (!open.empty() && tokens_[open.back()].type != TreatyLexer::LBRACE) {
          open.pop_back();
        }
        if (!open.empty()) {
          open.pop_back();
        }
      } else if (type == TreatyLexer::RPAREN || type == TreatyLexer::RBRACKET) {
        const size_t partner = type == TreatyLexer::RPAREN ? TreatyLexer::LPAREN : TreatyLexer::LBRACKET;
        if (!open.empty() && tokens_[open.back()].type == partner) {
          matched_[open.back()] = matched_[i] = true;
          open.pop_back();
        }
      }
    }
  }

  void take(const Token& token) {
    if (token.type == TreatyLexer::NEWLINE) {
      take_newline();
      return;
    }
    if (!blocks_.empty() && braces_ > 0 && begins_declaration(token.type) && at_line_start(token) &&
        starts_declaration()) {
      close_blocks(0, at_);
      end_statement();
    }
    if (braces_ > 0 && (at_ == 0 || tokens_[at_ - 1].type == TreatyLexer::NEWLINE)) {
      close_blocks_right_of(token);
    }
    if (is_arrow(token.type)) {
      close_brackets();  // the bracket that stayed open ended before the arrow
    }
    if (token.type == TreatyLexer::LBRACE) {
      blocks_.push_back(at_);
      inside_.push_back(false);
    } else if (token.type == TreatyLexer::RBRACE) {
      if (blocks_.empty()) {
        out_.report(token.span, diagnostics::stray_brace);
        return;
      }
      blocks_.pop_back();
      inside_.pop_back();
      end_statement();
    } else if (matched_[at_]) {
      if (opens(token.type)) {
        inside_.push_back(true);
      } else if (!inside_.empty()) {
        inside_.pop_back();
      }
    } else if (token.type == TreatyLexer::LPAREN || token.type == TreatyLexer::LBRACKET) {
      report_open(token);
    }
    result_.push_back(token);
  }

  void report_open(const Token& token) {
    const bool round = token.type == TreatyLexer::LPAREN;
    out_.report(token.span, diagnostics::open_bracket, round ? "(" : "[");
    to_close_.push_back(round ? TreatyLexer::RPAREN : TreatyLexer::RBRACKET);
  }

  void take_newline() {
    if (!inside_.empty() && inside_.back()) {
      return;
    }
    if (result_.empty() || result_.back().type == TreatyLexer::END || result_.back().type == TreatyLexer::LBRACE ||
        result_.back().type == TreatyLexer::COMMA) {
      return;
    }
    if (!goes_on()) {
      end_statement();
    }
  }

  /// Whether the next word shows that the line goes on.
  bool goes_on() const {
    size_t next = at_ + 1;
    while (next < tokens_.size() && tokens_[next].type == TreatyLexer::NEWLINE) {
      ++next;
    }
    if (next >= tokens_.size()) {
      return false;
    }
    switch (tokens_[next].type) {
      case TreatyLexer::PIPE:
      case TreatyLexer::LBRACE:
      case TreatyLexer::THEN:
      case TreatyLexer::AND:
      case TreatyLexer::OR:
      case TreatyLexer::COALESCE:
        return true;
      case TreatyLexer::ELSE:
        return next + 1 >= tokens_.size() || !is_arrow(tokens_[next + 1].type);
      default:
        return is_arrow(tokens_[next].type);
    }
  }

  void end_statement() {
    if (!result_.empty() && result_.back().type != TreatyLexer::END && result_.back().type != TreatyLexer::LBRACE) {
      const source::Span last = result_.back().span;
      close_brackets();
      result_.push_back({TreatyLexer::END, {last.file, last.end, last.end}, false});
    }
  }

  /// What was reported as open is closed, so that the parser has nothing more to say about it.
  void close_brackets() {
    for (; !to_close_.empty() && !result_.empty(); to_close_.pop_back()) {
      const source::Span last = result_.back().span;
      result_.push_back({to_close_.back(), {last.file, last.end, last.end}, false});
    }
  }

  bool at_line_start(const Token& token) const {
    return token.span.begin == 0 || file_.text()[token.span.begin - 1] == '\n';
  }

  /// A declaration's keyword followed by a name: not a field that happens to be called `test`.
  bool starts_declaration() const {
    if (at_ + 1 >= tokens_.size()) {
      return false;
    }
    const size_t next = tokens_[at_ + 1].type;
    return next != TreatyLexer::PIPE && next != TreatyLexer::DOT && !is_arrow(next) && next != TreatyLexer::COLON &&
           next != TreatyLexer::NEWLINE && next != TreatyLexer::ASSIGN;
  }

  size_t indentation(const Token& token) const {
    const std::string_view text = file_.text();
    const size_t line = text.rfind('\n', token.span.begin == 0 ? 0 : token.span.begin - 1) + 1;  // npos + 1 is 0
    return std::min(text.find_first_not_of(" \t", line), text.size()) - line;
  }

  /// Where a `}` is missing, layout shows where: what stands in a block stands further in than the line that opened
  /// it.
  void close_blocks_right_of(const Token& token) {
    const size_t here = indentation(token);
    while (!blocks_.empty() && braces_ > 0) {
      const size_t opened = indentation(tokens_[blocks_.back()]);
      if (token.type == TreatyLexer::RBRACE ? here >= opened : here > opened) {
        return;
      }
      close_blocks(blocks_.size() - 1, at_);
      end_statement();
    }
  }

  void close_blocks(size_t keep, size_t before) {
    while (blocks_.size() > keep) {
      const source::Span brace = tokens_[blocks_.back()].span;
      out_.report(brace, diagnostics::open_brace);
      std::ranges::find(result_, brace, &Token::span)->reported = true;  // the parser says nothing more of it
      blocks_.pop_back();
      inside_.pop_back();
      --braces_;
      end_statement();
      const source::Span last = before > 0 ? tokens_[before - 1].span : tokens_.front().span;
      result_.push_back({TreatyLexer::RBRACE, {last.file, last.end, last.end}, false, true});
    }
  }

  const source::File& file_;
  diagnostics::Diagnostics& out_;
  std::vector<Token> tokens_;
  std::vector<bool> matched_;
  std::vector<size_t> blocks_;  // the open braces
  std::vector<bool> inside_;    // of everything open: is it a matched parenthesis or bracket?
  std::vector<size_t> to_close_;
  std::vector<Token> result_;
  size_t at_ = 0;
  int braces_ = 0;  // opened and never closed, of the whole file
};

}  // namespace

std::vector<Token> statements(const std::vector<Token>& tokens, const source::File& file,
                              diagnostics::Diagnostics& out) {
  return Filter(tokens, file, out).run();
}

}  // namespace treaty::parse
