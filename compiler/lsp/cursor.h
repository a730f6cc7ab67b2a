#pragma once

// What stands before a caret, as far as a contract that is being written can be followed: words, not a tree.

#include <string>
#include <string_view>
#include <vector>

#include "compiler/source/source.h"

namespace treaty::lsp {

/// The words of one statement, without those of blocks that were closed.
using Words = std::vector<std::string>;

struct Cursor {
  enum class Place { words, text, comment };
  Place place = Place::words;
  std::vector<Words> blocks;  ///< what stands before the `{` of each open block, the outermost first
  Words statement;            ///< of the innermost block, up to the word at the caret
  uint32_t begin = 0;         ///< of the word at the caret; the caret itself where none was begun
  uint32_t end = 0;           ///< the caret

  /// The first word of the innermost block; empty at the top.
  [[nodiscard]] std::string_view block() const {
    return blocks.empty() || blocks.back().empty() ? std::string_view() : blocks.back().front();
  }
  [[nodiscard]] std::string_view first() const { return statement.empty() ? std::string_view() : statement.front(); }
  /// The last word but `back` others; empty when there is none.
  [[nodiscard]] std::string_view last(size_t back = 0) const {
    return back < statement.size() ? statement[statement.size() - 1 - back] : std::string_view();
  }
};

/// The caret of a file. Inside of a text, a `${` that is open makes the words behind it the statement.
Cursor cursor_at(const source::FileSet& files, source::FileId file, uint32_t offset);

/// The dotted name that `words` end with and whose last dot was just written: `address.` gives address.
Words dotted_before(const Words& words);

}  // namespace treaty::lsp
