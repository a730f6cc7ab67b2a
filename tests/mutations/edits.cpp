#include "tests/mutations/edits.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <numeric>

#include <fmt/format.h>

namespace treaty::mutations {
namespace {

struct KindRow {
  std::string_view words;
  size_t share;
};
constexpr KindRow rows[] = {
#define KIND(name, words, share) {words, share},
    TREATY_MUTATIONS(KIND)
#undef KIND
};

/// What stands in the place of some bytes.
struct Replacement {
  uint32_t begin, end;
  std::string text;
};
struct Edit {
  std::vector<Replacement> parts;  ///< in the order of the text
  std::string construct;
};

/// Words that can stand for each other, at least as far as a tired reader sees.
const std::vector<std::vector<std::string_view>> families = {
    {"text", "integer", "decimal", "boolean", "date", "timestamp", "enum"},
    {"second", "minute", "hour", "day"},
    {"rest", "files", "hubspot"},
    {"openapi", "json", "csv", "postman", "json_schema", "dictionary", "snapshot"},
    {"oauth2", "bearer", "api_key", "service_key"},
    {"cursor", "number", "offset", "link"},
    {"GET", "POST", "PATCH", "PUT", "DELETE"},
    {"one", "many"},
    {"contacts", "companies", "deals", "tickets", "products", "line_items"},
};
constexpr std::array<std::string_view, 8> units = {"ms", "s", "min", "h", "d", "w", "mo", "y"};

class Editor {
 public:
  Editor(const Original& original, Random& random) : original_(original), words_(original.words), random_(random) {}

  std::optional<Edit> edit(Kind kind) {
    switch (kind) {
      case Kind::drop_token:
        return over(any(), "");
      case Kind::swap_fields:
        return swap_fields();
      case Kind::change_type:
        return change_type();
      case Kind::misspell:
        return misspell();
      case Kind::turn_arrow:
        return turn_arrow();
      case Kind::double_token: {
        const Word& word = any();
        return over(word, fmt::format("{} {}", word.text, word.text));
      }
      case Kind::swap_tokens:
        return swap_tokens();
      case Kind::drop_line:
        return drop_line();
      case Kind::double_line:
        return double_line();
      case Kind::swap_lines:
        return swap_lines();
      case Kind::change_number:
        return change_number();
      case Kind::change_text:
        return change_text();
      case Kind::drop_closing: {
        const Word* word = one_where([](const Word& one) { return one.token == Token::closing; });
        return word ? over(*word, "") : std::nullopt;
      }
      case Kind::cut_off: {
        const Word& word = any();
        return Edit{{{word.begin, static_cast<uint32_t>(original_.text.size()), ""}}, word.construct()};
      }
    }
    return std::nullopt;
  }

 private:
  const Word& any() { return random_.one_of(words_); }

  template <class Predicate>
  const Word* one_where(Predicate wanted) {
    std::vector<const Word*> found;
    for (const Word& word : words_) {
      if (wanted(word)) {
        found.push_back(&word);
      }
    }
    return found.empty() ? nullptr : random_.one_of(found);
  }

  static std::optional<Edit> over(const Word& word, std::string text) {
    return Edit{{{word.begin, word.end, std::move(text)}}, word.construct()};
  }

  std::optional<Edit> swap(std::pair<uint32_t, uint32_t> a, std::pair<uint32_t, uint32_t> b, std::string construct) {
    if (b < a) {
      std::swap(a, b);
    }
    if (a.second > b.first) {
      return std::nullopt;
    }
    return Edit{{{a.first, a.second, original_.text.substr(b.first, b.second - b.first)},
                 {b.first, b.second, original_.text.substr(a.first, a.second - a.first)}},
                std::move(construct)};
  }

  std::optional<Edit> swap_fields() {
    if (original_.siblings.empty()) {
      return std::nullopt;
    }
    const Original::Siblings& siblings = random_.one_of(original_.siblings);
    return swap(random_.one_of(siblings.places), random_.one_of(siblings.places), siblings.what);
  }

