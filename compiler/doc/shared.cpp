// Tables, picklists and steps that lines share.

#include <algorithm>

#include <fmt/core.h>

#include "compiler/doc/sections.h"
#include "compiler/doc/words.h"

namespace treaty::doc {
namespace {

constexpr size_t rows_shown = 8;

/// Those written in a step, which have no name of their own, are said with their line.
bool has_name(const Gathered& gathered, const std::string& name) {
  const auto names = [&](const ast::Contract& contract) {
    return std::ranges::any_of(contract.items, [&](const ast::Item& item) {
      const auto* table = std::get_if<ast::Table>(&item.node);
      const auto* picklist = std::get_if<ast::Picklist>(&item.node);
      return (table && table->name.text == name) || (picklist && picklist->name.text == name);
    });
  };
  return names(gathered.compilation.contract) || std::ranges::any_of(gathered.compilation.libraries, names);
}

Cell rows_of(const Gathered& gathered, const facts::Table& table) {
  if (table.from) {
    return Line("read from ") + code(table.from->system + "." + table.from->object) +
           " when a run begins: " + code(table.from->key) + " gives " + code(table.from->value);
  }
  std::vector<Line> rows;
  for (const auto& [key, value] : table.rows) {
    if (rows.size() == rows_shown && !gathered.options.full) {
      rows.push_back(quiet(fmt::format("and {} more", table.rows.size() - rows_shown)));
      break;
    }
    rows.push_back(code(key) + " → " + literal_of(value));
  }
  return gathered.options.full ? Cell(rows) : Cell(joined(rows));
}

void add_steps(const ast::Contract& contract, const source::FileSet& files, Table& table) {
  for (const ast::Item& item : contract.items) {
    const auto* transform = std::get_if<ast::Transform>(&item.node);
    if (!transform) {
      continue;
    }
    std::string doc;
    for (const std::string& line : item.doc) {
      doc += (doc.empty() ? "" : " ") + line;
    }
    std::vector<Line> examples;
    for (const ast::Transform::Example& example : transform->examples) {
      std::string_view text = files.text(example.span);
      text.remove_prefix(text.starts_with("example ") ? std::string_view("example ").size() : 0);
      examples.push_back(code(text));
    }
    table.rows.push_back({code(transform->name.text), doc.empty() ? quiet("not described") : Line(doc), examples});
  }
}

}  // namespace

Section shared_rules(const Gathered& gathered) {
  Section section{.title = "Shared tables and steps", .blocks = {}, .sections = {}};
  Table tables;
  tables.caption = "Tables and lists of values";
  tables.columns = {"Name", "Rows", "What stands in it"};
  for (const facts::Table& table : gathered.facts.tables) {
    if (has_name(gathered, table.name)) {
      tables.rows.push_back(
          {code(table.name), table.from ? "" : std::to_string(table.rows.size()), rows_of(gathered, table)});
    }
  }
  Table steps;
  steps.caption = "Steps of the contract's own";
  steps.columns = {"Name", "What it does", "Examples, tested"};
  add_steps(gathered.compilation.contract, gathered.compilation.files, steps);
  for (const ast::Contract& library : gathered.compilation.libraries) {
    add_steps(library, gathered.compilation.files, steps);
  }
  for (Table* table : {&tables, &steps}) {
    if (!table->rows.empty()) {
      section.blocks.emplace_back(std::move(*table));
    }
  }
  return section;
}

}  // namespace treaty::doc
