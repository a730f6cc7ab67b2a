#include "compiler/base/match.h"
#include "compiler/check/agreements.h"
#include "compiler/check/amounts.h"
#include "compiler/check/check.h"
#include "compiler/check/context.h"

namespace treaty::check {
namespace {

/// One `allow` for everything inside `block`; it is all of `entry`.
void apply(diagnostics::Diagnostics& out, const ast::Allow& allow, source::Span entry, source::Span block) {
  check_not_empty(out, allow.reason, "allow " + allow.code.text);
  const auto row = diagnostics::find_row(allow.code.text);
  if (!row) {
    out.report(allow.code.span, diagnostics::allow_unknown, allow.code.text);
    return;
  }
  if (diagnostics::rows()[static_cast<size_t>(*row)].severity == diagnostics::Severity::error) {
    out.report(allow.code.span, diagnostics::allow_of_error, allow.code.text);
    return;
  }
  const size_t taken = out.take_out(
      [&](const diagnostics::Diagnostic& said) { return said.row == *row && within(said.span, block); });
  if (taken == 0 && !out.has_errors()) {  // beside a mistake not all that would be warned of is said
    out.report(allow.code.span, diagnostics::allow_unused, allow.code.text)
        .fixes.push_back({.span = entry, .replacement = ""});
  }
}

/// The `allow`s among the entries of one block.
template <class Entries>
void apply_entries(diagnostics::Diagnostics& out, const Entries& entries, source::Span block) {
  for (const auto& entry : entries) {
    if (const auto* allow = std::get_if<ast::Allow>(&entry.node)) {
      apply(out, *allow, entry.span, block);
    }
  }
}

void apply_map(diagnostics::Diagnostics& out, const std::vector<ast::MapEntry>& entries, source::Span block) {
  for (const ast::MapEntry& entry : entries) {
    if (const auto* group = std::get_if<ast::Group>(&entry.node)) {
      apply_map(out, group->entries, entry.span);
    }
  }
  apply_entries(out, entries, block);
}

}  // namespace

void apply_allows(const ast::Contract& contract, const source::FileSet& files, diagnostics::Diagnostics& out) {
  const auto file = contract.file;
  const source::Span whole{file, 0, static_cast<uint32_t>(files[file].text().size())};
  for (const ast::Item& item : contract.items) {
    if (const auto* map = std::get_if<ast::Map>(&item.node)) {
      apply_map(out, map->entries, item.span);
    } else if (const auto* system = std::get_if<ast::System>(&item.node)) {
      for (const ast::SystemEntry& entry : system->entries) {
        if (const auto* resource = std::get_if<ast::Resource>(&entry.node)) {
          apply_entries(out, resource->entries, entry.span);
        }
      }
      apply_entries(out, system->entries, item.span);
    }
  }
  apply_entries(out, contract.items, whole);
}

}  // namespace treaty::check
