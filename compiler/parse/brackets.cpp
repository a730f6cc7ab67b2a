#include "compiler/parse/brackets.h"

#include <algorithm>
#include <optional>
#include <string>

#include <antlr4-runtime.h>

#include <fmt/core.h>

#include "TreatyLexer.h"
#include "compiler/parse/limits.h"
#include "compiler/parse/lines.h"
#include "compiler/parse/places.h"
#include "compiler/parse/token_kinds.h"

namespace treaty::parse {
namespace {

using L = TreatyLexer;

constexpr size_t longest_line = 150;  // words of a line that is tried
constexpr size_t most_lines = 20;     // of one file

const char* written(size_t type) {
  switch (type) {
    case L::LPAREN:
      return "(";
    case L::RPAREN:
      return ")";
    case L::LBRACKET:
      return "[";
    case L::RBRACKET:
      return "]";
    case L::LBRACE:
      return "{";
    default:
      return "}";
  }
}

/// One bracket of a line made another, put in, or taken out.
struct Edit {
  enum class Kind { other, more, less };
  Kind kind = Kind::other;
  size_t at = 0;    ///< a token of the line
  size_t type = 0;  ///< of the bracket that is meant
};

class Mender {
 public:
  Mender(std::vector<Token>& tokens, std::string_view text, diagnostics::Diagnostics& out)
      : tokens_(tokens), lines_(lines_of(tokens)), text_(text), out_(out) {}

  void run() {
    find_alone();
    if (std::ranges::none_of(alone_, [](bool alone) { return alone; })) {
      return;
    }
    const auto mend_line = [&](size_t i, std::vector<Token>& words) {
      if (closes_at_once(i, words)) {
        take_out(words);
      } else if (is_suspicious(lines_[i])) {
        mend(i, words);
      }
    };
    tokens_ = each_line(tokens_, lines_, mend_line, [&](size_t i, const Token& word) { follow(i, word); });
  }

 private:
  void follow(size_t line, const Token& word) {
    places_.take(word, text_);
    if (word.hidden || word.type == L::NEWLINE) {
      return;
    }
    last_word_ = word.type;
    head_line_ = line;
    if (word.type == L::LBRACE) {
      blocks_.push_back(line);
    } else if (word.type == L::RBRACE && !blocks_.empty()) {
      blocks_.pop_back();
    }
  }

  /// Which brackets have no partner; a `}` ends the search for one of the others.
  void find_alone() {
    alone_.assign(tokens_.size(), false);
    std::vector<size_t> open;
    for (size_t i = 0; i < tokens_.size(); ++i) {
      const size_t type = tokens_[i].type;
      const size_t at = tokens_[i].span.begin;
      if (begins_declaration(type) && (at == 0 || text_[at - 1] == '\n')) {
        open.clear();  // nothing goes on over it
      }
      if (tokens_[i].hidden || (!opens(type) && !closes(type))) {
        continue;
      }
      if (opens(type)) {
        open.push_back(i);
        braces_ += type == L::LBRACE;
        alone_[i] = true;
        continue;
      }
      braces_ -= type == L::RBRACE;
      while (type == L::RBRACE && !open.empty() && tokens_[open.back()].type != L::LBRACE) {
        open.pop_back();
      }
      leave_open(open, type);
      alone_[i] = open.empty() || tokens_[open.back()].type != partner_of(type);
      if (!alone_[i]) {
        alone_[open.back()] = false;
        open.pop_back();
      }
    }
  }

  /// What stayed open inside of what `type` closes has no partner.
  void leave_open(std::vector<size_t>& open, size_t type) const {
    const size_t partner = partner_of(type);
    for (size_t i = open.size();
         type != L::RBRACE && i-- > 0 && open.size() - i <= deepest && tokens_[open[i]].type != L::LBRACE;) {
      if (tokens_[open[i]].type == partner) {
        open.resize(i + 1);
        return;
      }
    }
  }

  /// A parenthesis or bracket without its partner; or, where braces do not come out even, one within the line.
  bool is_suspicious(Line line) const {
    if (line.begin == line.end) {
      return false;
    }
    size_t open = 0, last = line.begin;
    bool odd = false, within = false;
    for (size_t i = line.begin; i < line.end; ++i) {
      if (tokens_[i].hidden) {
        continue;
      }
      odd = odd || (alone_[i] && tokens_[i].type != L::LBRACE && tokens_[i].type != L::RBRACE);
      if (tokens_[i].type == L::LBRACE) {
        ++open;
      } else if (tokens_[i].type == L::RBRACE && open > 0) {
        --open;
      } else if (tokens_[i].type == L::RBRACE) {
        within = within || i > line.begin;
      }
      last = i;
    }
    within = within || open > (tokens_[last].type == L::LBRACE ? 1U : 0U);
    return odd || (braces_ != 0 && within);
  }

