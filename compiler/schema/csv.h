#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace treaty::schema {

/// The rows of a CSV text, parted by commas, semicolons or tabs, whichever its header has most of (RFC 4180: quotes,
/// doubled quotes, line ends within quotes), the header first, which names no column twice; blank lines are left out.
std::expected<std::vector<std::vector<std::string>>, std::string> read_csv(std::string_view bytes);

}  // namespace treaty::schema