  std::optional<Edit> swap_tokens() {
    const size_t i = random_.below(words_.size() - 1);
    return swap({words_[i].begin, words_[i].end}, {words_[i + 1].begin, words_[i + 1].end}, words_[i].construct());
  }

  std::optional<Edit> change_type() {
    const size_t family = random_.below(families.size() + 2);
    if (family == families.size()) {
      const Word* word = one_where([](const Word& one) { return one.token == Token::duration; });
      if (word == nullptr) {
        return std::nullopt;
      }
      const size_t digits = word->text.find_first_not_of("0123456789_");
      return over(*word, fmt::format("{}{}", word->text.substr(0, digits), units[random_.below(units.size())]));
    }
    if (family > families.size()) {
      return change_literal();
    }
    const auto& names = families[family];
    const Word* word = one_where([&](const Word& one) {
      return std::ranges::find(names, one.text) != names.end() && one.role != "source" && one.role != "keyword";
    });
    return word ? over(*word, std::string(names[random_.below(names.size())])) : std::nullopt;
  }

  /// A text that is written as a number or a word, or the other way round.
  std::optional<Edit> change_literal() {
    const Word* word = one_where([](const Word& one) { return one.token == Token::number || one.token == Token::text; });
    if (word == nullptr) {
      return std::nullopt;
    }
    return word->token == Token::number ? over(*word, fmt::format("\"{}\"", word->text))
                                        : over(*word, std::string(word->text.substr(1, word->text.size() - 2)));
  }

  /// One letter left out, doubled, put for another, or changed places with the next.
  std::string slip(std::string_view text) {
    std::string out(text);
    const size_t at = random_.below(out.size());
    switch (random_.below(4)) {
      case 0:
        out.erase(at, 1);
        break;
      case 1:
        out.insert(at, 1, out[at]);
        break;
      case 2:
        out[at] = static_cast<char>('a' + random_.below(26));
        break;
      default:
        if (at + 1 < out.size()) {
          std::swap(out[at], out[at + 1]);
        }
    }
    return out;
  }

  std::optional<Edit> misspell() {
    const Word* word = one_where([](const Word& one) { return one.token == Token::name && one.text.size() > 1; });
    return word ? over(*word, slip(word->text)) : std::nullopt;
  }

  std::optional<Edit> turn_arrow() {
    const Word* word = one_where([](const Word& one) { return one.token == Token::arrow; });
    if (word == nullptr) {
      return std::nullopt;
    }
    return over(*word, word->text == "->" ? (random_.below(4) == 0 ? "<->" : "<-")
                       : word->text == "<-" ? (random_.below(4) == 0 ? "<->" : "->")
                                            : (random_.below(2) == 0 ? "->" : "<-"));
  }