  void mend(size_t line, std::vector<Token>& words) {
    if (std::ranges::all_of(words, [](const Token& word) { return !opens(word.type) && !closes(word.type); })) {
      return;
    }
    if (is_lone_closer(line, words)) {
      return close_block(words);
    }
    if (words.size() > longest_line || ++tried_ > most_lines) {
      return;
    }
    const std::vector<Edit> edits = edits_of(words);
    std::optional<Edit> likeliest;
    size_t least = SIZE_MAX;
    for (const Edit& edit : edits) {
      if (likeliest && edit.kind != likeliest->kind) {
        break;
      }
      std::vector<Token> changed = words;
      apply(changed, edit);
      const std::vector<size_t> own = types_of(changed);
      const size_t odd = oddity(own);
      if (odd < least && reads_as(places_.here(), statement_around(tokens_, lines_, line, own))) {
        likeliest = edit;
        least = odd;
      }
    }
    if (likeliest) {
      report(words, *likeliest);
      count(words[likeliest->at].type, *likeliest);
      apply(words, *likeliest);
    }
  }

  static std::vector<size_t> types_of(const std::vector<Token>& words) {
    std::vector<size_t> types;
    for (const Token& word : words) {
      if (!word.hidden) {
        types.push_back(word.type);
      }
    }
    return types;
  }

  /// A `}` right behind the `{` of a block whose lines only follow; or a `)`, which can never stand there.
  bool closes_at_once(size_t line, const std::vector<Token>& words) const {
    const auto is_word = [](const Token& word) { return !word.hidden; };
    const auto last = std::ranges::find_if(words.rbegin(), words.rend(), is_word);
    if (last == words.rend() || !closes(last->type) || (last->type == L::RBRACE && braces_ >= 0)) {
      return false;
    }
    const auto before = std::find_if(last + 1, words.rend(), is_word);
    const bool behind = before != words.rend() ? before->type == L::LBRACE : last_word_ == L::LBRACE;
    const size_t head = before != words.rend() ? line : head_line_;
    for (size_t next = line + 1; behind && next < lines_.size(); ++next) {
      if (const auto there = indentation(next)) {
        return there > indentation(head);
      }
    }
    return false;
  }

  void take_out(std::vector<Token>& words) {
    const auto last =
        std::ranges::find_if(words.rbegin(), words.rend(), [](const Token& word) { return !word.hidden; });
    report_stray(*last);
    braces_ += last->type == L::RBRACE ? 1 : 0;
    words.erase(std::next(last).base());
  }

  /// Of the first word of a line; nothing for a line without words.
  std::optional<size_t> indentation(size_t line) const {
    const auto begin = tokens_.begin() + static_cast<ptrdiff_t>(lines_[line].begin);
    const auto end = tokens_.begin() + static_cast<ptrdiff_t>(lines_[line].end);
    const auto first = std::find_if(begin, end, [](const Token& word) { return !word.hidden; });
    if (first == end) {
      return std::nullopt;
    }
    const size_t at = first->span.begin;
    const size_t newline = at == 0 ? std::string_view::npos : text_.rfind('\n', at - 1);
    return at - (newline == std::string_view::npos ? 0 : newline + 1);
  }

  /// A `)` or `]` on a line of its own, below the first word of the line that opened the block.
  bool is_lone_closer(size_t line, const std::vector<Token>& words) const {
    return (words.front().type == L::RPAREN || words.front().type == L::RBRACKET) && !blocks_.empty() &&
           indentation(line) == indentation(blocks_.back()) &&
           std::ranges::all_of(words.begin() + 1, words.end(), &Token::hidden);
  }

  void close_block(std::vector<Token>& words) {
    Token& word = words.front();
    auto& said = out_.report(word.span, diagnostics::not_understood, written(word.type), "a block is closed by `}`");
    said.fixes.push_back({.span = word.span, .replacement = "}", .certain = false});
    word.type = L::RBRACE;
    word.reported = true;
    --braces_;
  }

  /// The likeliest first.
  static std::vector<Edit> edits_of(const std::vector<Token>& words) {
    std::vector<Edit> edits;
    for (size_t i = words.size(); i-- > 0;) {
      for (const size_t other : {L::LBRACE, L::LPAREN, L::LBRACKET}) {
        if (opens(words[i].type) && words[i].type != other) {
          edits.push_back({Edit::Kind::other, i, other});
        } else if (closes(words[i].type) && words[i].type != partner_of(other)) {
          edits.push_back({Edit::Kind::other, i, partner_of(other)});
        }
      }
    }
    for (size_t i = words.size(); i-- > 0;) {
      const bool last = std::all_of(words.begin() + static_cast<ptrdiff_t>(i) + 1, words.end(),
                                    [](const Token& word) { return word.hidden; });
      if (words[i].type == L::RBRACE || (last && closes(words[i].type))) {
        edits.push_back({Edit::Kind::less, i, words[i].type});
      }
    }
    const bool agreed =
        words.front().type == L::K_SLA || words.front().type == L::K_BOOKS;  // named, and then any words
    for (size_t i = agreed ? 2 : 1; i < words.size(); ++i) {
      edits.push_back({Edit::Kind::more, i, L::LBRACE});
    }
    return edits;
  }

