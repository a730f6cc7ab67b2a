#pragma once

#include <string>
#include <string_view>

#include "compiler/doc/model.h"

namespace treaty::doc {

/// A text as it may stand between tags or in an attribute's quotes.
std::string html_escaped(std::string_view text);
/// A picture as an SVG element; `number` tells its parts from those of others on the page.
std::string to_svg(const Picture& picture, size_t number);
/// The page's style sheet.
std::string_view style_sheet();

}  // namespace treaty::doc
