#pragma once

#include <string>
#include <vector>

#include "compiler/ir/ir.h"
#include "runtime/profile/report.h"
#include "runtime/program/inspect.h"

namespace treaty::profile {

/// Adds a line where there is still room for one that a person may look at.
void note_line(std::vector<uint64_t>& lines, uint64_t line);

Place place_of(const ir::Program& program, ir::StepId step);

/// Gathers why values or records fail: one cause for each part, error and step.
class Causes {
 public:
  explicit Causes(const ir::Program& program) : program_(program) {}

  void add(const std::string& part, const program::Failure& failure, Shown shown, uint64_t line);
  /// What is no error of a step.
  void add(const std::string& part, const std::string& code, const std::string& sentence, uint64_t line);
  /// The most frequent first.
  [[nodiscard]] std::vector<CauseReport> report(size_t top) const;

 private:
  struct Cause {
    CauseReport report;
    treaty_error error = 0;
    ir::StepId step;
    Offenders values;
  };
  const ir::Program& program_;
  std::vector<Cause> causes_;
};

}  // namespace treaty::profile
