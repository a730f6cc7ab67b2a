#include "compiler/base/match.h"
#include "compiler/check/agreements.h"
#include "compiler/check/amounts.h"

namespace treaty::check {
namespace {

bool within(source::Span inner, source::Span outer) {
  return inner.file == outer.file && inner.begin >= outer.begin && inner.end <= outer.end;
}

/// One `allow` for everything inside `block`; it is all of `entry`.
void apply(Context& context, const ast::Allow& allow, source::Span entry, source::Span block) {
  check_not_empty(context, allow.reason, "allow " + allow.code.text);
  const auto row = diagnostics::find_row(allow.code.text);
  if (!row) {
    context.out.report(allow.code.span, diagnostics::allow_unknown, allow.code.text);
    return;
  }
  if (diagnostics::rows()[static_cast<size_t>(*row)].severity == diagnostics::Severity::error) {
    context.out.report(allow.code.span, diagnostics::allow_of_error, allow.code.text);
    return;
  }
  const size_t taken = context.out.take_out(
      [&](const diagnostics::Diagnostic& said) { return said.row == *row && within(said.span, block); });
  if (taken == 0 && !context.out.has_errors()) {  // beside a mistake not all that would be warned of is said
    context.out.report(allow.code.span, diagnostics::allow_unused, allow.code.text)
        .fixes.push_back({.span = entry, .replacement = ""});
  }
}

/// The `allow`s among the entries of one block.
template <class Entries>
void apply_entries(Context& context, const Entries& entries, source::Span block) {
  for (const auto& entry : entries) {
    if (const auto* allow = std::get_if<ast::Allow>(&entry.node)) {
      apply(context, *allow, entry.span, block);
    }
  }
}

void apply_map(Context& context, const std::vector<ast::MapEntry>& entries, source::Span block) {
  for (const ast::MapEntry& entry : entries) {
    if (const auto* group = std::get_if<ast::Group>(&entry.node)) {
      apply_map(context, group->entries, entry.span);
    }
  }
  apply_entries(context, entries, block);
}

}  // namespace

void check_allows(Context& context) {
  const auto file = context.in.contract.file;
  const source::Span whole{file, 0, static_cast<uint32_t>(context.in.files[file].text().size())};
  for (const ast::Item& item : context.in.contract.items) {
    if (const auto* map = std::get_if<ast::Map>(&item.node)) {
      apply_map(context, map->entries, item.span);
    } else if (const auto* system = std::get_if<ast::System>(&item.node)) {
      for (const ast::SystemEntry& entry : system->entries) {
        if (const auto* resource = std::get_if<ast::Resource>(&entry.node)) {
          apply_entries(context, resource->entries, entry.span);
        }
      }
      apply_entries(context, system->entries, item.span);
    }
  }
  apply_entries(context, context.in.contract.items, whole);
}

}  // namespace treaty::check
