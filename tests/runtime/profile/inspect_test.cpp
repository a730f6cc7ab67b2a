// A program that tells everything of a record agrees with the program that is run: on random programs and records.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "compiler/package/package.h"
#include "runtime/program/inspect.h"
#include "stdlib/errors.h"
#include "tests/unit/ir/generate.h"

namespace treaty::program {
namespace {

/// The program with every table's rows in it: what a run loads is what inspections do not know.
ir::Program known(ir::Program program) {
  const std::vector<interpret::RuntimeRows> loaded = generate::runtime_rows(program);
  for (ir::Table& table : program.tables) {
    if (!std::holds_alternative<ir::RuntimeTable>(table.content)) continue;
    ir::Rows rows;
    std::map<std::string, std::string> sorted;
    for (const interpret::RuntimeRows& one : loaded) {
      if (one.table == table.name) sorted.insert(one.rows.begin(), one.rows.end());
    }
    for (const auto& [key, value] : sorted) rows.rows.emplace_back(key, value);
    table.content = rows;
  }
  return program;
}

package::Package packed(ir::Program program) {
  package::Package package;
  for (const ir::MapProgram& map : program.maps) {
    package::Map& described = package.manifest.maps.emplace_back();
    described.name = map.name;
    described.each = map.each.has_value();
    for (const ir::Field& field : map.fields) described.fields.push_back({.property = field.property});
    for (const ir::Association& one : map.associations) described.associations.push_back({.map = one.map});
  }
  package.program = std::move(program);
  return package;
}

void compare(const Inspected& inspected, const ir::MapProgram& map, Inspector& inspector, std::string_view record) {
  const treaty_outcome& outcome = *inspected.output.raw;
  const bool at_field = outcome.status == TREATY_REJECTED && outcome.field < map.fields.size();
  if (outcome.status == TREATY_WRITTEN || at_field) {
    ASSERT_EQ(inspected.fields.size(), map.fields.size()) << record;
  }
  for (uint32_t f = 0; f < inspected.fields.size(); ++f) {
    const FieldFate& fate = inspected.fields[f];
    const auto why = inspector.why(record, inspected.position, f);
    ASSERT_EQ(why.has_value(), fate.state == FieldFate::State::failed) << map.fields[f].property << " of " << record;
    if (at_field && outcome.field == f && outcome.error != treaty_errors::required_missing) {
      const Failure reported = failure_of(outcome);
      ASSERT_EQ(why->error, reported.error);
      ASSERT_EQ(why->step, reported.step);
      ASSERT_EQ(why->value, reported.value);
    }
    if (outcome.status != TREATY_WRITTEN) continue;
    ASSERT_FALSE(fate.state == FieldFate::State::failed && map.fields[f].on_error == ir::OnError::reject) << record;
    if (fate.state == FieldFate::State::present) {
      const treaty_field_span& span = outcome.fields[f];
      ASSERT_EQ(fate.text, std::string_view(outcome.payload + span.begin, span.size)) << record;
    }
  }
}

TEST(Inspect, tells_what_a_run_does) {
  for (uint64_t seed = 0; seed < 8; ++seed) {
    auto choices = generate::choices_of(seed, 100000);
    const ir::Program program = known(generate::program(choices));
    const Telling told = telling(program, packed(program).manifest);
    ASSERT_EQ(ir::verify(told.program), std::vector<std::string>{}) << "seed " << seed;
    auto inspection = inspect(package::write(packed(program)), "");
    ASSERT_TRUE(inspection) << inspection.error().message;
    for (uint32_t m = 0; m < program.maps.size(); ++m) {
      uint64_t asked = 0;
      Inspector inspector = inspection->inspector(
          m, 1'700'000'000'000'000, [&](uint32_t site, std::string_view key, std::optional<uint32_t> row) {
            ASSERT_EQ(inspection->lookups()[site].map, m);
            const auto& table = program.tables[inspection->lookups()[site].table];
            const auto& rows = std::get<ir::Rows>(table.content).rows;
            if (row) ASSERT_EQ(rows.at(*row).first, key);
            ++asked;
          });
      for (int i = 0; i < 150; ++i) {
        std::string record = generate::record(choices, program.maps[m]);
        std::ranges::replace(record, '\n', ' ');
        const std::string padded = record + std::string(64, '\0');
        const std::string_view line = std::string_view(padded).substr(0, record.size());
        std::vector<interpret::Result> plain;
        inspector.run_plainly(line, [&](const Output& output) {
          plain.push_back(interpret::result_of(*output.raw));
          return true;
        });
        size_t told_outputs = 0;
        inspector.run(line, [&](const Inspected& inspected) {
          ASSERT_EQ(inspected.position, told_outputs++);
          ASSERT_LT(inspected.position, plain.size());
          const interpret::Result result = interpret::result_of(*inspected.output.raw);
          ASSERT_EQ(result.status, plain[inspected.position].status) << line;
          ASSERT_EQ(result.source_key, plain[inspected.position].source_key) << line;
          ASSERT_EQ(result.associations, plain[inspected.position].associations) << line;
          compare(inspected, program.maps[m], inspector, line);
        });
        ASSERT_EQ(told_outputs, plain.size()) << line;
        if (HasFatalFailure()) FAIL() << "seed " << seed << "\n" << ir::print(program.maps[m], program);
      }
    }
  }
}

}  // namespace
}  // namespace treaty::program
