#include "compiler/parse/secrets.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <functional>
#include <iterator>
#include <set>
#include <string>
#include <string_view>

#include "TreatyLexer.h"
#include "compiler/base/address_secrets.h"
#include "compiler/base/secret_name.h"
#include "compiler/parse/tokens.h"
#include "compiler/parse/utf8.h"

namespace treaty::parse {
namespace {

using namespace std::string_view_literals;

/// The ways to sign in, and the entries whose value would be a secret.
constexpr std::array schemes = {"service_key"sv, "servicekey"sv, "bearer"sv, "api_key"sv, "apikey"sv, "oauth2"sv};
constexpr size_t most_lines = 20'000;
constexpr std::array entries = {"token"sv, "password"sv, "client_secret"sv, "secret"sv, "basic"sv};

bool is_one_of(std::string_view word, const auto& words) { return std::ranges::find(words, word) != words.end(); }

bool is_sign(std::string_view word) {
  return word.size() == 1 && std::isalnum(static_cast<unsigned char>(word[0])) == 0 && word[0] != '-';
}

/// 8-4-4-4-12 digits and letters.
bool is_uuid(std::string_view word) {
  constexpr std::array hyphens = {size_t{8}, size_t{13}, size_t{18}, size_t{23}};
  return word.size() == 36 && std::ranges::count(word, '-') == 4 &&
         std::ranges::all_of(hyphens, [&](size_t at) { return word[at] == '-'; });
}

/// Whether a word has the form of a key: long, and of small and capital letters and digits; or of letters of one kind
/// with many digits, as in hexadecimal, or in capitals that no `_` parts; or as HubSpot's begin.
bool is_key(std::string_view word) {
  constexpr size_t shortest = 16, shortest_of_one_kind = 20;
  const auto count = [&](auto is) { return std::ranges::count_if(word, is); };
  const auto digits = count([](unsigned char c) { return std::isdigit(c) != 0; });
  const bool mixed = count([](unsigned char c) { return std::isupper(c) != 0; }) > 0 &&
                     count([](unsigned char c) { return std::islower(c) != 0; }) > 0;
  const bool whole = word.find_first_of("_-") == std::string_view::npos;
  const bool capitals = digits > 0 && count([](unsigned char c) { return std::islower(c) != 0; }) == 0;
  const auto letters = static_cast<ptrdiff_t>(word.size()) - digits;
  const bool of_one_kind = word.size() >= shortest_of_one_kind && letters >= 4 && (digits >= 5 || capitals);
  return (word.size() >= shortest && ((mixed && digits >= 2) || word.starts_with("pat-"))) ||
         (whole && of_one_kind) || is_uuid(word);
}

class Search {
 public:
  Search(std::string_view text, source::FileId file) : text_(text), file_(file), tokens_(lex(text, file)) {}

  std::vector<source::Span> run() {
    std::vector<source::Span> line;
    for (size_t i = 0; i < tokens_.size(); ++i) {
      source::Span span = tokens_[i].span;
      const size_t type = tokens_[i].type;
      if (type == TreatyLexer::NEWLINE || type == TreatyLexer::LBRACE || type == TreatyLexer::RBRACE) {
        take(line);
        line.clear();
        continue;
      }
      while (!is_sign(word_at(span)) && i + 1 < tokens_.size() && tokens_[i + 1].span.begin == span.end &&
             tokens_[i + 1].type != TreatyLexer::NEWLINE && !is_sign(word_at(tokens_[i + 1].span))) {
        span.end = tokens_[++i].span.end;  // `pat-na1-12` is several words
      }
      if (!tokens_[i].hidden) {
        line.push_back(span);
      }
    }
    take(line);
    for (const Part part :
         secrets_of_address(text_)) {  // in a comment too: that is what `//` of an address without quotes begins
      found_.push_back({file_, static_cast<uint32_t>(part.begin), static_cast<uint32_t>(part.end)});
    }
    find_keys();
    return std::move(found_);
  }

 private:
  /// What looks like a key is one wherever it stands: where a line is broken nobody can tell what it was to say.
  void find_keys() {
    const auto is_of_key = [](char c) {
      return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
    };
    for (size_t begin = 0; begin < text_.size();) {
      size_t end = begin;
      while (end < text_.size() && is_of_key(text_[end])) {
        ++end;
      }
      if (is_key(text_.substr(begin, end - begin))) {
        found_.push_back({file_, static_cast<uint32_t>(begin), static_cast<uint32_t>(end)});
      }
      begin = end + 1;
    }
  }

