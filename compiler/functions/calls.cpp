// Whether a program's calls are of functions that exist for them: what a damaged or forged file could hold.

#include <map>

#include <fmt/core.h>

#include "compiler/functions/functions.h"

namespace treaty::functions {
namespace {

bool fits(ir::Kind value, ir::Kind wanted) {
  return wanted == ir::Kind::any || value == wanted || value == ir::Kind::any;
}

class Calls {
 public:
  std::string problem;

  void visit(const ir::Block& block) {
    for (const ir::Op& op : block.ops) {
      kinds_[op.id.index] = op.type;
      for (const ir::Block& inner : op.blocks) {
        visit(inner);
      }
      if (op.kind == ir::OpKind::call && problem.empty()) {
        check(op);
      }
    }
  }

 private:
  void check(const ir::Op& op) {
    const Function& function = functions::function(op.function);
    if (function.special || op.arguments.size() != function.parameters.size()) {
      problem = fmt::format("`{}` is called as no function can be", function.key);
      return;
    }
    for (size_t i = 0; i < op.arguments.size(); ++i) {
      const Parameter& parameter = function.parameters[i];
      const ir::Kind wanted = parameter.kind == ParameterKind::value ? kind_of(parameter.type) : ir::Kind::text;
      if (!fits(kinds_[op.arguments[i].index], wanted)) {
        problem = fmt::format("`{}` is called with a value of another kind", function.key);
      }
    }
    if (function.result_rule == ResultRule::fixed && !fits(op.type, kind_of(function.result))) {
      problem = fmt::format("`{}` gives a value of another kind", function.key);
    } else if (function.result_rule == ResultRule::same_as_first && op.type != ir::Kind::list) {
      problem = fmt::format("`{}` gives a list", function.key);
    }
  }

  std::map<uint32_t, ir::Kind> kinds_;
};

}  // namespace

std::string check_calls(const ir::Program& program) {
  for (const ir::MapProgram& map : program.maps) {
    const auto check = [&](const ir::Block& block) {
      Calls calls;
      calls.visit(block);
      return calls.problem;
    };
    std::vector<const ir::Block*> blocks{&map.source_key};
    if (map.where) {
      blocks.push_back(&*map.where);
    }
    for (const ir::Field& field : map.fields) {
      blocks.push_back(&field.value);
    }
    for (const ir::Association& association : map.associations) {
      blocks.push_back(&association.key);
    }
    for (const ir::Block* block : blocks) {
      if (std::string problem = check(*block); !problem.empty()) {
        return fmt::format("map `{}`: {}", map.name, problem);
      }
    }
  }
  return {};
}

}  // namespace treaty::functions
