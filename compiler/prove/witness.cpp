// Two values that a step makes the same, or one that no step makes again: why nothing comes back over it.

#include <map>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

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

std::string shown(const std::vector<Leaf>& leaves, const std::vector<std::string>& values) {
  return values.size() == 1 ? values.front() : record_of(leaves, values);
}

/// Looks for two records that a value is the same of.
class Search {
 public:
  Search(const facts::Facts& facts, const source::FileSet& files, const facts::OneWay& one)
      : leaves_(leaves_of(one.value, facts)),
        program_(lower::lower_value(facts, files, one.value, one.zone)),
        run_(interpreted(program_)),
        result_(one.value->type.kind) {}

  /// A sentence; empty when nothing could be tried.
  std::string go() {
    if (leaves_.empty()) {
      return "";
    }
    std::vector<std::vector<std::string>> samples;
    size_t most = 0;
    for (const Leaf& leaf : leaves_) {
      samples.push_back(samples_of(leaf));
      samples.back().emplace_back("null");
      most = std::max(most, samples.back().size());
    }
    for (size_t turn = 0; turn < most * leaves_.size(); ++turn) {
      if (std::string found = try_values(choose(samples, turn)); !found.empty()) {
        return found;
      }
    }
    // What a step gave goes through it once more: many change a value that they made no further.
    const bool goes_in_again = leaves_.size() == 1 && leaves_.front().type.kind == result_;
    const auto given = goes_in_again ? seen_ : std::map<std::string, std::vector<std::string>>();
    for (const auto& [text, values] : given) {
      const bool bare = result_ == types::Kind::integer || result_ == types::Kind::decimal;
      if (std::string found = try_values({bare ? text : nlohmann::json(text).dump()}); !found.empty()) {
        return found;
      }
    }
    return example_;
  }

 private:
  std::string try_values(const std::vector<std::string>& values) {
    const std::string record = record_of(leaves_, values);
    const auto outcomes = record.empty() ? std::vector<interpret::Result>{} : run_(0, record);
    if (outcomes.empty() || outcomes.front().status != TREATY_WRITTEN ||
        outcomes.front().fields.front().state != TREATY_PRESENT) {
      return "";
    }
    const std::string& there = outcomes.front().fields.front().text;
    const auto [before, fresh] = seen_.emplace(there, values);
    if (!fresh && before->second != values) {
      return fmt::format("{} and {} both become \"{}\"", shown(leaves_, before->second), shown(leaves_, values),
                         there);
    }
    if (example_.empty()) {
      example_ = fmt::format("{} becomes \"{}\", and no step makes the one of the other again",
                             shown(leaves_, values), there);
    }
    return "";
  }

  std::vector<Leaf> leaves_;
  ir::Program program_;
  Run run_;
  types::Kind result_;
  std::map<std::string, std::vector<std::string>> seen_;  // by result
  std::string example_;
};

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
    if (std::string witness = named ? "" : Search(facts, files, one).go(); !witness.empty()) {
      said->notes.push_back(std::move(witness));
    }
  }
}

}  // namespace treaty::prove
