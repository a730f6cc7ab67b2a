#pragma once

// Whether two contracts say the same, and whether they mean the same.

#include <string>

#include "compiler/ast/ast.h"
#include "compiler/driver/pipeline.h"

namespace treaty::mutations {

/// The tree in words: equal for contracts that differ in layout and comments only.
std::string tree_of(const ast::Contract& contract);

/// The same, equal too for contracts whose entries stand in another order where none matters: lines of a map, entries of a system.
std::string unordered_tree_of(const ast::Contract& contract);

/// Everything a contract without errors means: its program and manifest, the way back, and what is agreed beside them. Two trees
/// may mean the same: `(a)` and `a`, a table that nothing uses.
std::string meaning_of(const driver::Compilation& compilation);

}  // namespace treaty::mutations
