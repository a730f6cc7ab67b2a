// Interpreter and native code agree, values and errors alike: on every example of the library, and on random programs
// and records.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdlib>

#include "tests/stdlib/examples.h"
#include "tests/unit/codegen/native.h"
#include "tests/unit/ir/generate.h"

namespace treaty {
namespace {

constexpr int64_t run_started = 1'700'000'000'000'000;

std::string one_line(std::string record) {
  for (char& c : record) {
    if (c == '\n') c = ' ';
  }
  return record;
}

/// All examples of the library in one program, so that it is compiled once.
TEST(Agree, on_the_examples_of_the_library) {
  ir::Program program;
  std::vector<std::string> names;
  for (const examples::Case& example : examples::all()) {
    ir::Program single = example.program;
    const auto tables = static_cast<uint32_t>(program.tables.size());
    const auto steps = static_cast<uint32_t>(program.steps.size());
    auto shift = [&](auto&& self, ir::Block& block) -> void {
      for (ir::Op& op : block.ops) {
        if (op.kind == ir::OpKind::lookup) op.table = ir::TableId{op.table.index + tables};
        if (op.step.index != ir::StepId{}.index) op.step = ir::StepId{op.step.index + steps};
        for (ir::Block& inner : op.blocks) self(self, inner);
      }
    };
    for (ir::Table& table : single.tables) {
      table.name += std::to_string(tables) + "_" + std::to_string(program.maps.size());
      program.tables.push_back(std::move(table));
    }
    for (ir::Step& step : single.steps) program.steps.push_back(std::move(step));
    for (ir::MapProgram& map : single.maps) {
      map.name = "m" + std::to_string(program.maps.size());
      shift(shift, map.source_key);
      for (ir::Field& field : map.fields) {
        shift(shift, field.value);
        if (field.step.index != ir::StepId{}.index) field.step = ir::StepId{field.step.index + steps};
      }
      program.maps.push_back(std::move(map));
      names.push_back(example.name + ": " + example.input);
    }
  }
  ASSERT_EQ(ir::verify(program), std::vector<std::string>{});
  const interpret::Settings settings{.run_started = run_started};
  interpret::Interpreter interpreter(program, settings);
  for (const uint32_t level : {0U, 1U, 2U}) {
    native::Native code(program, settings, {.optimization = level});
    for (uint32_t map = 0; map < program.maps.size(); ++map) {
      EXPECT_EQ(native::difference(interpreter.run(map, "{}"), code.run(map, "{}")), "") << names[map] << " at O" << level;
    }
  }
}

/// Records of a program, damaged too, through both engines.
std::string compare(const ir::Program& program, generate::Choices& choices, const backend::Options& options, int records) {
  const interpret::Settings settings{.run_started = run_started, .tables = generate::runtime_rows(program)};
  interpret::Interpreter interpreter(program, settings);
  native::Native code(program, settings, options);
  for (uint32_t map = 0; map < program.maps.size(); ++map) {
    for (int i = 0; i < records; ++i) {
      const std::string record = one_line(generate::record(choices, program.maps[map]));
      const std::string found = native::difference(interpreter.run(map, record), code.run(map, record));
      if (!found.empty()) return found + "\nrecord " + record + "\n" + ir::print(program.maps[map], program);
    }
  }
  return {};
}

TEST(Agree, on_random_programs) {
  const char* asked = std::getenv("TREATY_PROGRAMS");
  const uint64_t programs = asked == nullptr ? 60 : std::strtoull(asked, nullptr, 10);
  for (uint64_t seed = 0; seed < programs; ++seed) {
    auto choices = generate::choices_of(seed, 20000);
    const ir::Program program = generate::program(choices);
    const backend::Options options{.processor = seed % 4 == 0 ? backend::Processor::any_x86_64 : backend::Processor::host,
                                   .optimization = static_cast<uint32_t>(seed % 3)};
    ASSERT_EQ(compare(program, choices, options, 40), "") << "seed " << seed;
  }
}

/// Shrinks what it finds to a small program.
TEST(Agree, on_programs_that_shrink) {
  EXPECT_TRUE(rc::check([](const std::vector<uint32_t>& numbers) {
    generate::Choices choices(numbers);
    const ir::Program program = generate::program(choices);
    RC_ASSERT(compare(program, choices, {.optimization = 0}, 3) == "");
  }));
}

}  // namespace
}  // namespace treaty
