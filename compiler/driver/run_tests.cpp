#include "compiler/driver/run_tests.h"

#include <algorithm>

#include "compiler/ast/leaves.h"
#include "compiler/driver/given.h"
#include "compiler/driver/masking.h"
#include "compiler/driver/steps.h"
#include "compiler/functions/functions.h"
#include "compiler/interpret/interpret.h"
#include "compiler/lower/lower.h"
#include "compiler/lower/values.h"

namespace treaty::driver {
namespace {

std::string place_of(const Compilation& compilation, source::Span span) {
  const source::File& file = compilation.files[span.file];
  const source::Position position = file.position(span.begin);
  return file.name() + ":" + std::to_string(position.line) + ":" + std::to_string(position.column);
}

/// Why a record was rejected, in words that leave its values out.
std::string reason_of(const interpret::Result& result) {
  std::string sentence(functions::error(result.error).sentence);
  if (const size_t at = sentence.find("{value}"); at != std::string::npos) {
    sentence.replace(at, std::string_view("{value}").size(), "the value");
  }
  return sentence;
}

/// Why a record was rejected, with the step and its input.
std::string cause_of(const interpret::Result& result, const ir::Program& program) {
  const functions::ErrorRow& row = functions::error(result.error);
  std::string sentence(row.sentence);
  if (const size_t at = sentence.find("{value}"); at != std::string::npos) {
    const std::string value = result.value.state == TREATY_PRESENT ? "`" + result.value.text + "`"
                              : result.value.state == TREATY_NULL  ? "null"
                                                                   : "a missing value";
    sentence.replace(at, std::string_view("{value}").size(), value);
  }
  if (result.step >= program.steps.size()) {
    return sentence;
  }
  const ir::Step& step = program.steps[result.step];
  return sentence + " (`" + step.text + "`, " + step.file + ":" + std::to_string(step.line) + ")";
}

std::string shown(const interpret::FieldValue& value) {
  return value.state == TREATY_PRESENT ? "\"" + value.text + "\""
         : value.state == TREATY_NULL  ? "(cleared)"
                                       : "(left out)";
}

/// Whether a block reads the source field `name`, by its whole path or the path's first name.
bool reads(const ir::Block& block, const ir::MapProgram& map, const std::string& name) {
  return std::ranges::any_of(block.ops, [&](const ir::Op& op) {
    if (op.kind == ir::OpKind::load && op.path.index < map.paths.size()) {
      std::string dotted;
      for (const ir::Segment& segment : map.paths[op.path.index].segments) {
        const auto* field = std::get_if<std::string>(&segment);
        dotted += field ? (dotted.empty() ? "" : ".") + *field : "";
        if (dotted == name) {
          return true;
        }
      }
    }
    return std::ranges::any_of(op.blocks, [&](const ir::Block& inner) { return reads(inner, map, name); });
  });
}

/// A program and the oracle that runs it; the maps of each stand in the contract's order.
struct Engine {
  explicit Engine(ir::Program one) : program(std::move(one)), interpreter(program, {}) {}
  ir::Program program;
  interpret::Interpreter interpreter;
};
/// The rows that a test gives, by the table's name.
using GivenTables = std::map<std::string, const facts::Table*>;

ir::Program with_tables(ir::Program program, const GivenTables& given) {
  for (ir::Table& table : program.tables) {
    if (const auto rows = given.find(table.name); rows != given.end()) {
      table.content = lower::rows_of(*rows->second);
    }
  }
  return program;
}

/// What a test asks: from left to right, from right to left, and who is on which list.
struct Engines {
  Engines(const Compilation& compilation, const GivenTables& given)
      : forward(with_tables(*compilation.program, given)),
        reverse(with_tables(lower::lower_reverse(compilation.facts, compilation.files), given)),
        lists(with_tables(lower::lower_lists(compilation.facts, compilation.files), given)) {}
  Engine forward, reverse, lists;
};

GivenTables tables_of(const Compilation& compilation, const ast::Test& test) {
  GivenTables tables;
  for (const ast::TestEntry& entry : test.entries) {
    if (const auto* given = std::get_if<ast::TestTable>(&entry.node)) {
      tables[given->table.text] = &compilation.facts.test_tables.at(given);
    }
  }
  return tables;
}

/// One test at work: its record's outcomes against what it expects.
class TestRun {
 public:
  TestRun(const Compilation& compilation, Engines& engines, const TestOptions& options, TestResult& result)
      : compilation_(compilation), engines_(engines), options_(options), result_(result) {}

