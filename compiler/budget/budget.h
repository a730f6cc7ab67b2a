#pragma once

// Feasibility: whether what is agreed can be kept, worked out from declared volumes, change rates, page sizes, limits
// and quiet hours.

#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/facts/facts.h"

namespace treaty::budget {

/// One line of the reckoning: what, how much, and how that was worked out.
struct Line {
  std::string subject;  ///< a resource, a map, a system
  std::string what;
  std::string value;  ///< for people: `1 h 12 min`, `2.4 requests a second`
  double number = 0;  ///< the same in seconds, requests or records
  std::string how;
};
struct Reckoning {
  std::vector<Line> steady;          ///< one round of changes
  std::vector<Line> backfill;        ///< everything once
  std::vector<Line> outage;          ///< how long the source keeps changes
  std::vector<std::string> unknown;  ///< what would have to be declared to say more
};

/// The reckoning, and what of the agreement cannot be kept as diagnostics.
Reckoning reckon(const facts::Facts& facts, diagnostics::Diagnostics& diagnostics);

std::string to_text(const Reckoning& reckoning);
std::string to_json(const Reckoning& reckoning);

}  // namespace treaty::budget
