#pragma once

// Many mutants, in processes of their own: a crash or a hang of the compiler is a finding, not the end of the test.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tests/mutations/judge.h"

namespace treaty::mutations {

/// One mutant and what became of it.
struct Trial {
  uint64_t index = 0;
  size_t contract = 0;  ///< which of the contracts
  Kind kind = Kind::drop_token;
  std::string construct, shown;
  Verdict verdict;
};

struct Plan {
  std::vector<std::unique_ptr<Judge>> judges;  ///< the first is changed as often as all others together
  uint64_t seed = 1;
  uint64_t first = 0, count = 0;  ///< mutants are numbered: a number and the seed make the same one again
  unsigned processes = 1;
  int hang_seconds = 10;
};

struct Made {
  size_t contract = 0;
  Mutant mutant;
};
/// The mutant of a number.
Made make(const Plan& plan, uint64_t index);

/// All trials in the order of their numbers. What the system refuses (processes, pipes) ends the program with a message.
std::vector<Trial> run(const Plan& plan);

}  // namespace treaty::mutations
