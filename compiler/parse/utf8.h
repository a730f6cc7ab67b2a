#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace treaty::parse {

/// The offset of the first byte that is not UTF-8 (overlong forms and surrogates included); nothing when all is well.
std::optional<uint32_t> first_invalid_utf8(std::string_view text);

/// The byte offset of each code point, and one past the end: ANTLR counts in code points, we count in bytes.
std::vector<uint32_t> code_point_offsets(std::string_view text);

}  // namespace treaty::parse
