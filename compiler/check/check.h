#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/diagnostics/diagnostics.h"
#include "compiler/documents/shelf.h"
#include "compiler/facts/facts.h"
#include "compiler/source/source.h"

namespace treaty::check {

/// The texts of the documents a contract names, by the file that names them and the path as written there. One that
/// could not be read is absent: that was reported.
struct Documents {
  std::map<std::pair<source::FileId, std::string>, std::string> texts;
  /// Where they are taken apart; whoever checks again and again keeps it.
  std::shared_ptr<documents::Shelf> shelf = std::make_shared<documents::Shelf>();

  [[nodiscard]] const std::string* find(const ast::Text& path) const { return find(path.span.file, path.value); }
  [[nodiscard]] const std::string* find(source::FileId file, const std::string& path) const {
    const auto found = texts.find({file, path});
    return found == texts.end() ? nullptr : &found->second;
  }
};

/// A contract with the libraries it imports, those first that others need, and its documents.
struct Inputs {
  const source::FileSet& files;
  const ast::Contract& contract;
  std::vector<const ast::Contract*> libraries;
  const Documents& documents;
  bool complete = true;  ///< false when an import could not be read: unknown tables and steps may stand there
  std::string today;     ///< 2026-11-23, for what ends on a date; empty: no date has passed
};

/// Finds out what the contract means and reports what is wrong with it. Never fails; what could not be understood
/// stands in the facts as unknown. The facts point into the trees.
facts::Facts check(const Inputs& inputs, diagnostics::Diagnostics& diagnostics);
/// `allow CODE "reason"`: takes out the warnings it names, within the block it stands in. Needs everything to be
/// reported, what is found by trying too.
void apply_allows(const ast::Contract& contract, const source::FileSet& files, diagnostics::Diagnostics& out);

}  // namespace treaty::check
