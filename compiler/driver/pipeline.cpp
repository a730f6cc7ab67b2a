#include "compiler/driver/pipeline.h"

#include <algorithm>

#include <algorithm>
#include <set>

#include "compiler/budget/budget.h"
#include "compiler/check/check.h"
#include "compiler/driver/documents.h"
#include "compiler/driver/semantic_hash.h"
#include "compiler/ir/shape.h"
#include "compiler/lower/lower.h"
#include "compiler/parse/secrets.h"
#include "compiler/prove/prove.h"

namespace treaty::driver {
namespace {

/// Agreements between people: nothing in a run asks who approves, or waits for open work. Whoever starts one must
/// know.
void add_unasked(const facts::Agreements& agreements, std::vector<std::string>& not_in_force) {
  for (const ast::Pending* pending : agreements.pending) {
    for (const ast::Name& map : pending->blocks) {
      not_in_force.push_back("pending " + pending->name.text + " blocks " + map.text);
    }
  }
  if (std::ranges::any_of(agreements.parties, [](const ast::Party* party) { return !party->approves.empty(); })) {
    not_in_force.emplace_back("approves");
  }
}

}  // namespace

Compilation check(const std::string& path, const ReadFile& read, const std::string& today,
                  std::shared_ptr<documents::Shelf> shelf) {
  Compilation compilation;
  read_contract(compilation, path, read);                                      // text → tree, imports too
  check::Documents documents = read_documents(compilation, path, read);  // what the trees name
  if (shelf) {
    documents.shelf = std::move(shelf);
  }
  std::vector<const ast::Contract*> libraries;
  for (const ast::Contract& library : compilation.libraries) {
    libraries.push_back(&library);
  }
  const check::Inputs inputs{compilation.files, compilation.contract,     libraries,
                             documents,         compilation.imports_read, today};
  compilation.facts = check::check(inputs, compilation.diagnostics);  // tree → facts
  const bool whole = compilation.contract.unread.empty() &&
                     std::ranges::none_of(compilation.diagnostics.all(), [](const diagnostics::Diagnostic& said) {
                       return said.row == diagnostics::entry_twice.row;  // a limit, perhaps: of which speed?
                     });
  if (whole) {
    compilation.reckoning = budget::reckon(compilation.facts, compilation.diagnostics);  // can it be kept?
  }
  prove::add_witnesses(compilation.facts, compilation.files, compilation.diagnostics);
  if (compilation.ok()) {
    prove::check_patterns(compilation.facts, compilation.files, compilation.diagnostics);
  }
  if (compilation.ok()) {
    prove::report_laws(compilation.facts, compilation.files, compilation.diagnostics);  // what flows both ways, tried
  }
  check::apply_allows(compilation.contract, compilation.files,
                      compilation.diagnostics);  // takes out what was reported
  compilation.diagnostics.sort();
  if (!compilation.ok()) {
    parse::conceal_secrets(compilation.files, compilation.diagnostics);
  }
  return compilation;
}

namespace {

/// What nobody who reads the program could take, `else if` behind `else if`, is said where it stands.
bool refuse_what_nests_too_deep(Compilation& compilation) {
  const std::vector<ir::MapProgram>& maps = compilation.program->maps;
  const auto refuse = [&](const ir::Block& block, source::Span span) {
    if (ir::depth_of(block) > ir::deepest_block) compilation.diagnostics.report(span, diagnostics::nested_too_deep);
  };
  for (size_t m = 0; m < maps.size(); ++m) {
    const facts::Map& map = *compilation.facts.maps[m];
    if (maps[m].where) refuse(*maps[m].where, map.where->span);
    for (size_t f = 0; f < maps[m].fields.size(); ++f) refuse(maps[m].fields[f].value, map.fields[f].span);
    for (size_t a = 0; a < maps[m].associations.size(); ++a) {
      refuse(maps[m].associations[a].key, map.associations[a].key->span);
    }
  }
  return !compilation.ok();
}

}  // namespace

void refuse_library(Compilation& compilation) {
  if (compilation.is_library()) {
    compilation.diagnostics.report({.file = compilation.contract.file}, diagnostics::no_header)
        .notes.emplace_back(
            "it reads as a library: `check` and `test` take it as it is, everything else a contract that imports it");
  }
}

Compilation compile(const std::string& path, const ReadFile& read, const std::string& today,
                    std::shared_ptr<documents::Shelf> shelf) {
  Compilation compilation = check(path, read, today, std::move(shelf));
  refuse_library(compilation);
  add_program(compilation);
  return compilation;
}

void add_program(Compilation& compilation) {
  if (!compilation.ok() || compilation.is_library()) {
    return;
  }
  compilation.program = lower::lower(compilation.facts, compilation.files);  // tree + facts → IR
  if (refuse_what_nests_too_deep(compilation)) {
    compilation.program.reset();
    return;
  }
  compilation.manifest = lower::describe(compilation.facts, compilation.contract, compilation.files);
  compilation.manifest->semantic_hash = semantic_hash(*compilation.program, *compilation.manifest);
  add_unasked(compilation.facts.agreements, compilation.manifest->not_in_force);  // no run means anything else by it
}

}  // namespace treaty::driver
