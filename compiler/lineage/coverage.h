#pragma once

// What becomes of every field of the source, and what feeds every property of the target: the table an analyst
// reviews.

#include <string>
#include <vector>

#include "compiler/facts/facts.h"

namespace treaty::lineage {

struct CoverageRow {
  std::string name;  ///< a field, dotted; a property
  std::string type;
  std::string
      state;  ///< mapped, key, associates, decides, changes, ignored, never, unmapped; written, required, match
  std::string detail;  ///< where it goes or comes from, or why it does not
};
struct CoverageTable {
  std::string system, dataset;
  bool target = false;
  bool described = true;  ///< a document says what there is
  std::vector<CoverageRow> rows;
};

/// The resources that maps read, then the objects they write, each once, in the contract's order. Of an object only
/// the properties that are written, required or matched by.
std::vector<CoverageTable> coverage_of(const facts::Facts& facts);

std::string to_text(const std::vector<CoverageTable>& tables);
std::string to_json(const std::vector<CoverageTable>& tables);

}  // namespace treaty::lineage
