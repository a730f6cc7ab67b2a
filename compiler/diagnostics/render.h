#pragma once

#include <string>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/source/source.h"

namespace treaty::diagnostics {

struct RenderOptions {
  bool color = false;
};

/// For people: what, where with the line underlined, why it matters, how to mend it, and a line that counts at the
/// end.
std::string render_text(const Diagnostics& diagnostics, const source::FileSet& files, RenderOptions options);

/// For programs: `{"errors": 1, "warnings": 0, "diagnostics": [{"code", "name", "severity", "message", "why", "mend",
/// "span": {"file", "line", "column", "endLine", "endColumn", "offset", "length"}, "labels", "notes", "fixes"}]}`.
/// Lines and columns count from 1, columns in code points; offsets in bytes.
std::string render_json(const Diagnostics& diagnostics, const source::FileSet& files);

}  // namespace treaty::diagnostics