  /// The words of a line, or of what a block has on one.
  void take(const std::vector<source::Span>& line) {
    const auto word = [&](size_t i) { return i < line.size() ? word_at(line[i]) : std::string_view(); };
    const auto is_arrow = [&](source::Span span) {
      return word_at(span) == "->" || word_at(span) == "<-" || word_at(span) == "<->";
    };
    if (line.empty()) {
      return;
    }
    if (std::ranges::any_of(line, is_arrow)) {
      return;  // of a map: a field may be called what it likes
    }
    size_t from = 0;
    const bool quoted = word(1).starts_with('"') || word(1).starts_with('\'') || word(1).starts_with("\xE2");
    if (word(0) == "auth" || is_one_of(word(1), schemes)) {
      const bool scheme = std::ranges::all_of(word(1), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
      from = scheme ? 2 : 1;  // a way to sign in, though perhaps not one that there is
    } else if (is_one_of(word(0), schemes) || (is_one_of(word(0), entries) && (quoted || is_sign(word(1))))) {
      from = 1;
    } else if (line.size() == 1 && (word(0).starts_with('"') || word(0).starts_with('\''))) {
      from = 0;  // nothing but a text: the rest of an entry that broke off, perhaps before its secret
    } else {
      const auto secret = std::ranges::find(line, "secret", [&](source::Span span) { return word_at(span); });
      const bool signs = word(0) == "webhook" || word(0) == "alert";
      from = signs ? 1 : static_cast<size_t>(secret - line.begin()) + 1;
    }
    for (size_t i = from; i < line.size(); ++i) {
      const bool is_text = word(i).starts_with('"') || word(i).starts_with('\'') || word(i).starts_with("\xE2");
      const bool plain = std::ranges::all_of(word(i), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
      const bool count =
          std::ranges::all_of(word(i), [](unsigned char c) { return std::isdigit(c) != 0; }) && word(i).size() < 5;
      if (!is_secret_name(word(i)) && !is_sign(word(i)) && !count && (is_text || !plain)) {
        found_.push_back(between_quotes(text_, line[i]));
      }
    }
  }

  [[nodiscard]] std::string_view word_at(source::Span span) const {
    return text_.substr(span.begin, span.end - span.begin);
  }

  std::string_view text_;
  source::FileId file_;
  std::vector<Token> tokens_;
  std::vector<source::Span> found_;
};

}  // namespace

std::vector<source::Span> secrets_in(const source::FileSet& files, source::FileId file, uint32_t line) {
  const std::string_view text = files[file].line(line);
  if (first_invalid_utf8(text)) {
    return {};  // of which nothing is shown
  }
  std::vector<source::Span> found = Search(text, file).run();
  for (source::Span& span : found) {
    span.begin += files[file].line_start(line);
    span.end += files[file].line_start(line);
  }
  return found;
}

void conceal_secrets(const source::FileSet& files, diagnostics::Diagnostics& diagnostics) {
  std::vector<source::Span> in_clear;
  std::set<std::pair<uint32_t, uint32_t>> lines;  // of files: the ones that messages show
  const auto add = [&](source::Span span) {
    if (span.file.valid() && span.file.index < files.size()) {
      const uint32_t last = files[span.file].position(std::max(span.begin, span.end)).line;
      for (uint32_t line = files[span.file].position(span.begin).line; line <= last && lines.size() < most_lines;
           ++line) {
        lines.emplace(span.file.index, line);
      }
    }
  };
  for (const diagnostics::Diagnostic& said : diagnostics.all()) {
    if (said.row == diagnostics::secret_in_clear.row) {
      in_clear.push_back(said.span);
    }
    add(said.span);
    for (const diagnostics::Label& label : said.labels) {
      add(label.span);
    }
    for (const diagnostics::Fix& fix : said.fixes) {
      add(fix.span);
    }
  }
  diagnostics.take_out([&](const diagnostics::Diagnostic& said) {  // in which quotes it stood does not matter
    return said.row == diagnostics::wrong_quotes.row && std::ranges::find(in_clear, said.span) != in_clear.end();
  });
  std::vector<source::Span> all;
  for (const auto& [index, line] : lines) {
    std::ranges::copy(secrets_in(files, source::FileId{index}, line), std::back_inserter(all));
  }
  // The longer first: one may begin as another does.
  std::ranges::sort(all, std::ranges::greater(), [](source::Span span) { return span.end - span.begin; });
  for (const source::Span span : all) {
    diagnostics.conceal(span, files.text(span));
  }
}

}  // namespace treaty::parse
