#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/interpret/document.h"
#include "compiler/interpret/interpret.h"
#include "compiler/interpret/workspace.h"

namespace treaty::interpret {

/// The rows of the program's tables, by the table's index.
using Tables = std::vector<std::unordered_map<std::string, ir::Constant>>;
Tables read_tables(const ir::Program& program, const std::vector<RuntimeRows>& loaded);

/// Why a block has no value.
struct Failure {
  treaty_error error = 0;
  ir::StepId step;
  treaty_value value{};
};

/// Evaluates blocks of one map for one record or element.
class Evaluator {
 public:
  struct Scope {
    const ir::Program& program;
    const ir::MapProgram& map;
    const Tables& tables;
    const Trace& trace;
    Workspace& workspace;
  };
  /// Borrows all of it; `element` may be null.
  Evaluator(const Scope& scope, const Node* record, const Node* element)
      : scope_(scope), context_(scope.workspace.context()), record_(record), element_(element) {}

  /// False: it failed, and `failure` says why.
  bool evaluate(const ir::Block& block, treaty_value& result);
  [[nodiscard]] const Failure& failure() const { return failure_; }

 private:
  bool run_block(const ir::Block& block, treaty_value& result);
  /// A block whose value is to be of the op's type.
  bool run_branch(const ir::Op& op, const ir::Block& block, treaty_value& result);
  bool run_op(const ir::Op& op, treaty_value& result);
  bool fail(const ir::Op& op, treaty_error error, const treaty_value& value);

  bool load(const ir::Op& op, treaty_value& result);
  bool field(const ir::Op& op, treaty_value& result);
  bool call(const ir::Op& op, treaty_value& result);
  bool lookup(const ir::Op& op, treaty_value& result);
  bool compare(const ir::Op& op, treaty_value& result);
  bool in(const ir::Op& op, treaty_value& result);
  bool logical(const ir::Op& op, treaty_value& result);
  bool coalesce(const ir::Op& op, treaty_value& result);
  bool make_list(const ir::Op& op, treaty_value& result);
  bool each_element(const ir::Op& op, treaty_value& result);
  /// What the element operations make of what the body gave for each element.
  bool gather(const ir::Op& op, const treaty_value& list, const std::vector<treaty_value>& results,
              treaty_value& result);

  const treaty_value& argument(const ir::Op& op, size_t i) { return values_[op.arguments[i].index]; }
  treaty_value list_of(const std::vector<treaty_value>& items);

  Scope scope_;
  treaty_context* context_;
  const Node *record_, *element_;
  const treaty_value* it_ = nullptr;
  std::unordered_map<uint32_t, treaty_value> values_;
  Failure failure_;
};

/// A constant as a value of `kind`; texts live in the workspace.
treaty_value value_of(const ir::Constant& constant, ir::Kind kind, Workspace& workspace);

}  // namespace treaty::interpret
