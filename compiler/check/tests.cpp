// Declared tests: that they could pass at all. Running them is the driver's business.

#include <algorithm>

#include "compiler/ast/leaves.h"
#include "compiler/base/match.h"
#include "compiler/check/agreements.h"
#include "compiler/check/maps.h"
#include "compiler/check/once.h"
#include "compiler/check/tables.h"

namespace treaty::check {
namespace {

/// Values written out, records and lists of them.
bool is_value(const ast::Expr& expr) {
  return match(
      expr.node, [](const ast::Missing&) { return true; }, [](const ast::NullLiteral&) { return true; },
      [](const ast::BooleanLiteral&) { return true; }, [](const ast::NumberLiteral&) { return true; },
      [](const ast::TextLiteral&) { return true; }, [](const ast::DurationLiteral&) { return false; },
      [](const ast::Path&) { return false; }, [](const ast::Interpolation&) { return false; },
      [](const ast::ListExpr& list) { return std::ranges::all_of(list.items, is_value); },
      [](const ast::RecordExpr& record) {
        return std::ranges::all_of(record.entries, [](const auto& entry) { return is_value(entry.value); });
      },
      [](const ast::PicklistStep&) { return false; }, [](const ast::Call&) { return false; },
      [](const ast::Pipe&) { return false; },
      [](const ast::Unary& unary) { return std::holds_alternative<ast::NumberLiteral>(unary.operand->node); },
      [](const ast::Binary&) { return false; }, [](const ast::If&) { return false; });
}

void check_once(Context& context, const ast::RecordExpr& record) {
  Once once(context);
  for (const ast::RecordExpr::Entry& entry : record.entries) {
    once(entry.name.text, entry.name.span);
    if (const auto* inner = std::get_if<ast::RecordExpr>(&entry.value.node)) {
      check_once(context, *inner);
    }
  }
}

void check_values(Context& context, const ast::RecordExpr& record) {
  check_once(context, record);
  for (const ast::RecordExpr::Entry& entry : record.entries) {
    if (!is_value(entry.value)) {
      context.out.report(entry.value.span, diagnostics::test_value);
    }
  }
}

/// The fields of a given record, nested ones too, against the document.
void check_fields(Context& context, const ast::RecordExpr& given, const schema::Record& record,
                  const std::string& name) {
  for (const ast::RecordExpr::Entry& entry : given.entries) {
    const schema::Field* field = record.find(entry.name.text);
    if (!field && !record.open) {
      auto& said = context.out.report(entry.name.span, diagnostics::unknown_field, entry.name.text, name);
      suggest(said, entry.name.text, entry.name.span, names_of(record.fields, &schema::Field::name));
    } else if (const auto* inner = std::get_if<ast::RecordExpr>(&entry.value.node); inner && field && field->record) {
      check_fields(context, *inner, *field->record, name + "." + entry.name.text);
    }
  }
}

/// The type of a value written out, as a document would call it.
std::optional<Type> type_of_value(const ast::Expr& value) {
  return match(
      value.node, [](const ast::TextLiteral&) { return std::optional(Type::of(Kind::text)); },
      [](const ast::BooleanLiteral&) { return std::optional(Type::of(Kind::boolean)); },
      [](const ast::NumberLiteral& number) {
        const bool whole = number.digits.find('.') == std::string::npos;
        return std::optional(Type::of(whole ? Kind::integer : Kind::decimal));
      },
      [](const ast::ListExpr&) { return std::optional(Type::of(Kind::list)); },
      [](const ast::RecordExpr&) { return std::optional(Type::of(Kind::record)); },
      [](const auto&) { return std::optional<Type>(); });
}

/// Whether a reader takes this JSON value for the type: dates, times and options are texts there.
bool reads_as(const Type& given, const Type& wanted) {
  switch (wanted.kind) {
    case Kind::text:
    case Kind::date:
    case Kind::timestamp:
    case Kind::duration:
    case Kind::enumeration:
      return given.kind == Kind::text;
    case Kind::integer:
      return given.kind == Kind::integer;
    case Kind::decimal:
      return is_number(given) || given.kind == Kind::text;
    case Kind::boolean:
    case Kind::list:
    case Kind::record:
      return given.kind == wanted.kind;
    default:
      return true;
  }
}

/// A record that is meant to pass, against the types of the document.
void check_types(Context& context, const ast::RecordExpr& given, const schema::Record& record) {
  for (const ast::RecordExpr::Entry& entry : given.entries) {
    const schema::Field* field = record.find(entry.name.text);
    const auto type = type_of_value(entry.value);
    if (!field || !type) {
      continue;
    }
    if (!reads_as(*type, field->type)) {
      context.out.report(entry.value.span, diagnostics::test_value_type, entry.name.text, describe(field->type),
                         describe(*type));
    } else if (const auto* inner = std::get_if<ast::RecordExpr>(&entry.value.node); inner && field->record) {
      check_types(context, *inner, *field->record);
    }
  }
}

/// A given record of HubSpot: its properties against the portal.
void check_properties(Context& context, const ast::RecordExpr& given, const facts::Map* map) {
  for (const ast::RecordExpr::Entry& entry : given.entries) {
    if (map && map->object && !map->object->find(entry.name.text)) {
      auto& said =
          context.out.report(entry.name.span, diagnostics::unknown_property, entry.name.text, map->object->name);
      suggest(said, entry.name.text, entry.name.span, names_of(map->object->properties, &schema::Property::name));
    }
  }
}

/// The fields that a map's lines write from right to left.
std::vector<std::string> written_back(const facts::Map& map) {
  std::vector<std::string> names;
  for (const facts::ReverseField& field : map.reverse) {
    std::string path;
    for (const facts::Segment& segment : field.path) {
      const auto* name = std::get_if<std::string>(&segment);
      path += (path.empty() ? "" : ".") + (name ? *name : std::to_string(std::get<int64_t>(segment)));
    }
    names.push_back(std::move(path));
  }
  return names;
}

void check_written(Context& context, const std::string& name, source::Span span,
                   const std::vector<std::string>& names, const facts::Map& map) {
  if (std::ranges::find(names, name) == names.end() && !has_unread_lines(map)) {
    suggest(context.out.report(span, diagnostics::expected_not_written, name, map.name), name, span, names);
  }
}

void check_expected_left(Context& context, const ast::RecordExpr& record, const facts::Map& map) {
  check_values(context, record);
  const std::vector<std::string> names = written_back(map);
  for (const ast::Leaf& leaf : ast::leaves(record)) {
    check_written(context, leaf.name, leaf.span, names, map);
  }
}

void check_keep(Context& context, const ast::TestExpect::Keep& keep, const facts::Map& map,
                ast::TestGiven::Side given) {
  const std::vector<std::string> names =
      given == ast::TestGiven::Side::left ? names_of(map.fields, &facts::Field::property) : written_back(map);
  for (const ast::QualifiedName& field : keep.fields) {
    check_written(context, ast::dotted(field), field.span, names, map);
  }
}

void check_list(Context& context, const ast::TestExpect::InList& expect, const facts::Map& map) {
  std::vector<std::string> names;
  for (const facts::ListMembership& list : map.lists) {
    names.push_back(list.tree->list.value);
  }
  if (std::ranges::find(names, expect.list.value) == names.end()) {
    suggest(context.out.report(expect.list.span, diagnostics::unknown_list, expect.list.value, map.name),
            expect.list.value, expect.list.span, names);
  }
}

bool meant_to_pass(const ast::Test& test) {
  return std::ranges::none_of(test.entries, [](const ast::TestEntry& entry) {
    const auto* expect = std::get_if<ast::TestExpect>(&entry.node);
    return expect && std::holds_alternative<ast::TestExpect::Reject>(expect->expectation);
  });
}

void check_given(Context& context, const ast::TestGiven& given, const facts::Map* map, bool passes) {
  const auto* expr = std::get_if<ast::Expr>(&given.input);
  const auto* record = expr ? std::get_if<ast::RecordExpr>(&expr->node) : nullptr;
  if (!record) {
    return;
  }
  check_values(context, *record);
  if (given.side == ast::TestGiven::Side::right) {
    check_properties(context, *record, map);
  } else if (map && map->resource) {
    check_fields(context, *record, *map->resource->record, map->source->name + "." + map->resource->name);
    if (passes) {
      check_types(context, *record, *map->resource->record);
    }
  }
}

void check_expected(Context& context, const ast::RecordExpr& record, const facts::Map& map) {
  check_values(context, record);
  for (const ast::RecordExpr::Entry& entry : record.entries) {
    if (std::ranges::find(map.fields, entry.name.text, &facts::Field::property) == map.fields.end() &&
        !has_unread_lines(map)) {
      auto& said = context.out.report(entry.name.span, diagnostics::expected_not_written, entry.name.text, map.name);
      suggest(said, entry.name.text, entry.name.span, names_of(map.fields, &facts::Field::property));
    }
  }
}

void check_reject(Context& context, const ast::TestExpect::Reject& reject, const facts::Map& map) {
  if (!map.resource || !map.object) {
    return;  // it was reported
  }
  for (const ast::Name& name : reject.fields) {
    const bool target = std::ranges::find(map.fields, name.text, &facts::Field::property) != map.fields.end();
    const auto used = context.used_by.find(&map);
    const bool source = used != context.used_by.end() && used->second.contains(name.text);
    if (!target && !source && !has_unread_lines(map)) {
      context.out.report(name.span, diagnostics::expected_not_written, name.text, map.name);
    }
  }
}

/// Rows of the test's own: of a table there is, with values as it has them.
void check_test_table(Context& context, const ast::TestTable& given) {
  const auto known = context.tables.find(given.table.text);
  if (known == context.tables.end()) {
    report_undeclared(context, given.table.span, diagnostics::unknown_table, given.table.text,
                      keys_of(context.tables));
    return;
  }
  facts::Table table = read_rows(context, given.table, given.rows);
  const Type& wanted = context.facts.tables[known->second.index].value;
  if (!is_unknown(wanted) && !is_unknown(table.value) && !types::fits(table.value, wanted)) {
    context.out.report(given.table.span, diagnostics::test_table_value, given.table.text, describe(wanted),
                       describe(table.value));
  }
  table.value = wanted;
  context.facts.test_tables.emplace(&given, std::move(table));
}

void check_expect(Context& context, const ast::TestExpect& expect, const facts::Map* map,
                  ast::TestGiven::Side given) {
  match(
      expect.expectation, [](const ast::TestExpect::Filtered&) {},
      [&](const ast::TestExpect::InList& list) {
        if (map) {
          check_list(context, list, *map);
        }
      },
      [&](const ast::TestExpect::Keep& keep) {
        if (map) {
          check_keep(context, keep, *map, given);
        }
      },
      [&](const ast::TestExpect::Reject& reject) {
        if (map) {
          check_reject(context, reject, *map);
        }
      },
      [&](const ast::TestExpect::Record& record) {
        const auto* fields = std::get_if<ast::RecordExpr>(&record.record.node);
        if (fields && map && map->object) {
          record.side == ast::TestGiven::Side::left ? check_expected_left(context, *fields, *map)
                                                    : check_expected(context, *fields, *map);
        }
      });
}

const facts::Map* find_map(Context& context, const ast::Test& test) {
  if (!test.map) {
    context.out.report(test.name.span, diagnostics::test_without_map, test.name.text);
    return nullptr;
  }
  const facts::Map* map = context.facts.map(test.map->text);
  if (!map) {
    suggest(context.out.report(test.map->span, diagnostics::unknown_map, test.map->text), test.map->text,
            test.map->span, keys_of(context.maps));
  }
  return map;
}

/// What becomes of the record, as an expectation says: one thing only.
std::string outcome_of(const ast::TestExpect& expect) {
  return match(
      expect.expectation, [](const ast::TestExpect::Filtered&) { return std::string("filtered"); },
      [](const ast::TestExpect::Reject&) { return std::string("reject"); },
      [](const ast::TestExpect::Record&) { return std::string("{ … }"); },
      [](const ast::TestExpect::Keep&) { return std::string("keep"); },
      [](const ast::TestExpect::InList& list) { return std::string(list.negated ? "" : "in list"); });
}

/// Expectations that exclude one another, and one that nothing could meet.
void check_outcomes(Context& context, const ast::Test& test, const facts::Map* map) {
  const ast::TestEntry* first = nullptr;
  std::string before;
  for (const ast::TestEntry& entry : test.entries) {
    const auto* expect = std::get_if<ast::TestExpect>(&entry.node);
    const std::string outcome = expect ? outcome_of(*expect) : "";
    const auto ends = [](const std::string& one) { return one == "filtered" || one == "reject"; };
    if (outcome.empty()) {
      continue;
    }
    if (outcome == "filtered" && map && !map->where && !has_unread_lines(*map)) {
      context.out.report(entry.span, diagnostics::never_filtered, map->name);
    }
    if (first && outcome != before && (ends(outcome) || ends(before))) {
      context.out.report(entry.span, diagnostics::expects_both, before, outcome)
          .labels.push_back({.span = first->span, .text = "the other"});
      return;
    }
    first = first ? first : &entry;
    before = before.empty() ? outcome : before;
  }
}

void check_test(Context& context, const ast::Test& test) {
  const facts::Map* map = find_map(context, test);
  ast::TestGiven::Side side = ast::TestGiven::Side::left;
  bool given = false;
  bool expected = false;
  bool damaged = false;
  Once once(context);
  for (const ast::TestEntry& entry : test.entries) {
    match(
        entry.node, [&](const ast::Bad&) { damaged = true; },
        [&](const ast::TestGiven& one) {
          given = true;
          side = one.side;
          once("given", entry.span);
          check_given(context, one, map, meant_to_pass(test));
        },
        [&](const ast::TestTable& table) {
          once("given table " + table.table.text, entry.span);
          check_test_table(context, table);
        },
        [&](const ast::TestExpect& one) {
          expected = true;
          const auto* record = std::get_if<ast::TestExpect::Record>(&one.expectation);
          const bool list = std::holds_alternative<ast::TestExpect::InList>(one.expectation);
          if (given && ((record && record->side == side) || (list && side == ast::TestGiven::Side::right))) {
            context.out.report(entry.span, diagnostics::test_sides);
          } else {
            check_expect(context, one, map, side);
          }
        });
  }
  check_outcomes(context, test, map);
  if (!given && !damaged) {
    context.out.report(test.name.span, diagnostics::test_without_given, test.name.text);
  }
  if (!expected && !damaged) {
    context.out.report(test.name.span, diagnostics::test_without_expectation, test.name.text);
  }
}

}  // namespace

void check_tests(Context& context) {
  std::map<std::string, source::Span> seen;
  for (const ast::Item& item : context.in.contract.items) {
    const auto* test = std::get_if<ast::Test>(&item.node);
    if (!test) {
      continue;
    }
    if (const auto [before, fresh] = seen.emplace(test->name.text, test->name.span); !fresh) {
      context.out.report(test->name.span, diagnostics::duplicate_name, "test", test->name.text)
          .labels.push_back({.span = before->second, .text = "first here"});
    }
    check_test(context, *test);
  }
}

}  // namespace treaty::check
