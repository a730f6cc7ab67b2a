#include "compiler/parse/quotes.h"

#include <algorithm>
#include <optional>
#include <string>

#include <antlr4-runtime.h>

#include "TreatyLexer.h"
#include "compiler/parse/lines.h"
#include "compiler/parse/places.h"
#include "compiler/parse/token_kinds.h"

namespace treaty::parse {
namespace {

using L = TreatyLexer;

constexpr size_t longest_line = 600;  // that is tried; nobody leaves a quote out of a longer one
constexpr size_t most_lines = 20;     // of one file

/// What a line could have been meant to be: with a quote more, or with one less.
struct Reading {
  size_t at = 0;  ///< where the quote is put in, or stands that is too much
  bool more = true;
  std::vector<Token> tokens;  ///< with the spans of the line as it is written
  size_t cost = 0;            ///< the less, the likelier
};

class Mender {
 public:
  Mender(std::vector<Token>& tokens, std::string_view text, diagnostics::Diagnostics& out)
      : tokens_(tokens), lines_(lines_of(tokens)), text_(text), out_(out) {}

  void run() {
    if (std::ranges::none_of(lines_, [&](Line line) { return is_broken(line); })) {
      return;
    }
    const auto mend_broken = [&](size_t i, std::vector<Token>& words) {
      if (is_broken(lines_[i])) {
        words = mend(i, std::move(words));
      }
    };
    tokens_ = each_line(tokens_, lines_, mend_broken, [&](size_t, const Token& word) { places_.take(word, text_); });
  }

 private:
  bool is_broken(Line line) const {
    for (size_t i = line.begin; i < line.end; ++i) {
      if (tokens_[i].type == L::OPEN_STRING || is_address_without_quote(i, line)) {
        return true;
      }
    }
    return false;
  }

  /// `https://club.example"`: a comment to the lexer.
  bool is_address_without_quote(size_t i, Line line) const {
    if (!tokens_[i].hidden || i < line.begin + 2 || tokens_[i - 1].type != L::COLON ||
        tokens_[i - 1].span.end != tokens_[i].span.begin) {
      return false;
    }
    const source::Span scheme = tokens_[i - 2].span;
    const std::string_view written = text_.substr(scheme.begin, scheme.end - scheme.begin);
    return (written == "https" || written == "http") && scheme.end == tokens_[i - 1].span.begin &&
           std::ranges::count(text_.substr(tokens_[i].span.begin, tokens_[i].span.end - tokens_[i].span.begin), '"') %
                   2 ==
               1;
  }

  std::vector<Token> mend(size_t line, std::vector<Token> words) {
    const source::Span open = broken_word(words);
    source::Span whole = words.front().span;
    whole.end = words.back().span.end;
    std::optional<Reading> likeliest;
    if (whole.end - whole.begin <= longest_line && ++tried_ <= most_lines) {
      likeliest = likeliest_of(line, whole);
    }
    if (!likeliest) {
      out_.report(open, diagnostics::open_string);
      return hushed(std::move(words));
    }
    const auto at = static_cast<uint32_t>(likeliest->at);
    if (likeliest->more) {
      const auto found = std::ranges::find_if(likeliest->tokens, [&](const Token& word) {
        return word.type == L::STRING && word.span.begin <= at && at <= word.span.end;
      });
      auto& said = out_.report(found != likeliest->tokens.end() ? found->span : open, diagnostics::open_string);
      said.fixes.push_back({.span = {open.file, at, at}, .replacement = "\"", .certain = false});
    } else {
      const source::Span quote{open.file, at, at + 1};
      auto& said = out_.report(quote, diagnostics::open_string);
      said.notes.emplace_back("or this one is too much");
      said.fixes.push_back({.span = quote, .replacement = "", .certain = false});
    }
    for (Token& word : likeliest->tokens) {
      word.reported = !opens(word.type);  // a bracket so marked is one that is never closed
    }
    return std::move(likeliest->tokens);
  }

  source::Span broken_word(const std::vector<Token>& words) const {
    const auto open = std::ranges::find(words, L::OPEN_STRING, &Token::type);
    return open != words.end() ? open->span : words.back().span;
  }

