// Two values that a step makes the same: why nothing comes back over it.

#include <map>

#include <fmt/core.h>

#include "compiler/lower/lower.h"
#include "compiler/prove/prove.h"
#include "compiler/prove/samples.h"

namespace treaty::prove {
namespace {

/// Each field takes the next of its samples; the others change at another pace.
std::vector<std::string> choose(const std::vector<std::vector<std::string>>& samples, size_t turn) {
  std::vector<std::string> values;
  for (size_t i = 0; i < samples.size(); ++i) {
    values.push_back(samples[i][(turn / (i == 0 ? 1 : i + 1)) % samples[i].size()]);
  }
  return values;
}

std::string shown(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values) {
    text += (text.empty() ? "" : ", ") + value;
  }
  return text;
}

std::string collision(const facts::Facts& facts, const source::FileSet& files, const facts::OneWay& one) {
  const std::vector<Leaf> leaves = leaves_of(one.value, facts);
  if (leaves.empty()) {
    return "";
  }
  std::vector<std::vector<std::string>> samples;
  size_t most = 0;
  for (const Leaf& leaf : leaves) {
    samples.push_back(samples_of(leaf));
    samples.back().emplace_back("null");
    most = std::max(most, samples.back().size());
  }
  const ir::Program program = lower::lower_value(facts, files, one.value, one.zone);
  const Run run = interpreted(program);
  std::map<std::string, std::vector<std::string>> seen;
  for (size_t turn = 0; turn < most * leaves.size(); ++turn) {
    const std::vector<std::string> values = choose(samples, turn);
    const std::string record = record_of(leaves, values);
    const auto outcomes = record.empty() ? std::vector<interpret::Result>{} : run(0, record);
    if (outcomes.empty() || outcomes.front().status != TREATY_WRITTEN ||
        outcomes.front().fields.front().state != TREATY_PRESENT) {
      continue;
    }
    const std::string& there = outcomes.front().fields.front().text;
    const auto [before, fresh] = seen.emplace(there, values);
    if (!fresh && before->second != values) {
      return fmt::format("{} and {} both become \"{}\"", shown(before->second), shown(values), there);
    }
  }
  return "";
}

}  // namespace

Run interpreted(const ir::Program& program) {
  auto interpreter = std::make_shared<interpret::Interpreter>(program, interpret::Settings{});
  return [interpreter](uint32_t map, std::string_view record) { return interpreter->run(map, record); };
}

void add_witnesses(const facts::Facts& facts, const source::FileSet& files, diagnostics::Diagnostics& diagnostics) {
  for (const facts::OneWay& one : facts.one_way) {
    diagnostics::Diagnostic* said = diagnostics.find(diagnostics::no_reverse, one.span);
    if (!said) {
      continue;
    }
    const bool named = !said->notes.empty() && said->notes.front().find(" both become ") != std::string::npos;
    if (std::string witness = named ? "" : collision(facts, files, one); !witness.empty()) {
      said->notes.push_back(std::move(witness));
    }
  }
}

}  // namespace treaty::prove
