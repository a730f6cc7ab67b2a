#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/sandbox/source_data.h"

// Finds where records begin and end, and looks at nothing else in them.

namespace treaty::sandbox {

using Slices = std::expected<std::vector<RecordSet::Slice>, std::string>;

/// A member of the object that the document is: its name and where its value stands.
struct Member {
  std::string name;
  size_t begin = 0, end = 0;
};
/// The members of a document that is one object; an error says where it breaks off. A document that is a list has
/// none.
std::expected<std::vector<Member>, std::string> scan_members(std::string_view document);

/// The elements of the list that stands at `begin`.
Slices scan_list(std::string_view document, size_t begin);
/// One object a line.
Slices scan_lines(std::string_view document);
/// The rows of a CSV text, the header first; an end of line within quotes is none.
Slices scan_rows(std::string_view document);
/// The cells of a row.
std::vector<std::string> cells_of(std::string_view row);

/// The first byte that is no white space, from `at` on.
size_t skip_blank(std::string_view document, size_t at);

}  // namespace treaty::sandbox
