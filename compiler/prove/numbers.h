#pragma once

#include <string_view>

namespace treaty::prove {

/// Plain decimals that are the same up to 20 digits, or up to the last of 34 behind the point: what roundings leave
/// over.
bool same_number(std::string_view a, std::string_view b);

}  // namespace treaty::prove
