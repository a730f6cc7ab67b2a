#pragma once

// Where something stands, as editors count: lines from 0, columns from 0 in UTF-16 units or, where the editor can, in
// bytes.

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "compiler/source/source.h"

namespace treaty::lsp {

using Json = nlohmann::json;

enum class Encoding { utf16, utf8 };

/// `{"line", "character"}`; an offset behind the text's end is its end.
Json to_position(const source::File& file, uint32_t offset, Encoding encoding);
/// `{"start", "end"}`
Json to_range(const source::File& file, source::Span span, Encoding encoding);
/// A position behind the line's end is the line's end, one behind the last line the text's: as the protocol has it.
uint32_t to_offset(std::string_view text, const Json& position, Encoding encoding);

/// A text after one of the changes of `didChange`: a range replaced, or all of it.
void apply_change(std::string& text, const Json& change, Encoding encoding);

/// The path of a `file:` URI, percent signs decoded; any other URI as it is (a file that was not saved yet).
std::string path_of(std::string_view uri);
std::string uri_of(std::string_view path);

}  // namespace treaty::lsp
