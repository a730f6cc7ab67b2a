#pragma once

// The compiler on one screen: values in, values out.

#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/budget/budget.h"
#include "compiler/diagnostics/diagnostics.h"
#include "compiler/facts/facts.h"
#include "compiler/ir/ir.h"
#include "compiler/package/manifest.h"
#include "compiler/source/source.h"

namespace treaty::documents {
class Shelf;
}

namespace treaty::driver {

/// The bytes of a document, or why they cannot be read. `std/…` is a file of the library, everything else a path as
/// the user would write it. The only way in which a compilation touches the world.
using ReadFile = std::function<std::expected<std::string, std::string>(const std::string& path)>;

/// Reads from disk; `library` is the folder of the library's own .map files.
ReadFile disk(std::string library);

struct Compilation {
  source::FileSet files;
  diagnostics::Diagnostics diagnostics;
  ast::Contract contract;
  std::vector<ast::Contract> libraries;        ///< imported; those first that others need
  bool imports_read = true;                    ///< every import was found
  std::map<std::string, std::string> samples;  ///< documents that tests name, by the path written there
  facts::Facts facts;                          ///< points into the trees
  budget::Reckoning reckoning;
  std::optional<ir::Program> program;          ///< of a contract without errors
  std::optional<package::Manifest> manifest;

  [[nodiscard]] bool ok() const { return !diagnostics.has_errors(); }
  [[nodiscard]] bool is_library() const { return ast::is_library(contract); }
};

/// Everything that can be said of a contract, or of a library alone. `today` (2026-11-23) decides what has ended;
/// empty: nothing has. Who checks the same contract again and again gives the `shelf` where its documents stand taken
/// apart.
Compilation check(const std::string& path, const ReadFile& read, const std::string& today = {},
                  std::shared_ptr<documents::Shelf> shelf = nullptr);
/// Says of a library that it is no contract, for whoever needs one.
void refuse_library(Compilation& compilation);
/// Adds program and manifest to what was checked, where there is no error; a library has none.
void add_program(Compilation& compilation);
/// All of it: of a contract alone, a library is refused.
Compilation compile(const std::string& path, const ReadFile& read, const std::string& today = {},
                    std::shared_ptr<documents::Shelf> shelf = nullptr);

}  // namespace treaty::driver
