// Which way a map flows, and whether its lines do.

#include <algorithm>

#include "compiler/check/maps.h"

namespace treaty::check {
namespace {

/// The lines that flow against the map's own arrow.
void add_against(ast::Arrow arrow, const std::vector<ast::MapEntry>& entries,
                 std::vector<const ast::FieldLine*>& against, std::set<ast::Arrow>& all) {
  for (const ast::MapEntry& entry : entries) {
    if (const auto* group = std::get_if<ast::Group>(&entry.node)) {
      add_against(arrow, group->entries, against, all);
    } else if (const auto* line = std::get_if<ast::FieldLine>(&entry.node)) {
      all.insert(line->arrow);
      if (line->arrow != arrow) {
        against.push_back(line);
      }
    }
  }
}

/// Whether the arrow in the map's head was misspelt: what it is meant to be is not known.
bool has_unread_arrow(const Context& context, const facts::Map& map) {
  return std::ranges::any_of(context.out.all(), [&](const diagnostics::Diagnostic& said) {
    return said.row == diagnostics::not_an_arrow.row && said.span == map.tree->arrow_span;
  });
}

}  // namespace

/// One line against a map that flows one way is that line's mistake; several are the map's, which is then taken to
/// flow as they do.
void check_arrows(Context& context, facts::Map& map) {
  std::vector<const ast::FieldLine*> against;
  std::set<ast::Arrow> all;
  add_against(map.arrow, map.tree->entries, against, all);
  const bool unread = has_unread_arrow(context, map);
  if (map.arrow == ast::Arrow::both || against.empty() || (against.size() < 2 && !unread)) {
    return;
  }
  map.arrow = all.size() == 1 ? *all.begin() : ast::Arrow::both;
  if (unread) {
    return;
  }
  const std::string said(ast::text_of(map.tree->arrow)), meant(ast::text_of(map.arrow));
  auto& wrong = context.out.report(map.tree->arrow_span, diagnostics::lines_against_arrow, said,
                                   std::to_string(against.size()), meant);
  wrong.fixes.push_back({.span = map.tree->arrow_span, .replacement = meant, .certain = false});
  for (const ast::FieldLine* line : against) {
    wrong.labels.push_back({.span = line->arrow_span, .text = "flows otherwise"});
  }
}

void check_flow(Context& context, const facts::Map& map) {
  std::vector<const ast::FieldLine*> against;
  std::set<ast::Arrow> all;
  add_against(map.arrow, map.tree->entries, against, all);
  const bool forward = all.size() == 1 && all.contains(ast::Arrow::forward);  // of others that cannot, it was said
  if (map.tree->arrow == ast::Arrow::both && forward && !map.fields.empty() && map.object) {
    context.out.report(map.tree->arrow_span, diagnostics::never_flows_back, map.name);
  }
}

}  // namespace treaty::check