  void run(const ast::Test& test) {
    const auto& maps = compilation_.program->maps;
    facts_ = compilation_.facts.map(test.map->text);
    index_ = static_cast<uint32_t>(std::ranges::find(maps, test.map->text, &ir::MapProgram::name) - maps.begin());
    result_.passed = true;
    for (const ast::TestEntry& entry : test.entries) {
      if (const auto* given = std::get_if<ast::TestGiven>(&entry.node)) {
        give(*given);
      } else if (const auto* expect = std::get_if<ast::TestExpect>(&entry.node); expect && engine_) {
        check(*expect);
      }
    }
  }

 private:
  void give(const ast::TestGiven& given) {
    engine_ = given.side == ast::TestGiven::Side::left ? &engines_.forward : &engines_.reverse;
    map_ = &engine_->program.maps[index_];
    const auto* sample = std::get_if<ast::Text>(&given.input);
    const auto text = sample ? compilation_.samples.find(sample->value) : compilation_.samples.end();
    record_ = sample                                     ? (text == compilation_.samples.end() ? "" : text->second)
              : given.side == ast::TestGiven::Side::left ? to_json(std::get<ast::Expr>(given.input))
                                                         : to_stored_json(std::get<ast::Expr>(given.input));
    outcomes_ = engine_->interpreter.run(index_, record_);
    Trial trial{.map = map_->name,
                .reverse = given.side == ast::TestGiven::Side::right,
                .given = record_,
                .outcomes = {},
                .lists = {}};
    for (const interpret::Result& outcome : outcomes_) {
      trial.outcomes.push_back(shown_outcome(outcome));
    }
    result_.trials.push_back(std::move(trial));
  }

  TestOutcome shown_outcome(const interpret::Result& outcome) const {
    TestOutcome shown{.status = outcome.status == TREATY_WRITTEN    ? "written"
                                : outcome.status == TREATY_FILTERED ? "filtered"
                                                                    : "rejected",
                      .values = {},
                      .property = {},
                      .reason = {}};
    if (outcome.status == TREATY_WRITTEN) {
      for (size_t i = 0; i < map_->fields.size() && i < outcome.fields.size(); ++i) {
        const interpret::FieldValue& value = outcome.fields[i];
        if (value.state != TREATY_MISSING) {
          shown.values.emplace_back(map_->fields[i].property, value.state == TREATY_PRESENT
                                                                  ? std::optional<std::string>(value.text)
                                                                  : std::nullopt);
        }
      }
    } else if (outcome.status == TREATY_REJECTED) {
      shown.property = outcome.field < map_->fields.size() ? map_->fields[outcome.field].property : "";
      shown.reason = reason_of(outcome);
    }
    return shown;
  }

  void check(const ast::TestExpect& expect) {
    if (const auto* record = std::get_if<ast::TestExpect::Record>(&expect.expectation)) {
      check_record(std::get<ast::RecordExpr>(record->record.node));
    } else if (const auto* keep = std::get_if<ast::TestExpect::Keep>(&expect.expectation)) {
      check_keep(*keep);
    } else if (const auto* reject = std::get_if<ast::TestExpect::Reject>(&expect.expectation)) {
      check_reject(*reject);
    } else if (const auto* list = std::get_if<ast::TestExpect::InList>(&expect.expectation)) {
      check_list(*list);
    } else if (std::holds_alternative<ast::TestExpect::Filtered>(expect.expectation)) {
      const bool filtered =
          std::ranges::all_of(outcomes_, [](const auto& one) { return one.status == TREATY_FILTERED; });
      if (!filtered) {
        fail("the record is not filtered out: " + status_of(outcomes_.front()));
      }
    }
  }

