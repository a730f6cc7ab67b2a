// Declared tests: that they could pass at all. Running them is the driver's business.

#include <algorithm>

#include "compiler/ast/leaves.h"
#include "compiler/base/match.h"
#include "compiler/check/agreements.h"
#include "compiler/check/given.h"
#include "compiler/check/maps.h"
#include "compiler/check/once.h"
#include "compiler/check/tables.h"

namespace treaty::check {
namespace {

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
  if (!map && !context.in.contract.header && context.maps.empty()) {
    return nullptr;  // a library: that it is no contract is said
  }
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
  std::vector<source::Span> early;  // what is expected before there is a record
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
          if (!given) {
            early.push_back(entry.span);
          }
          const auto* reject = std::get_if<ast::TestExpect::Reject>(&one.expectation);
          if (reject && reject->fields.empty()) {
            context.out.report(entry.span, diagnostics::reject_of_anything);
          }
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
  if (given && !damaged && !early.empty()) {
    context.out.report(early.front(), diagnostics::expect_before_given);
  }
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
