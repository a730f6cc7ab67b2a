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

/// What is tried of a field of the source (JSON) and of a property (JSON: what HubSpot stores, or null).
struct Leaf;
struct Values {
  std::function<std::vector<std::string>(const Leaf&)> of_source, of_property;
};
/// Usual values and edges, and the contract's own: enough for an answer in milliseconds.
Values usual_values();

struct LawOptions {
  MakeRun make = interpreted;
  Values values = usual_values();
};

/// A value that does not keep a law; records as JSON, empty where there is none because it was refused.
struct Broken {
  enum class Law {
    settles,     ///< what was sent comes back, and is sent again as it was
    keeps,       ///< what HubSpot holds comes over, and is sent as it was, up to its canonical form
    can_return,  ///< what HubSpot holds comes over, and can be sent at all
  };
  Law law = Law::settles;
  const facts::Map* map = nullptr;
  const ast::FieldLine* line = nullptr;
  std::string property;
  std::string source;  ///< of the law `settles`: the record that was sent
  std::string sent;    ///< what HubSpot holds
  std::string back;    ///< what the source has of it
  std::string again;   ///< what HubSpot gets of that
};
/// How many values of a line were put to the test.
struct Tried {
  const facts::Map* map = nullptr;
  const ast::FieldLine* line = nullptr;
  size_t sent = 0;  ///< records that could be sent
  size_t kept = 0;  ///< what HubSpot may hold, and was taken
};
struct Laws {
  std::vector<Broken> broken;  ///< at most one a line
  std::vector<Tried> tried;    ///< every line
};
/// Tries every line that flows both ways, in both directions. The facts must be free of errors.
Laws check_laws(const facts::Facts& facts, const source::FileSet& files, const LawOptions& options = {});
/// The same as diagnostics.
void report_laws(const facts::Facts& facts, const source::FileSet& files, diagnostics::Diagnostics& diagnostics);

}  // namespace treaty::prove