  void check_list(const ast::TestExpect::InList& expect) {
    const ir::MapProgram& map = engines_.lists.program.maps[index_];
    const auto list = std::ranges::find(map.fields, expect.list.value, &ir::Field::property);
    const std::vector<interpret::Result> outcomes = engines_.lists.interpreter.run(index_, record_);
    const bool known = list != map.fields.end() && outcomes.front().status == TREATY_WRITTEN;
    const bool on_it =
        known && outcomes.front().fields[static_cast<size_t>(list - map.fields.begin())].text == "true";
    result_.trials.back().lists.emplace_back(expect.list.value, on_it);
    if (on_it == expect.negated) {
      fail(on_it ? "the record is on the list \"" + expect.list.value + "\""
                 : "the record is not on the list \"" + expect.list.value + "\"");
    }
  }

  void check_record(const ast::RecordExpr& expected) {
    if (outcomes_.empty()) {
      fail("nothing came out: the list of `each` is empty");
      return;
    }
    std::vector<Difference> least;
    for (const interpret::Result& outcome : outcomes_) {
      if (outcome.status != TREATY_WRITTEN) {
        continue;
      }
      std::vector<Difference> differences = compare(expected, outcome);
      if (differences.empty()) {
        return;
      }
      least = least.empty() || differences.size() < least.size() ? std::move(differences) : std::move(least);
    }
    if (least.empty()) {
      fail(status_of(outcomes_.front()));
    } else {
      std::ranges::for_each(least, [&](const Difference& one) { differ(one); });
    }
  }

  std::vector<Difference> compare(const ast::RecordExpr& expected, const interpret::Result& outcome) {
    std::vector<Difference> differences;
    for (const ast::Leaf& leaf : ast::leaves(expected)) {
      const auto field = std::ranges::find(map_->fields, leaf.name, &ir::Field::property);
      const interpret::FieldValue& actual = outcome.fields[static_cast<size_t>(field - map_->fields.begin())];
      const auto wanted = expected_text(*leaf.value);
      const bool same =
          wanted ? actual.state == TREATY_PRESENT && actual.text == *wanted : actual.state == TREATY_NULL;
      if (!same) {
        differences.push_back(
            {leaf.name, wanted ? "\"" + *wanted + "\"" : "null (cleared)", shown(actual), steps(*field)});
      }
    }
    return differences;
  }

  /// Elements of an `each` map have no record of their own to go through again.
  std::vector<std::pair<std::string, std::string>> steps(const ir::Field& field) const {
    return map_->each ? std::vector<std::pair<std::string, std::string>>()
                      : steps_of(engine_->program, index_, field, record_);
  }

  void check_keep(const ast::TestExpect::Keep& keep) {
    for (const interpret::Result& outcome : outcomes_) {
      if (outcome.status != TREATY_WRITTEN) {
        continue;
      }
      for (const ast::QualifiedName& kept : keep.fields) {
        const auto field = std::ranges::find(map_->fields, ast::dotted(kept), &ir::Field::property);
        const interpret::FieldValue& actual = outcome.fields[static_cast<size_t>(field - map_->fields.begin())];
        if (actual.state != TREATY_MISSING) {
          differ({ast::dotted(kept), "(left out)", shown(actual), steps(*field)});
        }
      }
    }
  }

