#include "tests/mutations/words.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "compiler/parse/parse.h"

namespace treaty::mutations {
namespace {

using Names = std::set<std::string_view>;

Token token_of(std::string_view text) {
  const char first = text.front();
  if (first == '"') {
    return Token::text;
  }
  if (text == "->" || text == "<-" || text == "<->") {
    return Token::arrow;
  }
  if (text == "{" || text == "(" || text == "[") {
    return Token::opening;
  }
  if (text == "}" || text == ")" || text == "]") {
    return Token::closing;
  }
  if (std::isdigit(static_cast<unsigned char>(first)) != 0) {
    if (text.find_first_of("-:") != std::string_view::npos) {
      return Token::date;
    }
    return std::isalpha(static_cast<unsigned char>(text.back())) != 0 ? Token::duration : Token::number;
  }
  return std::isalpha(static_cast<unsigned char>(first)) != 0 || first == '_' || first == '`' ? Token::name
                                                                                             : Token::sign;
}

/// Goes through the words once, with the blocks that are open.
class Places {
 public:
  explicit Places(std::vector<Word>& words) : words_(words) {}

  void run() {
    for (size_t i = 0; i < words_.size(); ++i) {
      if (starts(i)) {
        begin(i);
      }
      place(i);
      if (words_[i].token == Token::opening) {
        const bool arms = i > 0 && words_[i - 1].text == "picklist";
        open_.push_back({words_[i].text == "{", arms ? "picklist" : at_.first, at_});
      } else if (words_[i].token == Token::closing && !open_.empty()) {
        at_ = open_.back().before;
        open_.pop_back();
      }
    }
  }

 private:
  struct Statement {
    std::string entry, first, clause;
    bool after_arrow = false, after_pipe = false;
  };
  struct Open {
    bool brace;
    std::string first;  ///< the word that says what kind of block it is
    Statement before;   ///< to go on with when it is closed
  };

  bool starts(size_t i) const {
    if (i == 0 || (words_[i - 1].text == "{" && words_[i].token != Token::closing)) {
      return true;
    }
    static const Names go_on = {"|", "->", "<-", "<->", "{", "then", "and", "or", "??", ")", "]", "}"};
    const bool inside = !open_.empty() && !open_.back().brace;
    const bool rule = words_[i].text == "else" && i + 1 < words_.size() && words_[i + 1].token == Token::arrow;
    const bool in_record = !open_.empty() && is_values(open_.back().first);
    if (words_[i - 1].text == ",") {
      return in_record;
    }
    return words_[i].line != words_[i - 1].line && !inside && (rule || words_[i].text != "else") &&
           !go_on.contains(words_[i].text);
  }

  static bool is_values(std::string_view first) {
    static const Names values = {"given", "expect", "picklist", "table"};
    return values.contains(first);
  }

  void begin(size_t i) {
    const std::string_view word = words_[i].text;
    at_ = {};
    if (open_.empty()) {
      declaration_ = std::string(word);
      at_.entry = at_.first = declaration_;
      return;
    }
    const std::string& around = open_.back().first;
    at_.first = std::string(word);
    if (is_values(around)) {
      at_.first = around;
      at_.entry = declaration_ + " " + (around == declaration_ ? "row" : around);
    } else if (around == "map" || around == "group") {
      static const Names entries = {"match",        "where",     "after",  "start", "on",   "group", "list",
                                    "subscription", "associate", "ignore", "allow"};
      const bool used = i + 1 < words_.size() && (words_[i + 1].token == Token::arrow || words_[i + 1].text == "|" ||
                                                  words_[i + 1].text == ".");
      const bool entry = entries.contains(word) && !used;
      if (!entry) {
        at_.first = "line";
      } else if (word == "on" && i + 1 < words_.size()) {
        at_.first = "on " + std::string(words_[i + 1].text);
      }
      at_.entry = "map " + at_.first;
    } else if (around == "ensure" || around == "auth" || around == "subscription" || around == "environment" ||
               around == "privacy") {
      at_.first = "row";
      at_.entry = around == declaration_ ? around + " row" : declaration_ + " " + around;
    } else if (around == "resource") {
      at_.entry = "resource " + at_.first;
    } else {
      at_.entry = declaration_ + " " + at_.first;
    }
  }

  void place(size_t i) {
    Word& word = words_[i];
    word.entry = at_.entry;
    if (at_.entry == "map line" || (at_.entry.starts_with("transform") && open_.empty())) {
      word.role = role_in_line(i);
    } else if (word.token == Token::name && starts_entry(i)) {
      word.role = "keyword";
    } else {
      word.role = name_of(word.token);
    }
    if (word.token == Token::arrow && (open_.empty() || open_.back().brace)) {
      at_.after_arrow = true;
      at_.after_pipe = false;
    } else if (word.text == "|") {
      at_.after_pipe = true;
    }
  }

  bool starts_entry(size_t i) const { return starts(i) && !at_.entry.ends_with("row"); }

  std::string role_in_line(size_t i) {
    const Word& word = words_[i];
    static const Names clauses = {"required", "owner", "write", "on", "unconfirmed"};
    const bool inside = !open_.empty() && !open_.back().brace;
    if (word.token == Token::arrow) {
      return "arrow";
    }
    if (at_.after_arrow && !inside && clauses.contains(word.text) && words_[i - 1].token != Token::arrow) {
      at_.clause = word.text == "on" && i + 1 < words_.size() ? "on " + std::string(words_[i + 1].text)
                                                          : std::string(word.text);
    }
    if (!at_.clause.empty()) {
      return "`" + at_.clause + "`";
    }
    if (word.token == Token::sign || word.token == Token::opening || word.token == Token::closing) {
      return "sign";
    }
    if (inside) {
      return "argument";
    }
    if (at_.after_pipe) {
      return "step";
    }
    return at_.after_arrow ? "target" : "source";
  }

  static const char* name_of(Token token) {
    switch (token) {
      case Token::name:
        return "name";
      case Token::text:
        return "text";
      case Token::number:
        return "number";
      case Token::duration:
        return "duration";
      case Token::date:
        return "date";
      case Token::arrow:
        return "arrow";
      case Token::opening:
      case Token::closing:
      case Token::sign:
        return "sign";
    }
    return "";
  }

  std::vector<Word>& words_;
  std::vector<Open> open_;
  std::string declaration_;
  Statement at_;
};

}  // namespace

std::vector<Word> words_of(const std::string& text) {
  source::FileSet files;
  const source::FileId file = files.add("words.map", text);
  std::vector<Word> words;
  uint32_t line = 0;
  for (const parse::Word& word : parse::words(files, file)) {
    if (word.kind == parse::Word::Kind::newline) {
      ++line;
    } else if (word.kind == parse::Word::Kind::word) {
      const std::string_view view = std::string_view(text).substr(word.span.begin, word.span.end - word.span.begin);
      words.push_back({word.span.begin, word.span.end, token_of(view), view, {}, {}, line});
    }
  }
  Places(words).run();
  return words;
}

}  // namespace treaty::mutations
