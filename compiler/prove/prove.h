#pragma once

// Whether what flows both ways comes back: tried on values, of each type and of the contract's own tables.

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/facts/facts.h"
#include "compiler/interpret/interpret.h"
#include "compiler/source/source.h"

namespace treaty::prove {

/// Runs a map of a program over a record; the native code, or the interpreter.
using Run = std::function<std::vector<interpret::Result>(uint32_t map, std::string_view record)>;
using MakeRun = std::function<Run(const ir::Program& program)>;
/// The reference interpreter.
Run interpreted(const ir::Program& program);

/// Adds to each `no_reverse` two values that cannot be told apart afterwards, where such are found.
void add_witnesses(const facts::Facts& facts, const source::FileSet& files, diagnostics::Diagnostics& diagnostics);

/// Reports patterns that are written out and cannot be read. The facts must be free of errors.
void check_patterns(const facts::Facts& facts, const source::FileSet& files, diagnostics::Diagnostics& diagnostics);

/// A value that did not come back: `before` became `there`, and that came back as `back`, which becomes `again`;
/// texts, empty where it was refused.
struct Broken {
  const facts::Map* map = nullptr;
  const ast::FieldLine* line = nullptr;
  std::string property, before, there, back, again;
};
/// For every line that flows both ways: what comes back goes there again as it was (`get(put(s, v)) = v`, up to a
/// canonical form). At most one finding a line. The facts must be free of errors.
std::vector<Broken> check_laws(const facts::Facts& facts, const source::FileSet& files, const MakeRun& make);
/// The same as diagnostics.
void report_laws(const facts::Facts& facts, const source::FileSet& files, diagnostics::Diagnostics& diagnostics);

}  // namespace treaty::prove
