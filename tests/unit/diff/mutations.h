#pragma once

#include <string>
#include <vector>

namespace treaty::diff {

/// A contract with one thing changed.
struct Mutation {
  std::string what;  ///< `line 12: "owner" in place of "match"`
  std::string text;
};

/// Every contract that differs from this one in a single word, number, text, arrow or line: words become others of
/// the same contract that stand behind the same word, numbers become larger, lines are left out.
std::vector<Mutation> mutations_of(const std::string& contract);

/// Every contract in which two lines that stand under each other and hold an arrow changed places.
std::vector<Mutation> swaps_of(const std::string& contract);

}  // namespace treaty::diff
