#pragma once

// What `treaty diff` finds, as data: changes with their grade, what was and what is, and the version they ask for.

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/source/source.h"

namespace treaty::diff {

/// The worst first: what cannot be called back, what is gone unnoticed, what stops where it is seen.
enum class Grade { privacy_widening, data_loss, source_breaking, target_breaking, reverse_breaking, safe };
inline constexpr size_t grade_count = 6;
enum class Bump { major, minor, patch, none };

/// One row of kinds.def.
struct Row {
  std::string_view name;  ///< with _ as in the table; `name_of` has it as printed
  Grade grade;
  Bump bump;
  std::string_view text, why, remedy;  ///< with {0} {1} … for the arguments
};
/// A typed handle on a row.
struct Kind {
  int row;
};

std::span<const Row> rows();
/// `field-removed`
std::string name_of(const Row& row);
/// `data-loss`
std::string name_of(Grade grade);
/// `data loss`
std::string words_of(Grade grade);
std::string_view word_of(Bump bump);

/// A part of one of the two contracts.
struct Place {
  source::Span span;
  bool around = false;  ///< what changed is not there: it stood, or will stand, inside of this
};

struct Change {
  int row = 0;
  std::string scope;                   ///< what of the contract it is in: `map members`, `system clubapp`
  std::vector<std::string> subjects;   ///< {0}: what changed in the same way
  std::vector<std::string> arguments;  ///< {1}, {2}
  std::optional<Place> before, after;  ///< in OLD's files, in NEW's files
  std::string was, is;                 ///< in the contract's words
  std::vector<std::string> notes;
  bool allowed = false;  ///< by who asked for the comparison

  [[nodiscard]] const Row& kind() const;
  [[nodiscard]] std::string text() const;  ///< without the scope
  [[nodiscard]] std::string remedy() const;
};

/// What the header says of the version, and what the changes ask for.
struct Version {
  std::string before, after;
  Bump asked = Bump::none;  ///< by the changes
  std::string suggested;    ///< empty where nothing is asked, or the versions cannot be read
  bool enough = true;       ///< the header went up as far as asked
};

struct Diff {
  std::string contract;
  std::vector<Change> changes;  ///< the worst first, then in NEW's order
  Version version;

  [[nodiscard]] std::array<size_t, grade_count> counts() const;
};

/// Handles: `diff::field_removed`, one a row.
namespace detail {
enum RowIndex : int {
#define KIND(name, grade, bump, text, why, remedy) row_##name,
#include "compiler/diff/kinds.def"
#undef KIND
};
}  // namespace detail
#define KIND(name, grade, bump, text, why, remedy) inline constexpr Kind name{detail::row_##name};
#include "compiler/diff/kinds.def"
#undef KIND

}  // namespace treaty::diff
