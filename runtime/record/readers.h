#pragma once

#include "runtime/record/reader.h"
#include "runtime/record/window.h"

namespace treaty::record {

// One a format. The window stands behind a byte order mark.

std::expected<std::unique_ptr<Reader>, std::string> open_lines(Window window, bool count_lines);
std::expected<std::unique_ptr<Reader>, std::string> open_list(Window window, const Input& input);
std::expected<std::unique_ptr<Reader>, std::string> open_table(Window window, bool count_lines);

}  // namespace treaty::record
