#pragma once

#include <vector>

#include "compiler/parse/tokens.h"

namespace treaty::parse {

/// A line of a file, as a range of its tokens, newlines and comments among them.
struct Line {
  size_t begin = 0;
  size_t end = 0;  ///< where its newline stands, or the tokens end
};

std::vector<Line> lines_of(const std::vector<Token>& tokens);

/// The tokens with the words of each line as `mend(line, words)` leaves them; `follow(line, word)` sees what comes
/// out, word by word, newlines and comments among them.
std::vector<Token> each_line(const std::vector<Token>& tokens, const std::vector<Line>& lines, const auto& mend,
                             const auto& follow) {
  std::vector<Token> mended;
  mended.reserve(tokens.size());
  for (size_t i = 0; i < lines.size(); ++i) {
    const auto [begin, end] = lines[i];
    std::vector<Token> words(tokens.begin() + static_cast<ptrdiff_t>(begin),
                             tokens.begin() + static_cast<ptrdiff_t>(end));
    mend(i, words);
    if (end < tokens.size()) {
      words.push_back(tokens[end]);
    }
    for (const Token& word : words) {
      follow(i, word);
      mended.push_back(word);
    }
  }
  return mended;
}

/// The words of the statement that a line is of: those of lines before it that it goes on from, `own` for its own,
/// and those of lines that go on from it. Not more than a few lines are looked at.
std::vector<size_t> statement_around(const std::vector<Token>& tokens, const std::vector<Line>& lines, size_t line,
                                     const std::vector<size_t>& own);

}  // namespace treaty::parse
