#pragma once

#include <cstddef>
#include <vector>

#include "compiler/parse/tokens.h"

namespace treaty::parse {

/// What a line may say: the kind of block it stands in.
enum class Place {
  contract,
  environment,
  system,
  auth,
  resource,
  ensure,
  transform,
  privacy,
  map,
  subscription,
  test,
  agreement,
  rows,     ///< of a table
  arms,     ///< of a picklist
  options,  ///< of an enum
  record
};

/// The kind of the block that a `{` opens in a statement which begins with `head` and has `before` before the `{`.
Place place_inside(Place around, size_t head, size_t before);

/// Follows the words of a file from block to block, newlines included.
class Places {
 public:
  void take(const Token& token, std::string_view text);
  [[nodiscard]] Place here() const { return open_.back().place; }

 private:
  struct Block {
    Place place = Place::contract;
    size_t head = 0;  ///< the first word of the statement that is read
  };
  std::vector<Block> open_ = {Block{}};
  size_t before_ = 0;   // the word before
  bool begins_ = true;  // a line, or a block
};

/// Whether the words, token types of one statement without newlines, can be read where it stands. What heads a block
/// may end with its `{`.
bool reads_as(Place place, const std::vector<size_t>& statement);

}  // namespace treaty::parse
