#include "compiler/parse/lines.h"

#include <antlr4-runtime.h>

#include "TreatyLexer.h"
#include "compiler/parse/token_kinds.h"

namespace treaty::parse {
namespace {

constexpr size_t most_lines = 8;     // that a statement is looked for over, either way
constexpr size_t most_words = 1000;  // of it; nobody writes a longer one

std::vector<size_t> words_of(const std::vector<Token>& tokens, Line line) {
  std::vector<size_t> words;
  for (size_t i = line.begin; i < line.end; ++i) {
    if (!tokens[i].hidden) {
      words.push_back(tokens[i].type);
    }
  }
  return words;
}

bool continues(const std::vector<size_t>& words) {
  return !words.empty() && goes_on(words.front(), words.size() > 1 ? words[1] : 0);
}

}  // namespace

std::vector<Line> lines_of(const std::vector<Token>& tokens) {
  std::vector<Line> lines;
  size_t begin = 0;
  for (size_t i = 0; i <= tokens.size(); ++i) {
    if (i == tokens.size() || tokens[i].type == TreatyLexer::NEWLINE) {
      lines.push_back({begin, i});
      begin = i + 1;
    }
  }
  return lines;
}

std::vector<size_t> statement_around(const std::vector<Token>& tokens, const std::vector<Line>& lines, size_t line,
                                     const std::vector<size_t>& own) {
  std::vector<size_t> words = own;
  for (size_t at = line, seen = 0; at > 0 && continues(words) && seen < most_lines && words.size() <= most_words;
       ++seen) {
    --at;
    if (lines[at].end - lines[at].begin > most_words) {
      break;
    }
    const std::vector<size_t> before = words_of(tokens, lines[at]);
    words.insert(words.begin(), before.begin(), before.end());
  }
  for (size_t at = line + 1; at < lines.size() && at <= line + most_lines && words.size() <= most_words; ++at) {
    if (lines[at].end - lines[at].begin > most_words) {
      break;
    }
    const std::vector<size_t> after = words_of(tokens, lines[at]);
    if (after.empty() || (!continues(after) && (words.empty() || words.back() != TreatyLexer::COMMA))) {
      break;
    }
    words.insert(words.end(), after.begin(), after.end());
  }
  return words;
}

}  // namespace treaty::parse
