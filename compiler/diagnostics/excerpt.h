#pragma once

// Lines of a file as a terminal shows them.

#include <string>
#include <string_view>

#include "compiler/source/source.h"

namespace treaty::diagnostics {

/// How many columns of a terminal a text takes; tabs count for four, combining marks for none.
size_t width_of(std::string_view text);

/// A line as a terminal can show it: tabs as spaces, nothing that moves the cursor or turns the direction of the
/// text, only UTF-8.
std::string shown(std::string_view line);
/// The same, and of a long text only its beginning.
std::string in_short(std::string_view text);

/// The part of a line that is shown of it: all, or so much around a place that one can read it.
struct Window {
  size_t begin = 0, end = 0;
};
Window window_of(std::string_view line, size_t place);

/// Where a span begins on the line it begins on, and how wide it is there, in columns; at least one.
struct Columns {
  size_t from = 0, width = 1;
};
/// `line` is what is shown of that line.
Columns columns_of(const source::File& file, source::Span span, std::string_view line);

}  // namespace treaty::diagnostics
