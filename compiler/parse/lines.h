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

/// The words of the statement that a line is of: those of lines before it that it goes on from, `own` for its own,
/// and those of lines that go on from it. Not more than a few lines are looked at.
std::vector<size_t> statement_around(const std::vector<Token>& tokens, const std::vector<Line>& lines, size_t line,
                                     const std::vector<size_t>& own);

}  // namespace treaty::parse
