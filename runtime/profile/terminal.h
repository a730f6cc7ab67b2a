#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "runtime/profile/distinct.h"

namespace treaty::profile {

/// A text from anywhere as one line that a terminal can show: what would move the cursor, change colours or turn the
/// direction of reading is written out as \u{1b}.
std::string fit_for_terminal(std::string_view text);
/// The same for JSON that is written already: what JSON lets stand and a terminal would obey is escaped.
std::string fit_for_terminal_json(std::string_view json);

/// Columns of a terminal.
size_t width_of(std::string_view text);
/// At most so many columns, the end as `…` where it is longer.
std::string shortened(std::string_view text, size_t columns);
enum class Side { left, right };
std::string padded(std::string_view text, size_t columns, Side side);

/// 12,345; about 12,300 where it is an estimate.
std::string number_text(uint64_t number);
std::string number_text(Amount amount);
/// `1 record`, `2,000 records`.
std::string count_text(Amount amount, std::string_view one, std::string_view many);
/// 37.5%; only what is all is 100%, and only what is nothing is 0%.
std::string share_text(uint64_t part, uint64_t whole);

}  // namespace treaty::profile
