#pragma once

#include <set>
#include <utility>
#include <vector>

#include "compiler/lineage/lineage.h"

namespace treaty::lineage {

/// The fields a value is made of, and those that only decide about it. Values are shared: each is visited once a
/// kind.
class Inputs {
 public:
  explicit Inputs(const facts::Map& map) : map_(map) {}

  void visit(const facts::ValueRef& value, bool indirect = false);
  std::vector<Input> take();

 private:
  void add(const facts::SourceField& field, bool indirect);

  const facts::Map& map_;
  std::vector<Input> found_;
  std::set<std::pair<const facts::Value*, bool>> seen_;
};


}  // namespace treaty::lineage