  std::pair<uint32_t, uint32_t> line_of(const Word& word) const {
    const std::string& text = original_.text;
    const size_t begin = text.rfind('\n', word.begin) + 1;  // npos + 1 is 0
    const size_t end = std::min(text.find('\n', word.begin), text.size() - 1) + 1;
    return {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
  }
  /// A line that says something; long lines are not likelier than short ones.
  const Word& any_line() {
    std::vector<const Word*> first;
    for (size_t i = 0; i < words_.size(); ++i) {
      if (i == 0 || words_[i].line != words_[i - 1].line) {
        first.push_back(&words_[i]);
      }
    }
    return *random_.one_of(first);
  }

  std::optional<Edit> drop_line() {
    const Word& word = any_line();
    const auto [begin, end] = line_of(word);
    return Edit{{{begin, end, ""}}, word.entry};
  }
  std::optional<Edit> double_line() {
    const Word& word = any_line();
    const auto [begin, end] = line_of(word);
    return Edit{{{end, end, original_.text.substr(begin, end - begin)}}, word.entry};
  }
  std::optional<Edit> swap_lines() {
    const Word& word = any_line();
    const auto line = line_of(word);
    const Word* next = nullptr;
    for (const Word& one : words_) {
      if (one.line > word.line) {
        next = &one;
        break;
      }
    }
    return next ? swap(line, line_of(*next), word.entry) : std::nullopt;
  }

  std::optional<Edit> change_number() {
    const Word* word = one_where([](const Word& one) {
      return one.token == Token::number || one.token == Token::duration || one.token == Token::date;
    });
    if (word == nullptr) {
      return std::nullopt;
    }
    std::string text(word->text);
    size_t at = random_.below(text.size());
    while (std::isdigit(static_cast<unsigned char>(text[at])) == 0) {
      at = (at + 1) % text.size();
    }
    if (random_.below(3) == 0 && word->token != Token::date) {
      text.insert(at, 1, text[at]);
    } else {
      text[at] = static_cast<char>('0' + random_.below(10));
    }
    return over(*word, std::move(text));
  }

  std::optional<Edit> change_text() {
    const Word* word = one_where([](const Word& one) { return one.token == Token::text && one.text.size() > 2; });
    return word ? over(*word, fmt::format("\"{}\"", slip(word->text.substr(1, word->text.size() - 2)))) : std::nullopt;
  }

  const Original& original_;
  const std::vector<Word>& words_;
  Random& random_;
};

std::string applied(const std::string& text, const Edit& edit) {
  std::string out;
  uint32_t at = 0;
  for (const Replacement& part : edit.parts) {
    out += text.substr(at, part.begin - at) + part.text;
    at = part.end;
  }
  return out + text.substr(at);
}

/// The lines around what was replaced, without a common beginning and end.
std::string shown(const std::string& before, const std::string& after) {
  size_t head = 0;
  while (head < before.size() && head < after.size() && before[head] == after[head]) {
    ++head;
  }
  size_t tail = 0;
  while (tail < before.size() - head && tail < after.size() - head &&
         before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) {
    ++tail;
  }
  constexpr size_t longest = 600;
  const auto lines = [&](const std::string& text, const char* sign) {
    const size_t begin = head == 0 ? 0 : text.rfind('\n', head - 1) + 1;
    const size_t end = std::min(text.find('\n', std::max(text.size() - tail, begin)), text.size());
    std::string out;
    std::string rest = text.substr(begin, std::min(end - begin, longest));
    for (size_t at = 0; at <= rest.size();) {
      const size_t next = std::min(rest.find('\n', at), rest.size());
      out += fmt::format("{} {}\n", sign, rest.substr(at, next - at));
      at = next + 1;
    }
    return out;
  };
  return lines(before, "-") + lines(after, "+");
}

Kind draw(Random& random) {
  size_t at = random.below(std::accumulate(std::begin(rows), std::end(rows), size_t{0},
                                           [](size_t sum, const KindRow& row) { return sum + row.share; }));
  for (size_t i = 0; i < std::size(rows); ++i) {
    if (at < rows[i].share) {
      return static_cast<Kind>(i);
    }
    at -= rows[i].share;
  }
  return Kind::drop_token;
}

}  // namespace

std::string_view words_of(Kind kind) { return rows[static_cast<size_t>(kind)].words; }

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all = [] {
    std::vector<Kind> made;
    for (size_t i = 0; i < std::size(rows); ++i) {
      made.push_back(static_cast<Kind>(i));
    }
    return made;
  }();
  return all;
}

Mutant mutate(const Original& original, Random& random) {
  for (;;) {
    const Kind kind = draw(random);
    const auto edit = Editor(original, random).edit(kind);
    if (!edit) {
      continue;
    }
    std::string text = applied(original.text, *edit);
    if (text != original.text) {
      std::string lines = shown(original.text, text);
      return {.kind = kind, .text = std::move(text), .construct = edit->construct, .shown = std::move(lines)};
    }
  }
}

}  // namespace treaty::mutations