  static void apply(std::vector<Token>& words, const Edit& edit) {
    const auto at = words.begin() + static_cast<ptrdiff_t>(edit.at);
    switch (edit.kind) {
      case Edit::Kind::other:
        at->type = edit.type;
        break;
      case Edit::Kind::more: {
        const source::Span before = words[edit.at - 1].span;
        words.insert(at, {edit.type, {before.file, before.end, before.end}, false, true});
        break;
      }
      case Edit::Kind::less:
        words.erase(at);
        break;
    }
  }

  /// How unlikely the brackets are; the most where one has no partner in the line, but for a `{` at its end.
  static size_t oddity(const std::vector<size_t>& words) {
    struct Open {
      size_t at;
      bool comma;
    };
    std::vector<Open> open;
    size_t odd = 0;
    for (size_t i = 0; i < words.size(); ++i) {
      if (opens(words[i])) {
        open.push_back({i, false});
      } else if (words[i] == L::COMMA && !open.empty()) {
        open.back().comma = true;
      } else if (closes(words[i])) {
        if (open.empty() || words[open.back().at] != partner_of(words[i])) {
          return SIZE_MAX;
        }
        const auto [at, comma] = open.back();
        open.pop_back();
        const bool empty = at + 1 == i;
        const bool called = at > 0 && (words[at - 1] == L::IDENT || words[at - 1] < L::DOC);
        switch (words[i]) {
          case L::RBRACE:
            odd += empty ? 1 : 0;
            break;
          case L::RBRACKET:
            odd += !empty && !comma && words[at + 1] != L::INTEGER && words[at + 1] != L::STRING ? 1 : 0;
            break;
          default:
            odd += !called && comma ? 1 : 0;
            odd += words[at + 1] == L::LBRACE ? 2 : 0;
        }
      }
    }
    return open.empty() || (open.size() == 1 && words.back() == L::LBRACE) ? odd : SIZE_MAX;
  }

  void report_stray(const Token& word) {
    auto& said = word.type == L::RBRACE ? out_.report(word.span, diagnostics::stray_brace)
                                        : out_.report(word.span, diagnostics::not_understood, written(word.type),
                                                      "take it out: it closes nothing");
    said.fixes.push_back({.span = word.span, .replacement = "", .certain = false});
  }

  void report(const std::vector<Token>& words, const Edit& edit) {
    const Token& word = words[edit.at];
    if (edit.kind == Edit::Kind::other) {
      const std::string help = opens(edit.type) ? fmt::format("write `{}`", written(edit.type))
                                                : fmt::format("write `{}`: it closes a `{}`", written(edit.type),
                                                              written(partner_of(edit.type)));
      out_.report(word.span, diagnostics::not_understood, written(word.type), help)
          .fixes.push_back({.span = word.span, .replacement = written(edit.type), .certain = false});
    } else if (edit.kind == Edit::Kind::more) {
      const source::Span before = words[edit.at - 1].span;
      out_.report(before, diagnostics::brace_left_out)
          .fixes.push_back({.span = {before.file, before.end, before.end}, .replacement = " {", .certain = false});
    } else {
      report_stray(word);
    }
  }

  void count(size_t was, const Edit& edit) {
    const auto weight = [](size_t type) { return type == L::LBRACE ? 1 : type == L::RBRACE ? -1 : 0; };
    braces_ += edit.kind == Edit::Kind::other  ? weight(edit.type) - weight(was)
               : edit.kind == Edit::Kind::more ? 1
                                               : -weight(edit.type);
  }

  std::vector<Token>& tokens_;
  std::vector<Line> lines_;
  std::string_view text_;
  diagnostics::Diagnostics& out_;
  Places places_;
  std::vector<bool> alone_;  // of everything: a bracket without its partner
  int braces_ = 0;           // opened and never closed; below 0 where some close nothing
  size_t tried_ = 0;
  size_t last_word_ = 0;        // of what was mended so far
  size_t head_line_ = 0;        // where it stands
  std::vector<size_t> blocks_;  // the lines that opened those that are open
};

}  // namespace

void mend_brackets(std::vector<Token>& tokens, std::string_view text, diagnostics::Diagnostics& out) {
  Mender(tokens, text, out).run();
}

}  // namespace treaty::parse
