#pragma once

#include <string>
#include <string_view>

#include "compiler/functions/functions.h"

namespace treaty::doc {

/// What a function does, with {1} and [ ] as in words.def.
std::string sentence_of(const functions::Function& function);
/// What people call a format of dates that has a name of its own (`iso`); empty for a pattern.
std::string_view format_named(std::string_view format);

}  // namespace treaty::doc
