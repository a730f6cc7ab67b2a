#pragma once

// What the printer and the reader of the text form agree on.

#include <string>
#include <string_view>

namespace treaty::ir {

/// A string in quotes with JSON's escapes; bytes that are not UTF-8 stand as they are, so every string reads back.
std::string quote(std::string_view text);
/// A name as it is where it can be, else quoted.
std::string name_or_quoted(std::string_view name);
bool is_name(std::string_view text);

inline constexpr int format_version = 1;

}  // namespace treaty::ir
