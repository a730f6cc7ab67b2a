#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace treaty::ir {

/// A token of the text form. `text` of a string is unescaped; of a mark (`{`, `->`, `%` …) the mark itself.
struct Token {
  enum class Kind { name, string, number, mark, end, broken };
  Kind kind = Kind::end;
  std::string text;  ///< broken: what is wrong
  uint32_t line = 1;
};

/// Splits the text form into tokens; white space, new lines included, only parts them.
class Lexer {
 public:
  /// Lends `text`.
  explicit Lexer(std::string_view text) : text_(text) {}
  Token next();

 private:
  Token string_token();
  /// The code unit of four hex digits at `at_`; -1 where there are none.
  int hex4();

  std::string_view text_;
  size_t at_ = 0;
  uint32_t line_ = 1;
};

}  // namespace treaty::ir
