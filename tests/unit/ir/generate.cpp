#include "tests/unit/ir/generate.h"

#include <random>

namespace treaty::generate {

Choices choices_of(uint64_t seed, size_t count) {
  std::mt19937_64 random(seed);
  std::vector<uint32_t> numbers(count);
  for (uint32_t& number : numbers) number = static_cast<uint32_t>(random());
  return Choices(std::move(numbers));
}

std::vector<interpret::RuntimeRows> runtime_rows(const ir::Program& program) {
  std::vector<interpret::RuntimeRows> loaded;
  for (const ir::Table& table : program.tables) {
    if (!std::holds_alternative<ir::RuntimeTable>(table.content)) continue;
    loaded.push_back({table.name, {{"QC", "owner-1"}, {"Ana", ""}, {"", "é\"\n"}}});
  }
  return loaded;
}

}  // namespace treaty::generate
