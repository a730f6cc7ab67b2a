#pragma once

// The letters of a date's pattern, those of Unicode's LDML (stdlib/date/pattern.h says which there are).

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace treaty::functions {

/// One place of a pattern: `MM` is `M` twice.
struct PatternField {
  char letter = 0;
  size_t letters = 0;
};
/// In their order; what stands in quotes is no field.
std::vector<PatternField> pattern_fields(std::string_view pattern);
/// Whether one of them is among `letters`.
bool has_field(const std::vector<PatternField>& fields, std::string_view letters);

/// What such a pattern would leave to guess or read in place of something else; nothing where it is sound.
struct PatternSlip {
  std::string what;   ///< "has no year (`yyyy`)"
  std::string meant;  ///< the pattern that was probably meant; may be empty
};
/// Of a pattern that texts are read by, or written by.
std::optional<PatternSlip> slip_of(std::string_view pattern, bool reads);

}  // namespace treaty::functions
