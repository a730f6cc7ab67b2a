// Tables: rows written out, read from CSV, or loaded from a system when a run begins.

#include "compiler/check/tables.h"
#include "compiler/schema/csv.h"

#include <algorithm>
#include <set>

#include "compiler/base/match.h"
#include "compiler/check/values.h"

namespace treaty::check {

facts::Literal literal_of(const ast::ArmValue& value) {
  switch (value.form) {
    case ast::ArmValue::Form::word:
    case ast::ArmValue::Form::text:
      return value.value;
    case ast::ArmValue::Form::number:
      return facts::Digits{value.value};
    case ast::ArmValue::Form::boolean:
      return value.value == "true";
    case ast::ArmValue::Form::null:
      return nullptr;
  }
  return nullptr;
}

namespace {

void sort_rows(facts::Table& table) {
  std::ranges::stable_sort(table.rows, {}, [](const auto& row) -> const std::string& { return row.first; });
}

/// The digits of a cell: a sign, digits, a point and digits; nothing for anything else.
std::optional<std::string> number_of(std::string_view cell) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const std::string_view digits = cell.starts_with('-') ? cell.substr(1) : cell;
  const size_t point = std::min(digits.find('.'), digits.size());
  const std::string_view whole = digits.substr(0, point);
  const std::string_view fraction = digits.substr(std::min(point + 1, digits.size()));
  constexpr size_t longest = 34;  // digits, as numbers of the language have at most
  const bool sound = !whole.empty() && digits.size() <= longest && std::ranges::all_of(whole, is_digit) &&
                     std::ranges::all_of(fraction, is_digit) && (point == digits.size() || !fraction.empty());
  return sound ? std::optional(std::string(cell)) : std::nullopt;
}

}  // namespace

facts::Table read_rows(Context& context, const ast::Name& name, const ast::Table::Rows& rows) {
  facts::Table table{
      .name = name.text, .key = Type::of(Kind::text), .value = Type::of(Kind::null), .rows = {}, .from = {}};
  std::map<std::string, source::Span> seen;
  bool mixed = false;
  for (const auto& [key, value] : rows.rows) {
    if (const auto [before, fresh] = seen.emplace(key.value, key.span); !fresh) {
      context.out.report(key.span, diagnostics::duplicate_key, key.value, name.text)
          .labels.push_back({.span = before->second, .text = "first here"});
      continue;
    }
    facts::Literal literal = literal_of(value);
    const Type type = type_of(literal);
    if (const auto both = types::common(table.value, type)) {
      table.value = *both;
    } else if (!mixed) {
      context.out.report(value.span, diagnostics::table_values_differ, value.value, describe(type),
                         describe(table.value));
      mixed = true;
    }
    table.rows.emplace_back(key.value, std::move(literal));
  }
  if (rows.rows.empty()) {
    context.out.report(name.span, diagnostics::empty_table, name.text);
  }
  if (mixed || table.value.kind == Kind::null) {
    table.value = Type::of(Kind::unknown);
  }
  sort_rows(table);
  return table;
}

