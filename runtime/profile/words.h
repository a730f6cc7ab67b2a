#pragma once

#include <string>
#include <vector>

#include "runtime/profile/report.h"

namespace treaty::profile {

// Pieces of the report as people read them; not yet fit for a terminal.

/// `line 3`, `lines 3, 14, 15, …`
std::string lines_text(const std::vector<uint64_t>& lines);
/// `at `date("MM/dd/yyyy")`, club.map:14:22; lines 3, 14`
std::string place_text(const Place& place, const std::vector<uint64_t>& lines);
/// A step as it is written, on one line and not too long.
std::string step_text(const std::string& text);
/// A value in backquotes; of a private one what stands for it.
std::string value_text(const std::string& value, bool is_private);
/// `31 × `31/12/1980`, first on line 3`
std::string offender_text(const Ranking& ranking, const Counted& value);
/// How many occurrences are not among those listed.
uint64_t rest_of(const Ranking& ranking);
std::string kinds_text(const std::vector<std::string>& kinds);

}  // namespace treaty::profile
