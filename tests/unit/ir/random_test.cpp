#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "compiler/interpret/interpret.h"
#include "compiler/ir/ir.h"
#include "tests/unit/ir/generate.h"

namespace treaty {
namespace {

using Numbers = std::vector<uint32_t>;

TEST(Random, programs_are_well_typed_and_read_back) {
  EXPECT_TRUE(rc::check([](const Numbers& numbers) {
    generate::Choices choices(numbers);
    ir::Program program = generate::program(choices);
    RC_ASSERT(ir::verify(program) == std::vector<std::string>{});
    const std::string text = ir::print(program);
    auto again = ir::read(text);
    RC_ASSERT(std::holds_alternative<ir::Program>(again));
    RC_ASSERT(std::get<ir::Program>(again) == program);
    RC_ASSERT(ir::print(std::get<ir::Program>(again)) == text);
  }));
  for (uint64_t seed = 0; seed < 500; ++seed) {
    auto choices = generate::choices_of(seed);
    ir::Program program = generate::program(choices);
    ASSERT_EQ(ir::verify(program), std::vector<std::string>{}) << ir::print(program);
    auto again = ir::read(ir::print(program));
    ASSERT_TRUE(std::holds_alternative<ir::Program>(again)) << std::get<ir::ReadError>(again).message;
    ASSERT_EQ(std::get<ir::Program>(again), program);
  }
}

/// Damaged text gives an error or a program, which the verifier then judges; never a crash.
TEST(Random, damaged_text_is_survived) {
  for (uint64_t seed = 0; seed < 3000; ++seed) {
    auto choices = generate::choices_of(seed, 3000);
    std::string text = ir::print(generate::program(choices));
    const uint32_t times = 1 + choices.below(4);
    for (uint32_t i = 0; i < times && !text.empty(); ++i) {
      const uint32_t at = choices.below(static_cast<uint32_t>(text.size()));
      const uint32_t size = choices.below(12);
      switch (choices.below(4)) {
        case 0:
          text[at] = static_cast<char>(choices.below(256));
          break;
        case 1:
          text.erase(at, size);
          break;
        case 2:
          text.insert(at, text.substr(choices.below(static_cast<uint32_t>(text.size())), size));
          break;
        default:
          text.resize(at);
      }
    }
    auto read = ir::read(text);
    if (const auto* program = std::get_if<ir::Program>(&read)) ir::verify(*program);
  }
}

/// Runs every generated map; what comes out obeys the rules that hold for all of them.
void run_all(uint64_t seed, bool with_functions) {
  auto choices = generate::choices_of(seed);
  ir::Program program = generate::program(choices, {.functions = with_functions});
  interpret::Interpreter interpreter(
      program, {.run_started = 1'700'000'000'000'000, .tables = generate::runtime_rows(program)});
  for (uint32_t map = 0; map < program.maps.size(); ++map) {
    for (int i = 0; i < 5; ++i) {
      const std::string record = generate::record(choices, program.maps[map]);
      auto results = interpreter.run(map, record);
      ASSERT_EQ(results, interpreter.run(map, record)) << record;
      if (!program.maps[map].each) ASSERT_EQ(results.size(), 1U);
      for (const auto& result : results) {
        ASSERT_NE(result.status, TREATY_MALFORMED) << record;
        if (result.status != TREATY_WRITTEN) continue;
        ASSERT_EQ(result.fields.size(), program.maps[map].fields.size());
        ASSERT_EQ(result.payload.front(), '{');
        ASSERT_EQ(result.payload.back(), '}');
      }
    }
  }
}

TEST(Random, records_are_mapped_alike_twice) {
  for (uint64_t seed = 0; seed < 2000; ++seed) run_all(seed, false);
}

TEST(Random, records_are_mapped_alike_twice_with_the_library) {
  for (uint64_t seed = 0; seed < 2000; ++seed) run_all(seed, true);
}

}  // namespace
}  // namespace treaty
