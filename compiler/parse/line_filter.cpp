#include "compiler/parse/line_filter.h"

#include <algorithm>
#include <optional>

#include <antlr4-runtime.h>

#include "TreatyLexer.h"
#include "compiler/parse/limits.h"
#include "compiler/parse/token_kinds.h"

namespace treaty::parse {
namespace {

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

  Statements run() {
    if (too_large(tokens_, out_)) {
      return {};
    }
    find_matches();
    for (at_ = 0; at_ < tokens_.size(); ++at_) {
      take(tokens_[at_]);
    }
    found_.cut_off = !blocks_.empty();
    if (found_.cut_off) {
      hush();  // of the line that the end of the file cut
      close_blocks(0, tokens_.size());
    }
    end_statement();
    if (too_large(found_.words, out_)) {  // an entry that goes on over many lines
      return {};
    }
    return std::move(found_);
  }

 private:
  struct Block {
    size_t brace;                      ///< the token that opened it
    std::optional<size_t> indentation; ///< of its first line
    std::optional<uint32_t>
        orphans;  ///< where lines stand that are further in than the first, without a block of their own
  };

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
        for (size_t below = open.size(); below-- > 0 && open.size() - below <= deepest &&
                                         tokens_[open[below]].type != TreatyLexer::LBRACE;) {
          if (tokens_[open[below]].type == partner) {
            open.resize(below + 1);  // what stayed open inside of it has no partner
            break;
          }
        }
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
    const bool first = at_ == 0 || tokens_[at_ - 1].type == TreatyLexer::NEWLINE;
    if (!blocks_.empty() && braces_ > 0 && begins_declaration(token.type) && at_line_start(token) &&
        starts_declaration()) {
      close_blocks(0, at_);
      end_statement();
    }
    if (braces_ > 0 && first) {
      close_blocks_right_of(token);
    }
    if (is_arrow(token.type)) {
      close_brackets();  // the bracket that stayed open ended before the arrow
    }
    if (begins_statement()) {
      if (first && braces_ > 0 && heads_block(token.type) && skip_doubled()) {
        return;
      }
      statement_ = at_;
      note_layout(token, first);
    }
    if (token.type == TreatyLexer::LBRACE) {
      if (braces_ > 0 && !words().empty() && words().back().type == TreatyLexer::LBRACE) {
        out_.report(token.span, diagnostics::open_brace);  // `{ {` is nothing
        --braces_;
        return;
      }
      blocks_.push_back({at_, {}, {}});
      inside_.push_back(false);
    } else if (token.type == TreatyLexer::RBRACE) {
      if (blocks_.empty() || (braces_ < 0 && closes_too_much(token, first))) {
        take_stray(token, first);
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
      words().push_back(token);
      words().back().reported = true;
      return;
    }
    words().push_back(token);
  }

  /// The head of a block that stands once more on the next line: one is enough, and the other was never closed.
  bool skip_doubled() {
    const auto end_of_line = [&](size_t at) {
      while (at < tokens_.size() && tokens_[at].type != TreatyLexer::NEWLINE) {
        ++at;
      }
      return at;
    };
    const size_t end = end_of_line(at_), length = end - at_;
    const size_t next_end = end_of_line(std::min(end + 1, tokens_.size()));
    if (tokens_[end - 1].type != TreatyLexer::LBRACE || next_end - end != length + 1) {
      return false;
    }
    for (size_t i = 0; i < length; ++i) {
      if (text_of(tokens_[at_ + i]) != text_of(tokens_[end + 1 + i])) {
        return false;
      }
    }
    out_.report(tokens_[end - 1].span, diagnostics::open_brace)
        .notes.emplace_back("the next line says the same: one of the two is too much");
    --braces_;
    at_ = end - 1;
    return true;
  }

  std::string_view text_of(const Token& token) const {
    return file_.text().substr(token.span.begin, token.span.end - token.span.begin);
  }

  std::vector<Token>& words() { return found_.words; }

  bool begins_statement() const {
    return found_.words.empty() || found_.words.back().type == TreatyLexer::END ||
           found_.words.back().type == TreatyLexer::LBRACE;
  }

  uint32_t line_of(const Token& token) const { return file_.position(token.span.begin).line; }

  void note_layout(const Token& token, bool first) {
    if (!first || token.type == TreatyLexer::RBRACE) {
      return;
    }
    Block& block = blocks_.empty() ? top_ : blocks_.back();
    const size_t here = indentation(token);
    if (!block.indentation) {
      block.indentation = here;
    } else if (here > *block.indentation && !block.orphans) {
      block.orphans = token.span.begin;
    }
  }

  /// Where there is a `}` too many, layout shows which: it stands further in than the line whose block it would
  /// close, or at the end of a line that did not open it.
  bool closes_too_much(const Token& token, bool first) const {
    const Token& brace = tokens_[blocks_.back().brace];
    return first ? indentation(token) > indentation(brace) : line_of(token) != line_of(brace);
  }

  void take_stray(const Token& token, bool first) {
    Block& block = blocks_.empty() ? top_ : blocks_.back();
    if (!first) {
      hush();  // of its line nothing more is to be said
    }
    end_statement();
    found_.strays.push_back({token.span, first ? block.orphans.value_or(token.span.begin) : token.span.begin});
    block.orphans.reset();
    ++braces_;
  }

