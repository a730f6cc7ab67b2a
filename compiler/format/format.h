#pragma once

#include <optional>
#include <string>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/source/source.h"

namespace treaty::format {

/// The file laid out: two spaces a block, spaces around arrows, steps and operators, the arrows of a run of field
/// lines in one column. What the author aligned by hand stays; comments and line breaks stay. Formatting twice
/// changes nothing more. Nothing when the file has syntax errors, which are then in `out`.
std::optional<std::string> format(const source::FileSet& files, source::FileId file, diagnostics::Diagnostics& out);

/// The words of a file without comments and layout: equal for files that mean the same word for word. What the
/// semantic hash is taken of.
std::string canonical(const source::FileSet& files, source::FileId file);

}  // namespace treaty::format
