#pragma once

#include <vector>

#include "compiler/facts/facts.h"

namespace treaty::prove {

/// One line that flows both ways, with what its two halves read and write.
struct Line {
  const facts::Map* map = nullptr;
  const ast::FieldLine* line = nullptr;
  std::vector<const facts::Field*> fields;
  std::vector<const facts::ReverseField*> back;
};
/// In the contract's order; those without one of the two halves are left out.
std::vector<Line> lines_of(const facts::Facts& facts);

/// The same value of a record that stands by itself, though the map goes through the elements of one.
facts::ValueRef by_itself(const facts::ValueRef& value);
/// The same again without the steps that only tidy (`trim`, `lower`, `sort`): what is left says whether something
/// else than the form of a value changed.
facts::ValueRef untidied(const facts::ValueRef& value);
/// The parts of a value from right to left that only read what HubSpot stores: a number from its text, the arm of a
/// picklist. Two texts that are read the same mean the same.
std::vector<facts::ValueRef> readings_of(const facts::ValueRef& value);

}  // namespace treaty::prove