  /// Nothing more is said of the statement that is being read.
  void hush() {
    for (size_t i = words().size(); i-- > 0 && words()[i].type != TreatyLexer::END &&
                                    words()[i].type != TreatyLexer::LBRACE;) {
      words()[i].reported = true;
    }
  }

  /// Of a bracket behind a `{` that is not closed on its line nothing is said: it is the brace that is missing.
  void report_open(const Token& token) {
    const bool round = token.type == TreatyLexer::LPAREN;
    to_close_.push_back(round ? TreatyLexer::RPAREN : TreatyLexer::RBRACKET);
    if (braces_ > 0 && !blocks_.empty() && line_of(tokens_[blocks_.back().brace]) == line_of(token)) {
      return;
    }
    out_.report(token.span, diagnostics::open_bracket, round ? "(" : "[");
  }

  void take_newline() {
    if (!inside_.empty() && inside_.back()) {
      return;
    }
    if (words().empty() || words().back().type == TreatyLexer::END || words().back().type == TreatyLexer::LBRACE ||
        words().back().type == TreatyLexer::COMMA) {
      return;
    }
    if (next_goes_on()) {
      return;
    }
    if (braces_ < 0 && lacks_brace()) {
      open_block();
    } else {
      end_statement();
    }
  }

  /// The head of a block without its `{`: the next line stands further in.
  bool lacks_brace() const {
    if (begins_statement() || !heads_block(tokens_[statement_].type)) {
      return false;
    }
    for (size_t i = statement_; i < at_; ++i) {
      if (tokens_[i].type == TreatyLexer::LBRACE || tokens_[i].type == TreatyLexer::RBRACE) {
        return false;
      }
    }
    const size_t next = next_word();
    return next < tokens_.size() && tokens_[next].type != TreatyLexer::RBRACE &&
           indentation(tokens_[next]) > indentation(tokens_[statement_]);
  }

  void open_block() {
    const source::Span last = words().back().span;
    const std::string_view rest = file_.text().substr(last.end, tokens_[at_].span.begin - last.end);
    const bool certain = rest.find('{') == std::string_view::npos;  // else the head went into a comment
    out_.report(last, diagnostics::brace_left_out)
        .fixes.push_back({.span = {last.file, last.end, last.end}, .replacement = " {", .certain = certain});
    words().push_back({TreatyLexer::LBRACE, {last.file, last.end, last.end}, false, true});
    blocks_.push_back({at_ - 1, {}, {}});
    inside_.push_back(false);
    ++braces_;
  }

  size_t next_word() const {
    size_t next = at_ + 1;
    while (next < tokens_.size() && tokens_[next].type == TreatyLexer::NEWLINE) {
      ++next;
    }
    return next;
  }

  bool next_goes_on() const {
    const size_t next = next_word();
    return next < tokens_.size() &&
           goes_on(tokens_[next].type, next + 1 < tokens_.size() ? tokens_[next + 1].type : 0);
  }

  void end_statement() {
    if (!words().empty() && words().back().type != TreatyLexer::END && words().back().type != TreatyLexer::LBRACE) {
      const source::Span last = words().back().span;
      close_brackets();
      words().push_back({TreatyLexer::END, {last.file, last.end, last.end}, false});
    }
  }

  /// What was reported as open is closed, so that the parser has nothing more to say about it.
  void close_brackets() {
    for (; !to_close_.empty() && !words().empty(); to_close_.pop_back()) {
      const source::Span last = words().back().span;
      words().push_back({to_close_.back(), {last.file, last.end, last.end}, false});
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
      const size_t opened = indentation(tokens_[blocks_.back().brace]);
      if (token.type == TreatyLexer::RBRACE ? here >= opened : here > opened) {
        return;
      }
      close_blocks(blocks_.size() - 1, at_);
      end_statement();
    }
  }

  /// One message for all that are closed here.
  void close_blocks(size_t keep, size_t before) {
    diagnostics::Diagnostic* said = nullptr;
    while (blocks_.size() > keep) {
      const source::Span brace = tokens_[blocks_.back().brace].span;
      if (said == nullptr) {
        said = &out_.report(brace, diagnostics::open_brace);
      } else {
        said->labels.push_back({.span = brace, .text = "nor is this one"});
      }
      if (const auto word = std::ranges::find(words(), brace, &Token::span); word != words().end()) {
        word->reported = true;  // the parser says nothing more of it
      }
      blocks_.pop_back();
      inside_.pop_back();
      --braces_;
      end_statement();
      const source::Span last = before > 0 ? tokens_[before - 1].span : tokens_.front().span;
      words().push_back({TreatyLexer::RBRACE, {last.file, last.end, last.end}, false, true});
    }
  }

  const source::File& file_;
  diagnostics::Diagnostics& out_;
  std::vector<Token> tokens_;
  std::vector<bool> matched_;
  std::vector<Block> blocks_;  // the open braces
  Block top_{0, 0, {}};        // what stands outside of all
  std::vector<bool> inside_;   // of everything open: is it a matched parenthesis or bracket?
  std::vector<size_t> to_close_;
  Statements found_;
  size_t at_ = 0;
  size_t statement_ = 0;  // where the statement began that is being read
  int braces_ = 0;        // opened and never closed, of what is still to come; below 0 where some close nothing
};

}  // namespace

Statements statements(const std::vector<Token>& tokens, const source::File& file, diagnostics::Diagnostics& out) {
  return Filter(tokens, file, out).run();
}

}  // namespace treaty::parse
