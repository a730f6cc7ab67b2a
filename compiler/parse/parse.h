#pragma once

#include <string_view>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/diagnostics/diagnostics.h"
#include "compiler/source/source.h"

namespace treaty::parse {

/// The tree of a file. Never fails: what cannot be read is reported once and stands as `Bad` or `Missing` in the
/// tree. A file with a header is a contract; without one it is a library of tables, picklists and transforms.
ast::Contract parse(const source::FileSet& files, source::FileId file, diagnostics::Diagnostics& out);

/// A single pipeline, as `treaty try` takes it; names it as a path or value through steps.
ast::Expr parse_expression(const source::FileSet& files, source::FileId file, diagnostics::Diagnostics& out);

/// The words of a text with what stands between them, for the formatter.
struct Word {
  enum class Kind { word, comment, newline };
  Kind kind = Kind::word;
  source::Span span;
};
std::vector<Word> words(const source::FileSet& files, source::FileId file);

}  // namespace treaty::parse
