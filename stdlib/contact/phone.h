#pragma once

// Telephone numbers by the world's numbering metadata. A host function's inside: not part of the bitcode.

#include <cstdint>
#include <string_view>

namespace treaty_stdlib {

enum class PhoneResult { valid, invalid, unknown_country };

/// Writes the number in E.164 to `out`, room for 20 bytes, and its size. `country` is its ISO code, meant where the
/// number has none of its own; empty: then it must.
PhoneResult read_phone(std::string_view text, std::string_view country, char* out, uint32_t* size);

}  // namespace treaty_stdlib
