#include "tests/unit/diff/mutations.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

namespace treaty::diff {
namespace {

enum class Form { word, number, text, sign };

struct Token {
  Form form = Form::sign;
  size_t begin = 0, end = 0;
  size_t line = 1;
};

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

size_t end_of_token(const std::string& text, size_t at) {
  if (text[at] == '"' || text[at] == '`') {
    size_t end = at + 1;
    while (end < text.size() && text[end] != text[at]) {
      end += text[end] == '\\' ? 2 : 1;
    }
    return std::min(end + 1, text.size());
  }
  for (const char* sign : {"<->", "->", "<-", "==", "!=", ">=", "<=", "??"}) {
    if (text.compare(at, std::char_traits<char>::length(sign), sign) == 0) {
      return at + std::char_traits<char>::length(sign);
    }
  }
  size_t end = at + 1;
  while (is_word(text[at]) && end < text.size() &&
         (is_word(text[end]) || (text[end] == '.' && std::isdigit(text[at]) != 0))) {
    ++end;
  }
  return end;
}

std::vector<Token> tokens_of(const std::string& text) {
  std::vector<Token> tokens;
  size_t line = 1;
  for (size_t at = 0; at < text.size();) {
    if (text.compare(at, 2, "//") == 0) {
      at = std::min(text.find('\n', at), text.size());
    } else if (std::isspace(static_cast<unsigned char>(text[at])) != 0) {
      line += text[at++] == '\n' ? 1 : 0;
    } else {
      const size_t end = end_of_token(text, at);
      const Form form = text[at] == '"'                                           ? Form::text
                        : std::isdigit(static_cast<unsigned char>(text[at])) != 0 ? Form::number
                        : is_word(text[at]) || text[at] == '`'                    ? Form::word
                                                                                  : Form::sign;
      tokens.push_back({form, at, end, line});
      at = end;
    }
  }
  return tokens;
}

class Mutate {
 public:
  explicit Mutate(const std::string& text) : text_(text), tokens_(tokens_of(text)) {
    for (size_t i = 1; i < tokens_.size(); ++i) {
      if (tokens_[i].form == Form::word) {
        followers_[said(i - 1)].insert(said(i));
      }
    }
  }

  std::vector<Mutation> all() {
    for (size_t i = 0; i < tokens_.size(); ++i) {
      for (const std::string& other : others(i)) {
        replace(i, other);
      }
    }
    leave_out_lines();
    return std::move(out_);
  }

 private:
  [[nodiscard]] std::string said(size_t i) const {
    return text_.substr(tokens_[i].begin, tokens_[i].end - tokens_[i].begin);
  }

  [[nodiscard]] std::vector<std::string> others(size_t i) const {
    const std::string now = said(i);
    static const std::vector<std::vector<std::string>> choices = {
        {"->", "<-", "<->"},    {"keep", "clear"},
        {"skip", "reject"},     {"once", "always", "if_empty"},
        {"create", "ignore"},   {"archive", "ignore"},
        {"never", "sensitive"}, {"one", "many"},
        {"written", "hashes"},  {"opted_in", "opted_out"},
        {"owner", "newest"},    {"enterprise", "professional"},
        {"==", "!="},           {">", "<", ">="},
        {"slack", "pagerduty"}, {"GET", "POST"},
        {"text", "decimal"},    {"and", "or"}};
    std::vector<std::string> found;
    for (const auto& choice : choices) {
      if (std::ranges::find(choice, now) != choice.end()) {
        std::ranges::copy_if(choice, std::back_inserter(found), [&](const std::string& one) { return one != now; });
      }
    }
    if (tokens_[i].form == Form::number) {
      size_t digits = 0;
      while (digits < now.size() && std::isdigit(static_cast<unsigned char>(now[digits])) != 0) {
        ++digits;
      }
      found.push_back(std::to_string(std::stoll(now.substr(0, digits)) + 1) + now.substr(digits));
      found.push_back("1" + now);
    } else if (tokens_[i].form == Form::text) {
      found.push_back(now.substr(0, now.size() - 1) + "x\"");
    } else if (tokens_[i].form == Form::word && i > 0) {
      constexpr size_t most = 3;
      const std::set<std::string>& beside = followers_.at(said(i - 1));
      for (const std::string& one : beside) {
        if (one != now && found.size() < most) {
          found.push_back(one);
        }
      }
      found.emplace_back();  // left out
    }
    return found;
  }

  void replace(size_t i, const std::string& other) {
    const Token& token = tokens_[i];
    out_.push_back({"line " + std::to_string(token.line) + ": `" + other + "` in place of `" + said(i) + "`",
                    text_.substr(0, token.begin) + other + text_.substr(token.end)});
  }

  void leave_out_lines() {
    size_t number = 1;
    for (size_t begin = 0; begin < text_.size(); ++number) {
      const size_t end = std::min(text_.find('\n', begin), text_.size() - 1) + 1;
      const std::string line = text_.substr(begin, end - begin);
      if (line.find_first_not_of(" \t\r\n") != std::string::npos) {
        out_.push_back(
            {"line " + std::to_string(number) + " left out: " + line, text_.substr(0, begin) + text_.substr(end)});
      }
      begin = end;
    }
  }

  const std::string& text_;
  std::vector<Token> tokens_;
  std::map<std::string, std::set<std::string>> followers_;
  std::vector<Mutation> out_;
};

}  // namespace

std::vector<Mutation> mutations_of(const std::string& contract) { return Mutate(contract).all(); }

std::vector<Mutation> swaps_of(const std::string& contract) {
  struct Line {
    size_t begin, end;
  };
  std::vector<Line> lines;
  for (size_t begin = 0; begin < contract.size();) {
    const size_t end = std::min(contract.find('\n', begin), contract.size() - 1) + 1;
    lines.push_back({begin, end});
    begin = end;
  }
  const auto movable = [&](const Line& line) {
    const std::string text = contract.substr(line.begin, line.end - line.begin);
    const bool whole = std::ranges::count(text, '{') == std::ranges::count(text, '}');
    const size_t first = text.find_first_not_of(" \t");
    return whole && first != std::string::npos && text[first] != '|' && text[first] != '-' && text[first] != '<' &&
           (text.find("->") != std::string::npos || text.find("<-") != std::string::npos);
  };
  std::vector<Mutation> swaps;
  for (size_t i = 1; i < lines.size(); ++i) {
    const Line &above = lines[i - 1], &below = lines[i];
    if (movable(above) && movable(below)) {
      swaps.push_back({"lines " + std::to_string(i) + " and " + std::to_string(i + 1) + " changed places",
                       contract.substr(0, above.begin) + contract.substr(below.begin, below.end - below.begin) +
                           contract.substr(above.begin, above.end - above.begin) + contract.substr(below.end)});
    }
  }
  return swaps;
}

}  // namespace treaty::diff
