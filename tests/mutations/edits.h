#pragma once

// The mistakes that people make in a contract's text, one a mutant.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/mutations/random.h"
#include "tests/mutations/words.h"

namespace treaty::mutations {

// KIND(name, what it does, share of a hundred)
#define TREATY_MUTATIONS(KIND)                       \
  KIND(drop_token, "drop a token", 16)               \
  KIND(swap_fields, "swap two fields", 14)           \
  KIND(change_type, "change a type", 12)             \
  KIND(misspell, "misspell a name", 16)              \
  KIND(turn_arrow, "turn an arrow", 10)              \
  KIND(double_token, "double a token", 5)            \
  KIND(swap_tokens, "swap two tokens", 5)            \
  KIND(drop_line, "drop a line", 6)                  \
  KIND(double_line, "double a line", 2)              \
  KIND(swap_lines, "swap two lines", 3)              \
  KIND(change_number, "change a number", 4)          \
  KIND(change_text, "change a text", 3)              \
  KIND(drop_closing, "drop a closing bracket", 2)    \
  KIND(cut_off, "cut the file off", 2)

enum class Kind {
#define KIND(name, words, share) name,
  TREATY_MUTATIONS(KIND)
#undef KIND
};
std::string_view words_of(Kind kind);
/// In the order of the table.
const std::vector<Kind>& kinds();

/// A contract to make mistakes in, with everything that is found in it once.
struct Original {
  std::string path;
  std::string text;
  std::vector<Word> words;
  /// Names of one kind that stand side by side: the targets of a map's lines, the fields of a test's record.
  struct Siblings {
    std::string what;  ///< `targets`
    std::vector<std::pair<uint32_t, uint32_t>> places;
  };
  std::vector<Siblings> siblings;
};
/// Takes a contract apart. The words point into the text, so an original is not moved.
void take_apart(Original& original);

struct Mutant {
  Kind kind = Kind::drop_token;
  std::string text;
  std::string construct;  ///< what the edit hit: `map line: target`
  std::string shown;      ///< the lines that differ, before and after
};

/// A kind by its share, and one edit of that kind.
Mutant mutate(const Original& original, Random& random);

}  // namespace treaty::mutations
