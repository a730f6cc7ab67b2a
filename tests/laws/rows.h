#pragma once

// tests/laws/rows.txt: lines that flow both ways, one a kind of step.

#include <string>
#include <vector>

#include "compiler/driver/pipeline.h"

namespace treaty::laws {

struct Row {
  std::string key, line, declarations;
};
std::vector<Row> read_rows();
/// The contract of one row, checked.
driver::Compilation check_row(const Row& row);

}  // namespace treaty::laws
