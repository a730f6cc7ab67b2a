#include "compiler/parse/secrets.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>
#include <utility>

#include "TreatyLexer.h"
#include "compiler/parse/tokens.h"
#include "compiler/parse/utf8.h"

namespace treaty::parse {
namespace {

using namespace std::string_view_literals;

/// Words that lines about signing in begin with, and those that they are made of besides names.
constexpr std::array signing_in = {"auth"sv,  "service_key"sv, "servicekey"sv, "bearer"sv, "token"sv,    "secret"sv, "api_key"sv,
                                   "apikey"sv, "basic"sv,       "oauth2"sv,     "password"sv, "client_secret"sv};
constexpr std::array grammar_words = {"header"sv, "query"sv, "flow"sv, "client_credentials"sv, "client_id"sv, "token_url"sv, "scope"sv,
                                      "none"sv,   "test"sv};
constexpr std::array in_addresses = {"api_key="sv, "apikey="sv, "access_token="sv, "token="sv, "secret="sv, "password="sv, "key="sv};

bool is_one_of(std::string_view word, const auto& words) { return std::ranges::find(words, word) != words.end(); }

/// The name of a secret, as contracts write them: `HUBSPOT_KEY`.
bool is_name(std::string_view word) {
  return std::ranges::all_of(word, [](unsigned char c) { return std::isupper(c) != 0 || std::isdigit(c) != 0 || c == '_'; }) &&
         std::ranges::any_of(word, [](unsigned char c) { return std::isupper(c) != 0; });
}

bool is_sign(std::string_view word) {
  return word.size() == 1 && std::isalnum(static_cast<unsigned char>(word[0])) == 0 && word[0] != '-';
}

class Search {
 public:
  Search(std::string_view text, source::FileId file) : text_(text), tokens_(lex(text, file)) {}

  std::vector<source::Span> run() {
    bool first = true;
    bool hides = false;
    bool scheme = false;  // expected next
    for (size_t i = 0; i < tokens_.size(); ++i) {
      source::Span span = tokens_[i].span;
      if (tokens_[i].type == TreatyLexer::NEWLINE) {
        first = true;
        continue;
      }
      while (!is_sign(word_at(span)) && i + 1 < tokens_.size() && tokens_[i + 1].span.begin == span.end &&
             tokens_[i + 1].type != TreatyLexer::NEWLINE && !is_sign(word_at(tokens_[i + 1].span))) {
        span.end = tokens_[++i].span.end;  // `pat-na1-12` is several words of the language
      }
      const std::string_view word = word_at(span);
      if (first) {
        hides = is_one_of(word, signing_in);
        scheme = word == "auth";
        first = false;
      } else if (std::exchange(scheme, false) && std::ranges::all_of(word, [](char c) { return c >= 'a' && c <= 'z'; })) {
        continue;  // a way to sign in, though perhaps not one that there is
      } else if (hides && !tokens_[i].hidden && !is_one_of(word, signing_in) && !is_one_of(word, grammar_words) && !is_name(word) &&
                 !is_sign(word)) {
        found_.push_back(between_quotes(text_, span));
      }
      find_in_address(span, word);
    }
    return std::move(found_);
  }

 private:
  [[nodiscard]] std::string_view word_at(source::Span span) const { return text_.substr(span.begin, span.end - span.begin); }

  void find_in_address(source::Span token, std::string_view word) {
    for (const std::string_view name : in_addresses) {
      const size_t at = word.find(name);
      const size_t begin = at + name.size();
      if (at != std::string_view::npos && at > 0 && (word[at - 1] == '?' || word[at - 1] == '&')) {
        const size_t end = std::min(word.find_first_of("&\" ", begin), word.size());
        found_.push_back({token.file, token.begin + static_cast<uint32_t>(begin), token.begin + static_cast<uint32_t>(end)});
      }
    }
  }

  std::string_view text_;
  std::vector<Token> tokens_;
  std::vector<source::Span> found_;
};

}  // namespace

std::vector<source::Span> secrets_in(const source::FileSet& files, source::FileId file) {
  const std::string_view text = files[file].text();
  return first_invalid_utf8(text) ? std::vector<source::Span>() : Search(text, file).run();  // of which no line is shown
}

}  // namespace treaty::parse
