#pragma once

// The figures of a run, for people and for machines.

#include <string>
#include <vector>

#include "tests/mutations/batch.h"

namespace treaty::mutations {

struct Times {
  double p50 = 0, p99 = 0, worst = 0;  ///< milliseconds of the processor
  uint64_t slowest = 0;                ///< the mutant's number
};
Times times_of(const std::vector<Trial>& trials);
/// Those that crashed or hung.
size_t broken(const std::vector<Trial>& trials);

/// The tables of docs/mutations.md.
std::string to_text(const Plan& plan, const std::vector<Trial>& trials);
/// `{"seed", "count", "kinds": {KIND: {FATE: 12}}, "milliseconds": {"p50", …}, "messages": {…}, "passing": [{"kind", "construct",
/// "count"}]}`
std::string to_json(const Plan& plan, const std::vector<Trial>& trials);

/// One mutant in full: what was changed, what became of it, what the compiler said.
std::string describe(const Plan& plan, const Trial& trial);

}  // namespace treaty::mutations