namespace {

std::optional<size_t> column(Context& context, const std::vector<std::string>& header, const ast::Name& name,
                             const std::string& file) {
  const auto found = std::ranges::find(header, name.text);
  if (found != header.end()) {
    return static_cast<size_t>(found - header.begin());
  }
  suggest(context.out.report(name.span, diagnostics::unknown_column, name.text, file), name.text, name.span, header);
  return std::nullopt;
}

/// `value rate as decimal`: the cells are digits.
void read_as_numbers(Context& context, facts::Table& table, const ast::Table::Csv& csv) {
  static const std::map<std::string, Kind> kinds = {
      {"text", Kind::text}, {"integer", Kind::integer}, {"decimal", Kind::decimal}};
  const auto kind = kinds.find(csv.type->text);
  if (kind == kinds.end()) {
    suggest(context.out.report(csv.type->span, diagnostics::table_value_type, csv.type->text), csv.type->text,
            csv.type->span, {"decimal", "integer", "text"});
    table.value = Type::of(Kind::unknown);
    return;
  }
  if (kind->second == Kind::text) {
    return;
  }
  table.value = Type::of(kind->second);
  for (auto& [key, literal] : table.rows) {
    const std::string cell = std::get<std::string>(literal);
    const auto digits = number_of(cell);
    const bool whole = digits && digits->find('.') == std::string::npos;
    if (!digits || (kind->second == Kind::integer && !whole)) {
      context.out.report(csv.value.span, diagnostics::table_value_no_number, cell, csv.type->text);
      table.value = Type::of(Kind::unknown);
      return;
    }
    literal = facts::Digits{*digits};
  }
}

facts::Table read_csv(Context& context, const ast::Table& tree, const ast::Table::Csv& csv) {
  facts::Table table{
      .name = tree.name.text, .key = Type::of(Kind::text), .value = Type::of(Kind::text), .rows = {}, .from = {}};
  const std::string* document = context.in.documents.find(csv.path);
  if (!document) {
    table.value = Type::of(Kind::unknown);
    return table;
  }
  const auto rows = schema::read_csv(*document);
  if (!rows || rows->empty()) {
    context.out.report(csv.path.span, diagnostics::document_unreadable, csv.path.value,
                       rows ? std::string("it has no header") : rows.error());
    table.value = Type::of(Kind::unknown);
    return table;
  }
  const std::vector<std::string>& header = rows->front();
  const auto key = column(context, header, csv.key, csv.path.value);
  const auto value = column(context, header, csv.value, csv.path.value);
  if (!key || !value) {
    table.value = Type::of(Kind::unknown);
    return table;
  }
  std::set<std::string> seen;
  for (size_t i = 1; i < rows->size(); ++i) {
    const std::vector<std::string>& cells = (*rows)[i];
    if (cells.size() <= std::max(*key, *value)) {
      continue;
    }
    if (!seen.insert(cells[*key]).second) {
      context.out.report(csv.path.span, diagnostics::duplicate_key, cells[*key], csv.path.value);
      continue;
    }
    table.rows.emplace_back(cells[*key], cells[*value]);
  }
  if (csv.type) {
    read_as_numbers(context, table, csv);
  }
  sort_rows(table);
  return table;
}

facts::Table read_from(Context& context, const ast::Table& tree, const ast::Table::From& from) {
  facts::Table table{
      .name = tree.name.text, .key = Type::of(Kind::text), .value = Type::of(Kind::text), .rows = {}, .from = {}};
  if (from.object.parts.size() != 2) {
    context.out.report(from.object.span, diagnostics::unknown_object, context.text(from.object.span));
    return table;
  }
  const ast::Name& system_name = from.object.parts[0];
  const ast::Name& object_name = from.object.parts[1];
  const facts::System* system = context.facts.system(system_name.text);
  if (!system && !context.library_alone()) {
    std::vector<std::string> names;
    for (const auto& one : context.facts.systems) {
      names.push_back(one->name);
    }
    suggest(context.out.report(system_name.span, diagnostics::unknown_system, system_name.text), system_name.text,
            system_name.span, names);
  } else if (system && system->portal && object_name.text != "owners") {
    const schema::HubspotObject* object = system->portal->find(object_name.text);
    if (!object) {
      auto& said = context.out.report(object_name.span, diagnostics::unknown_object, object_name.text);
      suggest(said, object_name.text, object_name.span,
              names_of(system->portal->objects, &schema::HubspotObject::name));
    }
    for (const ast::Name* property : {&from.key, &from.value}) {
      if (object && property->text != "id" && !object->find(property->text)) {
        auto& said = context.out.report(property->span, diagnostics::unknown_property, property->text, object->name);
        suggest(said, property->text, property->span, names_of(object->properties, &schema::Property::name));
      }
    }
  }
  table.from = facts::Table::From{system_name.text, object_name.text, from.key.text, from.value.text};
  return table;
}

}  // namespace

void check_tables(Context& context) {
  for (const ast::Item* item : items_of(context)) {
    const auto* tree = std::get_if<ast::Table>(&item->node);
    if (!tree) {
      continue;
    }
    const auto known = context.tables.find(tree->name.text);
    if (known != context.tables.end()) {
      context.out.report(tree->name.span, diagnostics::duplicate_name, "table", tree->name.text)
          .labels.push_back({.span = known->second.tree->name.span, .text = "first here"});
      continue;
    }
    facts::Table table = match(
        tree->content,
        [&](const ast::Bad&) {
          return facts::Table{.name = tree->name.text,
                              .key = Type::of(Kind::text),
                              .value = Type::of(Kind::unknown),
                              .rows = {},
                              .from = {}};
        },
        [&](const ast::Table::Rows& rows) { return read_rows(context, tree->name, rows); },
        [&](const ast::Table::Csv& csv) { return read_csv(context, *tree, csv); },
        [&](const ast::Table::From& from) { return read_from(context, *tree, from); });
    context.tables[tree->name.text] = {.tree = tree, .index = static_cast<uint32_t>(context.facts.tables.size())};
    context.facts.tables.push_back(std::move(table));
  }
}

}  // namespace treaty::check
