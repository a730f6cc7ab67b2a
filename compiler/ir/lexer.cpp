#include "compiler/ir/lexer.h"

namespace treaty::ir {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

int Lexer::hex4() {
  if (text_.size() - at_ < 4) return -1;
  int unit = 0;
  for (int i = 0; i < 4; ++i) {
    char c = text_[at_ + i];
    int digit = is_digit(c)            ? c - '0'
                : c >= 'a' && c <= 'f' ? c - 'a' + 10
                : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                       : -1;
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  at_ += 4;
  return unit;
}

Token Lexer::string_token() {
  Token token{Token::Kind::string, "", line_};
  auto broken = [&](const char* why) { return Token{Token::Kind::broken, why, line_}; };
  ++at_;
  while (at_ < text_.size() && text_[at_] != '"') {
    char c = text_[at_++];
    if (c == '\n') return broken("a string that its line closes");
    if (c != '\\') {
      token.text += c;
      continue;
    }
    if (at_ == text_.size()) break;
    switch (text_[at_++]) {
      case '"':
        token.text += '"';
        break;
      case '\\':
        token.text += '\\';
        break;
      case 'n':
        token.text += '\n';
        break;
      case 't':
        token.text += '\t';
        break;
      case 'r':
        token.text += '\r';
        break;
      case 'u': {
        int unit = hex4();
        if (unit < 0 || unit > 0x7f) return broken("an escape of a control character");
        token.text += static_cast<char>(unit);
        break;
      }
      default:
        return broken("an escape that is known");
    }
  }
  if (at_ >= text_.size()) return broken("a string that is closed");
  ++at_;
  return token;
}

Token Lexer::next() {
  while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t')) {
    if (text_[at_++] == '\n') ++line_;
  }
  if (at_ >= text_.size()) return {Token::Kind::end, "", line_};
  size_t begin = at_;
  char c = text_[at_];
  auto token = [&](Token::Kind kind) { return Token{kind, std::string(text_.substr(begin, at_ - begin)), line_}; };
  if (c == '"') return string_token();
  if (is_letter(c)) {
    while (at_ < text_.size() && (is_letter(text_[at_]) || is_digit(text_[at_]))) ++at_;
    return token(Token::Kind::name);
  }
  if (is_digit(c) || (c == '-' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1]))) {
    ++at_;
    while (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '.')) ++at_;
    return token(Token::Kind::number);
  }
  at_ += text_.substr(at_, 2) == "->" ? 2 : 1;
  return token(Token::Kind::mark);
}

}  // namespace treaty::ir
