#include "runtime/profile/causes.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/functions/functions.h"
#include "stdlib/errors.h"

namespace treaty::profile {
namespace {

constexpr size_t most_lines = 20;

/// An error's sentence of any value.
std::string sentence_of(std::string_view part, treaty_error error) {
  if (error == treaty_errors::required_missing && part == "key") {
    return "the record has no key";
  }
  std::string sentence(functions::error(error).sentence);
  if (const size_t at = sentence.find("{value}"); at != std::string::npos) {
    sentence.replace(at, 7, "a value");
  }
  return sentence;
}

}  // namespace

void note_line(std::vector<uint64_t>& lines, uint64_t line) {
  if (lines.size() < most_lines && (lines.empty() || lines.back() != line)) {
    lines.push_back(line);
  }
}

Place place_of(const ir::Program& program, ir::StepId id) {
  if (id.index >= program.steps.size()) {
    return {};
  }
  const ir::Step& step = program.steps[id.index];
  return {fmt::format("{}:{}:{}", step.file, step.line, step.column), step.text};
}

void Causes::add(const std::string& part, const program::Failure& failure, Shown shown, uint64_t line) {
  auto found = std::ranges::find_if(causes_, [&](const Cause& one) {
    return one.error == failure.error && one.step == failure.step && one.report.part == part;
  });
  if (found == causes_.end()) {
    causes_.push_back({.report = {.part = part,
                                  .code = std::string(functions::error(failure.error).name),
                                  .sentence = sentence_of(part, failure.error),
                                  .place = place_of(program_, failure.step)},
                       .error = failure.error,
                       .step = failure.step,
                       .values = Offenders(shown)});
    found = causes_.end() - 1;
  }
  ++found->report.count;
  note_line(found->report.lines, line);
  if (failure.value.state == TREATY_PRESENT) {
    found->values.add(failure.value.text, line);
  }
}

void Causes::add(const std::string& part, const std::string& code, const std::string& sentence, uint64_t line) {
  auto found = std::ranges::find_if(causes_, [&](const Cause& one) {
    return one.report.part == part && one.report.code == code && one.report.sentence == sentence;
  });
  if (found == causes_.end()) {
    causes_.push_back({.report = {.part = part, .code = code, .sentence = sentence}, .values = Offenders({})});
    found = causes_.end() - 1;
  }
  ++found->report.count;
  note_line(found->report.lines, line);
}

std::vector<CauseReport> Causes::report(size_t top) const {
  std::vector<CauseReport> reports;
  for (const Cause& cause : causes_) {
    reports.push_back(cause.report);
    reports.back().values = cause.values.report(top);
  }
  std::ranges::stable_sort(reports, std::ranges::greater(), &CauseReport::count);
  return reports;
}

}  // namespace treaty::profile
