#pragma once

#include <map>
#include <vector>

#include "compiler/facts/facts.h"
#include "compiler/ir/ir.h"
#include "compiler/source/source.h"

namespace treaty::lower {

/// A literal as the constant it is held in where `type` is wanted.
ir::Constant constant_of(const facts::Literal& literal, const types::Type& type);
/// The rows of a table that has any.
ir::Rows rows_of(const facts::Table& table);

/// Steps and tables of a program in the making, each once.
class Pool {
 public:
  Pool(const facts::Facts& facts, const source::FileSet& files) : facts_(facts), files_(files) {}

  ir::StepId step(source::Span span);
  ir::TableId table(uint32_t index);
  /// The program's tables and steps; maps are the caller's.
  ir::Program take(std::vector<ir::MapProgram> maps);

 private:
  const facts::Facts& facts_;
  const source::FileSet& files_;
  std::vector<ir::Step> steps_;
  std::map<std::tuple<uint32_t, uint32_t, uint32_t>, ir::StepId> step_ids_;
  std::vector<ir::Table> tables_;
  std::map<uint32_t, ir::TableId> table_ids_;
};

/// Values of one map as blocks; remembers the map's paths.
class ValueLowering {
 public:
  ValueLowering(Pool& pool, std::string zone) : pool_(pool), zone_(std::move(zone)) {}

  ir::Block block(const facts::ValueRef& value);
  [[nodiscard]] std::vector<ir::Path> take_paths() { return std::move(paths_); }

 private:
  /// Values that are worked out already, by block, innermost last.
  using Known = std::map<const facts::Value*, ir::ValueId>;

  ir::Block nested(const facts::ValueRef& value);
  ir::ValueId emit(const facts::ValueRef& value, ir::Block& into);
  ir::ValueId emit_node(const facts::Value& value, ir::Block& into);
  ir::ValueId add(ir::Block& into, ir::Op op, const facts::Value& value);
  ir::ValueId missing(ir::Block& into, const facts::Value& value);
  std::vector<ir::ValueId> emit_all(const std::vector<facts::ValueRef>& values, ir::Block& into);
  ir::PathId path(ir::Path path);

  Pool& pool_;
  std::string zone_;
  std::vector<ir::Path> paths_;
  std::vector<Known> known_;
  uint32_t next_ = 0;
};

}  // namespace treaty::lower