  void check_reject(const ast::TestExpect::Reject& reject) {
    const auto rejected = std::ranges::find(outcomes_, TREATY_REJECTED, &interpret::Result::status);
    if (rejected == outcomes_.end()) {
      fail(outcomes_.empty() ? "nothing came out" : "the record is not rejected: " + status_of(outcomes_.front()));
      return;
    }
    const bool of_field = rejected->field < map_->fields.size();
    const bool named = std::ranges::any_of(reject.fields, [&](const ast::Name& name) {
      return of_field && (map_->fields[rejected->field].property == name.text ||
                          reads(map_->fields[rejected->field].value, *map_, name.text));
    });
    if (!reject.fields.empty() && !named) {
      fail("rejected for another reason: " + cause_shown(*rejected));
    }
  }

  std::string status_of(const interpret::Result& outcome) const {
    switch (outcome.status) {
      case TREATY_WRITTEN:
        return "it is written";
      case TREATY_FILTERED:
        return "`where` leaves it out";
      case TREATY_REJECTED:
        return "it is rejected: " + cause_shown(outcome);
      case TREATY_MALFORMED:
        return "the given record is no JSON object";
    }
    return "";
  }

  bool masks(const std::string& name) const {
    return !options_.show_private && facts_ && is_private(*facts_, name, engine_ == &engines_.reverse);
  }

  void differ(const Difference& difference) {
    result_.passed = false;
    result_.differences.push_back(masks(difference.property) ? masked(difference) : difference);
  }

  /// With the value that was refused, unless it is private.
  std::string cause_shown(const interpret::Result& outcome) const {
    const bool of_field = outcome.field < map_->fields.size();
    return of_field && masks(map_->fields[outcome.field].property) ? reason_of(outcome)
                                                                   : cause_of(outcome, engine_->program);
  }

  void fail(std::string cause) {
    result_.passed = false;
    result_.cause = std::move(cause);
  }

  const Compilation& compilation_;
  Engines& engines_;
  const TestOptions& options_;
  TestResult& result_;
  const facts::Map* facts_ = nullptr;
  uint32_t index_ = 0;
  Engine* engine_ = nullptr;
  const ir::MapProgram* map_ = nullptr;
  std::string record_;
  std::vector<interpret::Result> outcomes_;
};

void run_examples(const Compilation& compilation, TestReport& report) {
  const ir::Program program = lower::lower_examples(compilation.facts, compilation.files);
  interpret::Interpreter interpreter(program, {});
  for (uint32_t i = 0; i < program.maps.size(); ++i) {
    const facts::Example& example = compilation.facts.examples[i];
    TestResult result{.kind = "example",
                      .name = example.transform,
                      .title = std::string(compilation.files.text(example.span)),
                      .place = place_of(compilation, example.span)};
    const std::vector<interpret::Result> outcomes = interpreter.run(i, "{}");
    const interpret::Result& outcome = outcomes.front();
    if (outcome.status != TREATY_WRITTEN) {
      result.cause = cause_of(outcome, program);
    } else {
      result.passed = outcome.fields[0] == outcome.fields[1];
    }
    if (!result.passed && result.cause.empty()) {
      result.differences.push_back({example.transform, shown(outcome.fields[1]), shown(outcome.fields[0]),
                                    steps_of(program, i, program.maps[i].fields[0], "{}")});
    }
    report.results.push_back(std::move(result));
  }
}

}  // namespace

TestReport run_tests(const Compilation& compilation, const TestOptions& options) {
  TestReport report;
  if (!compilation.program) {  // a library has examples alone
    run_examples(compilation, report);
    return report;
  }
  Engines engines(compilation, {});
  for (const ast::Item& item : compilation.contract.items) {
    if (const auto* test = std::get_if<ast::Test>(&item.node)) {
      TestResult result{.kind = "test",
                        .name = test->name.text,
                        .title = test->title ? test->title->value : "",
                        .place = place_of(compilation, test->name.span)};
      const GivenTables tables = tables_of(compilation, *test);
      std::optional<Engines> own;
      if (!tables.empty()) {
        own.emplace(compilation, tables);
      }
      TestRun(compilation, own ? *own : engines, options, result).run(*test);
      report.results.push_back(std::move(result));
    }
  }
  run_examples(compilation, report);
  return report;
}

}  // namespace treaty::driver