  std::optional<Reading> likeliest_of(size_t line, source::Span whole) const {
    std::optional<Reading> likeliest;
    const auto consider = [&](Reading reading) {
      if (likeliest && reading.cost >= likeliest->cost) {
        return;
      }
      std::vector<size_t> own;
      for (const Token& word : reading.tokens) {
        if (!word.hidden) {
          own.push_back(word.type);
        }
      }
      if (places_.here() == Place::subscription && !is_explanation(reading)) {
        return;  // any word could stand before the text, as far as the grammar knows
      }
      if (reads_as(places_.here(), statement_around(tokens_, lines_, line, own))) {
        likeliest = std::move(reading);
      }
    };
    for (uint32_t at = whole.begin; at <= whole.end; ++at) {
      if (may_stand_at(at, whole)) {
        if (auto reading = read(whole, at, true)) {
          consider(std::move(*reading));
        }
      }
      if (at < whole.end && text_[at] == '"') {
        if (auto reading = read(whole, at, false)) {
          consider(std::move(*reading));
        }
      }
    }
    return likeliest;
  }

  /// Whether what the quote belongs to, if it ends the arm of a subscription, is what `explained` says.
  bool is_explanation(const Reading& reading) const {
    const std::vector<Token>& words = reading.tokens;
    return std::ranges::none_of(words, [&](const Token& word) {
      const size_t i = static_cast<size_t>(&word - words.data());
      return word.type == L::STRING && i > 0 && words[i - 1].type != L::OR &&
             text_.substr(words[i - 1].span.begin, words[i - 1].span.end - words[i - 1].span.begin) != "explained";
    });
  }

  /// A quote stands before a word or behind one.
  bool may_stand_at(uint32_t at, source::Span whole) const {
    return at == whole.begin || at == whole.end || is_edge(text_[at - 1]) || is_edge(text_[at]);
  }
  static bool is_edge(char c) { return std::string_view(" \t(){}[],:|=").find(c) != std::string_view::npos; }

  /// The line with a quote more or less; nothing when it still has an open text, or more slips.
  std::optional<Reading> read(source::Span whole, uint32_t at, bool more) const {
    std::string written(text_.substr(whole.begin, whole.end - whole.begin));
    const size_t place = at - whole.begin;
    more ? written.insert(place, 1, '"') : written.erase(place, 1);
    Reading reading{.at = at, .more = more, .tokens = lex(written, whole.file), .cost = more ? 0U : 100'000U};
    for (Token& word : reading.tokens) {
      if (word.type == L::STRING) {
        const bool apart = (word.span.begin == 0 || is_edge(written[word.span.begin - 1])) &&
                           (word.span.end == written.size() || is_edge(written[word.span.end]));
        reading.cost += (word.span.end - word.span.begin) + (apart ? 0 : 10'000);
      } else if (!word.hidden && word.type >= L::FAT_ARROW) {
        return std::nullopt;
      }
      const auto in_file = [&](uint32_t offset) {
        return whole.begin + (more && offset > place ? offset - 1 : !more && offset >= place ? offset + 1 : offset);
      };
      word.span = {whole.file, in_file(word.span.begin), in_file(word.span.end)};
    }
    return reading;
  }

  /// The line as it is, without anything that more could be said of. It is given up: only where it opens or closes a
  /// block matters.
  std::vector<Token> hushed(std::vector<Token> words) const {
    const bool closes_block = words.front().type == L::RBRACE;
    const source::Span last = words.back().span;
    const std::string_view written = text_.substr(words.front().span.begin, last.end - words.front().span.begin);
    const bool opens_block =
        written.ends_with('{') && (heads_block(words.front().type) || words.front().type == L::K_TRANSFORM);
    std::vector<Token> kept;
    for (size_t i = 0; i < words.size(); ++i) {
      Token word = words[i];
      const bool bracket = opens(word.type) || closes(word.type);
      if (word.type == L::STRAY || word.type == L::BAD_UNIT || (bracket && !(closes_block && i == 0))) {
        continue;
      }
      if (word.type >= L::FAT_ARROW) {
        word.type = L::STRING;
      }
      word.reported = true;
      kept.push_back(word);
    }
    if (opens_block) {
      kept.push_back({L::LBRACE, {last.file, last.end - 1, last.end}, false, true});
    }
    return kept;
  }

  std::vector<Token>& tokens_;
  std::vector<Line> lines_;
  std::string_view text_;
  diagnostics::Diagnostics& out_;
  Places places_;
  size_t tried_ = 0;
};

}  // namespace

void mend_quotes(std::vector<Token>& tokens, std::string_view text, diagnostics::Diagnostics& out) {
  Mender(tokens, text, out).run();
}

}  // namespace treaty::parse
