// Who takes part and approves what, and the use cases, each with a real record before and after.

#include <algorithm>

#include "compiler/doc/sections.h"
#include "compiler/lineage/inputs.h"

namespace treaty::doc {
namespace {

const ast::Test* test_named(const Gathered& gathered, const std::string& name) {
  for (const ast::Item& item : gathered.compilation.contract.items) {
    const auto* test = std::get_if<ast::Test>(&item.node);
    if (test && test->name.text == name) {
      return test;
    }
  }
  return nullptr;
}

std::vector<std::string> expected_of(const ast::Test* test) {
  std::vector<std::string> names;
  for (const ast::TestEntry& entry : test ? test->entries : std::vector<ast::TestEntry>()) {
    const auto* expect = std::get_if<ast::TestExpect>(&entry.node);
    const auto* record = expect ? std::get_if<ast::TestExpect::Record>(&expect->expectation) : nullptr;
    const auto* fields = record ? std::get_if<ast::RecordExpr>(&record->record.node) : nullptr;
    for (size_t i = 0; fields && i < fields->entries.size(); ++i) {
      names.push_back(fields->entries[i].name.text);
    }
  }
  return names;
}

bool masked(const facts::Map& map, bool reverse, const std::string& property) {
  if (reverse) {
    return within(map.sensitive_paths, property);
  }
  return feeds_private(map, property);
}

std::vector<Line> after(const facts::Map& map, const driver::Trial& trial, const std::vector<std::string>& expected) {
  std::vector<Line> lines;
  for (const driver::TestOutcome& outcome : trial.outcomes) {
    if (outcome.status == "filtered") {
      lines.emplace_back("Filtered out: nothing is written.");
    } else if (outcome.status == "rejected") {
      lines.push_back(strong("Set aside") +
                      (outcome.property.empty() ? Line() : Line(" over ") + code(outcome.property)) + ": " +
                      outcome.reason + ".");
    }
    if (trial.outcomes.size() > 1 && !lines.empty() && outcome.status == "written") {
      lines.push_back(quiet("and a further record:"));
    }
    for (const auto& [property, text] : outcome.values) {
      const bool proven = std::ranges::find(expected, property) != expected.end();
      const std::string shown = !text ? "cleared" : masked(map, trial.reverse, property) ? stars : *text;
      lines.push_back((proven ? strong(property) : Line(property)) + " = " + (text ? code(shown) : quiet(shown)));
    }
  }
  for (const auto& [list, on_it] : trial.lists) {
    lines.push_back(strong(on_it ? "on" : "not on") + " the list \"" + list + "\"");
  }
  return lines;
}

/// The fields of its record that a map reads, for whatever reason.
std::vector<std::string> read_by(const facts::Map& map) {
  lineage::Inputs inputs(map);
  const auto visit = [&](const facts::ValueRef& value) { inputs.visit(value); };
  visit(map.where);
  visit(map.source_key);
  for (const facts::Field& field : map.fields) {
    visit(field.value);
  }
  for (const facts::Association& association : map.associations) {
    visit(association.key);
  }
  for (const facts::ListMembership& list : map.lists) {
    visit(list.condition);
  }
  for (const facts::Subscription& subscription : map.subscriptions) {
    visit(subscription.from);
    std::ranges::for_each(subscription.until, visit);
  }
  std::vector<std::string> paths;
  for (lineage::Input& input : inputs.take()) {
    paths.push_back(std::move(input.field));
  }
  return paths;
}

/// The record that went in; what the map does not look at is named, no more.
std::vector<Line> before_of(const facts::Map& map, const driver::Trial& trial) {
  std::vector<Line> lines;
  std::vector<std::string> others;
  const std::vector<std::string> read = read_by(map);
  for (const auto& [path, text] : trial.reverse ? stored_leaves_of(map, trial.given) : leaves_of(map, trial.given)) {
    const std::string top = path.substr(0, path.find_first_of(".["));
    const bool used = trial.reverse || std::ranges::any_of(read, [&](const std::string& one) {
                        return one == top || one.starts_with(top + ".");
                      });
    if (used) {
      lines.push_back(Line(path) + " = " + (text.empty() ? quiet("empty") : code(text)));
    } else if (std::ranges::find(others, top) == others.end()) {
      others.push_back(top);
    }
  }
  if (!others.empty()) {
    std::vector<Line> names;
    for (const std::string& name : others) {
      names.push_back(quiet(name));
    }
    lines.push_back(quiet("not looked at: ") + joined(names, quiet(", ")));
  }
  return lines;
}

Table example(const Gathered& gathered, const driver::TestResult& result) {
  const ast::Test* test = test_named(gathered, result.name);
  const std::vector<std::string> expected = expected_of(test);
  Table table;
  table.caption = "Test " + result.name + (result.title.empty() ? "" : ": " + result.title) +
                  (result.passed ? " (passes)" : " (FAILS)");
  for (const driver::Trial& trial : result.trials) {
    const facts::Map* map = gathered.facts.map(trial.map);
    const std::string first = title_of(trial.reverse ? *map->target : *map->source);
    const std::string then = title_of(trial.reverse ? *map->source : *map->target);
    table.columns = {"Before: what " + first + " holds", "After: what " + then + " gets"};
    table.rows.push_back({before_of(*map, trial), after(*map, trial, expected)});
  }
  return table;
}

}  // namespace

Section people(const Gathered& gathered) {
  Section section{.title = "People and approvals", .blocks = {}, .sections = {}};
  if (gathered.facts.agreements.parties.empty()) {
    return section;
  }
  Table table;
  table.caption = "Who takes part";
  table.columns = {"Party", "Name in the contract", "Mail", "Approves"};
  for (const ast::Party* party : gathered.facts.agreements.parties) {
    std::vector<Line> topics;
    for (const ast::Name& topic : party->approves) {
      topics.emplace_back(topic.text);
    }
    table.rows.push_back({party->title.value, code(party->name.text), party->email ? party->email->value : "",
                          topics.empty() ? quiet("nothing is named") : joined(topics)});
  }
  section.blocks.emplace_back(std::move(table));
  return section;
}

Section use_cases(const Gathered& gathered) {
  Section section{.title = "Use cases", .blocks = {}, .sections = {}};
  std::vector<std::string> shown;
  const auto result_of = [&](const std::string& name) {
    return std::ranges::find_if(gathered.tests.results, [&](const driver::TestResult& one) {
      return one.kind == "test" && one.name == name;
    });
  };
  for (const ast::UseCase* use_case : gathered.facts.agreements.use_cases) {
    Section one{.title = use_case->name.text + ": " + use_case->title.value, .blocks = {}, .sections = {}};
    std::vector<Line> maps;
    for (const ast::Name& map : use_case->maps) {
      maps.push_back(code(map.text));
    }
    if (!maps.empty()) {
      one.blocks.emplace_back(Paragraph{Line("Served by ") + listed(maps) + "."});
    }
    for (const ast::Name& name : use_case->tests) {
      if (const auto found = result_of(name.text); found != gathered.tests.results.end()) {
        one.blocks.emplace_back(example(gathered, *found));
        shown.push_back(name.text);
      }
    }
    if (use_case->tests.empty()) {
      one.blocks.emplace_back(Paragraph{open("No test proves it yet.")});
    }
    section.sections.push_back(std::move(one));
  }
  const bool alone = section.sections.empty();
  Section further{.title = "Further examples", .blocks = {}, .sections = {}};
  for (const driver::TestResult& result : gathered.tests.results) {
    const bool wanted = gathered.options.full || gathered.facts.agreements.use_cases.empty();
    if (wanted && result.kind == "test" && std::ranges::find(shown, result.name) == shown.end()) {
      further.blocks.emplace_back(example(gathered, result));
    }
  }
  if (alone) {
    section.title = "Examples";
    section.blocks = std::move(further.blocks);
  } else if (!further.blocks.empty()) {
    section.sections.push_back(std::move(further));
  }
  if (!section.sections.empty() || !section.blocks.empty()) {
    section.blocks.insert(
        section.blocks.begin(),
        Paragraph{"Each example is a test of the contract, run when this document was made. What the test holds the "
                  "result to is in bold; private values are shown as stars."});
  }
  return section;
}

}  // namespace treaty::doc
