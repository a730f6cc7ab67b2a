// The fields that no line writes, and why.

#include "compiler/doc/sections.h"
#include "compiler/lineage/coverage.h"

namespace treaty::doc {
namespace {

Line never_because(const Gathered& gathered, const std::string& field) {
  for (const ast::Item& item : gathered.compilation.contract.items) {
    const auto* privacy = std::get_if<ast::Privacy>(&item.node);
    for (size_t i = 0; privacy && i < privacy->entries.size(); ++i) {
      const ast::Privacy::Entry& entry = privacy->entries[i];
      for (const ast::Expr& path : entry.paths) {
        const std::string named(gathered.compilation.files.text(path.span));
        if (entry.label.text == "never" && entry.reason && within({named}, field)) {
          return entry.reason->value;
        }
      }
    }
  }
  return "must not leave its system";
}

}  // namespace

Section left_out(const Gathered& gathered) {
  Section section{.title = "Fields left out, and why", .blocks = {}, .sections = {}};
  Table table;
  table.caption = "Fields of the source that no line writes";
  table.columns = {"Source", "Field", "Why"};
  for (const lineage::CoverageTable& coverage : lineage::coverage_of(gathered.facts)) {
    for (const lineage::CoverageRow& row : coverage.rows) {
      const bool out = row.state == "ignored" || row.state == "never" || row.state == "unmapped";
      if (coverage.target || !out) {
        continue;
      }
      const Line why = row.state == "never"      ? never_because(gathered, row.name)
                       : row.state == "unmapped" ? open("nothing is said about it")
                       : row.detail.empty()      ? open("no reason is given")
                                                 : Line(row.detail);
      table.rows.push_back({title_of(gathered.facts, coverage.system) + " " + coverage.dataset, code(row.name), why});
    }
  }
  if (!table.rows.empty()) {
    section.blocks.emplace_back(std::move(table));
  }
  return section;
}

}  // namespace treaty::doc
