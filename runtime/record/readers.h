#pragma once

#include "runtime/record/reader.h"
#include "runtime/record/window.h"

namespace treaty::record {

// One a format. The window stands behind a byte order mark.

std::expected<std::unique_ptr<Reader>, std::string> open_lines(Window window);
std::expected<std::unique_ptr<Reader>, std::string> open_list(Window window, const std::string& list);
std::expected<std::unique_ptr<Reader>, std::string> open_table(Window window);

}  // namespace treaty::record
