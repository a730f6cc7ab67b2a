// Interpreter and native code agree, values and errors alike: on every example of the library, and on random programs
// and records.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cstdlib>

#include "tests/stdlib/examples.h"
#include "tests/unit/codegen/native.h"
#include "tests/unit/ir/generate.h"

namespace treaty {
namespace {

constexpr int64_t run_started = 1'700'000'000'000'000;

uint64_t programs() {
  const char* asked = std::getenv("TREATY_PROGRAMS");
  return asked == nullptr ? 60 : std::strtoull(asked, nullptr, 10);
}

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

/// Bytes changed, cut, doubled and dropped.
std::string damaged(generate::Choices& choices, std::string record) {
  static const std::string marks = "{}[]:,\"\\ \t\r\f\x1a\x01tfn0-";
  for (uint32_t times = 1 + choices.below(3); times > 0 && !record.empty(); --times) {
    const uint32_t at = choices.below(static_cast<uint32_t>(record.size()));
    switch (choices.below(6)) {
      case 0:
        record[at] = marks[choices.below(static_cast<uint32_t>(marks.size()))];
        break;
      case 1:
        record[at] = static_cast<char>(choices.below(256));
        break;
      case 2:
        record.erase(at, 1 + choices.below(3));
        break;
      case 3:
        record.insert(at, 1, marks[choices.below(static_cast<uint32_t>(marks.size()))]);
        break;
      case 4:
        record.insert(at, record.substr(choices.below(static_cast<uint32_t>(record.size())), choices.below(12)));
        break;
      default:
        if (choices.one_in(4)) record.resize(at);
    }
  }
  return record;
}

enum class Damage { none, some };
/// Records of a program through both engines.
std::string compare(const ir::Program& program, generate::Choices& choices, const backend::Options& options, int records,
                    Damage damage = Damage::none) {
  const interpret::Settings settings{.run_started = run_started, .tables = generate::runtime_rows(program)};
  interpret::Interpreter interpreter(program, settings);
  native::Native code(program, settings, options);
  for (uint32_t map = 0; map < program.maps.size(); ++map) {
    for (int i = 0; i < records; ++i) {
      std::string record = one_line(generate::record(choices, program.maps[map]));
      if (damage == Damage::some) record = one_line(damaged(choices, std::move(record)));
      if (record.find_first_not_of(" \t\r") == std::string::npos) continue;  // a blank line is none
      const std::string found = native::difference(interpreter.run(map, record), code.run(map, record));
      if (!found.empty()) return found + "\nrecord " + record + "\n" + ir::print(program.maps[map], program);
    }
  }
  return {};
}

TEST(Agree, on_random_programs) {
  for (uint64_t seed = 0; seed < programs(); ++seed) {
    auto choices = generate::choices_of(seed, 20000);
    const ir::Program program = generate::program(choices);
    const backend::Options options{.processor = seed % 4 == 0 ? backend::Processor::any_x86_64 : backend::Processor::host,
                                   .optimization = static_cast<uint32_t>(seed % 3)};
    ASSERT_EQ(compare(program, choices, options, 40), "") << "seed " << seed;
  }
}

/// Maps of so many fields that they are compiled in parts: what is rejected in one part is not written by the next.
TEST(Agree, on_maps_in_parts) {
  for (uint64_t seed = 3000; seed < 3000 + std::max<uint64_t>(1, programs() / 10); ++seed) {
    auto choices = generate::choices_of(seed, 20000);
    ir::Program program = generate::program(choices);
    for (ir::MapProgram& map : program.maps) {
      const std::vector<ir::Field> fields = map.fields;
      for (size_t i = 0; !fields.empty() && map.fields.size() < 150; ++i) {
        ir::Field& again = map.fields.emplace_back(fields[i % fields.size()]);
        again.property += "_" + std::to_string(i);
        again.required = again.required && i % 50 == 0;  // else hardly a record would pass
        if (again.on_error == ir::OnError::reject && i % 40 != 0) again.on_error = ir::OnError::skip;
      }
    }
    ASSERT_EQ(compare(program, choices, {.optimization = static_cast<uint32_t>(seed % 3)}, 200), "") << "seed " << seed;
  }
}

TEST(Agree, on_damaged_records) {
  for (uint64_t seed = 1000; seed < 1000 + programs() / 2; ++seed) {
    auto choices = generate::choices_of(seed, 200000);
    const ir::Program program = generate::program(choices);
    ASSERT_EQ(compare(program, choices, {.optimization = 1}, 400, Damage::some), "") << "seed " << seed;
  }
}

/// Lines good, damaged and blank, more than are indexed at once, and one larger than that.
TEST(Agree, on_many_lines) {
  for (uint64_t seed = 2000; seed < 2008; ++seed) {
    auto choices = generate::choices_of(seed, 4000000);
    const ir::Program program = generate::program(choices);
    const interpret::Settings settings{.run_started = run_started, .tables = generate::runtime_rows(program)};
    interpret::Interpreter interpreter(program, settings);
    native::Native code(program, settings, {.optimization = 1});
    const bool no_damage = seed % 2 == 0;
    std::string all;
    std::vector<std::string> lines;
    while (all.size() < 400'000 && !choices.used_up()) {
      std::string line = one_line(generate::record(choices, program.maps[0]));
      if (!no_damage && choices.one_in(5)) line = one_line(damaged(choices, std::move(line)));
      if (choices.one_in(30)) line = choices.one_in(2) ? "" : " \t";
      if (lines.size() == 20) line.insert(line.find('{') + 1, 200'000, ' ');
      if (choices.one_in(10)) line += '\r';
      all += line + '\n';
      lines.push_back(std::move(line));
    }
    if (choices.one_in(2)) all.pop_back();
    std::vector<interpret::Result> expected;
    for (const std::string& line : lines) {
      if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
      for (interpret::Result& result : interpreter.run(0, line)) expected.push_back(std::move(result));
    }
    ASSERT_EQ(native::difference(expected, code.run(0, all)), "") << "seed " << seed;
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
