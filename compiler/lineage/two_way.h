#pragma once

// What comes back over each line that flows both ways: the reverse that was derived, or the one that is given.

#include <string>
#include <vector>

#include "compiler/facts/facts.h"
#include "compiler/source/source.h"

namespace treaty::lineage {

struct Return {
  std::string field;  ///< of the source, dotted
  std::string value;  ///< what it gets, in the language
};
struct TwoWayLine {
  std::string map, line;  ///< the line as it is written, without its clauses
  std::string place;      ///< file:line
  bool given = false;     ///< its reverse is written beside the right side
  std::vector<Return> returns;
};

/// The lines of all maps that have a reverse, in the contract's order.
std::vector<TwoWayLine> two_way_of(const facts::Facts& facts, const source::FileSet& files);

std::string to_text(const std::vector<TwoWayLine>& lines);
std::string to_json(const std::vector<TwoWayLine>& lines);

}  // namespace treaty::lineage
