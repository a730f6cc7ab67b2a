#pragma once

// A contract's text as words, each with what it is and where it stands.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace treaty::mutations {

enum class Token { name, text, number, duration, date, arrow, opening, closing, sign };

struct Word {
  uint32_t begin = 0, end = 0;
  Token token = Token::name;
  std::string_view text;
  std::string entry;  ///< the declaration and its entry: `map line`, `system limit`
  std::string role;   ///< what it is there: `target`, `required`, `number`
  uint32_t line = 0;  ///< from 0

  [[nodiscard]] std::string construct() const { return entry + ": " + role; }
};

/// The words of a contract without comments. The views point into `text`.
std::vector<Word> words_of(const std::string& text);

}  // namespace treaty::mutations
