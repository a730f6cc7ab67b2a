#pragma once

#include <unordered_map>
#include <vector>

#include <llvm/ADT/STLFunctionalExtras.h>

#include "compiler/codegen/emitter.h"
#include "compiler/codegen/walker.h"

namespace treaty::codegen {

/// What the blocks of one map are compiled with.
struct MapScope {
  const ir::Program& program;
  const ir::MapProgram& map;
  const Paths& record;
  const Paths& element;
};

/// Compiles a block to a function of its own, `treaty_error (context, bytes, index, slots, element_slots, result)`.
/// On failure the context's error_step and error_value say the rest.
class BlockCompiler {
 public:
  BlockCompiler(Emitter& emitter, const MapScope& scope) : emitter_(emitter), scope_(scope) {}

  llvm::Function* compile(const ir::Block& block, llvm::StringRef name);
  llvm::Value* call(llvm::Function* function, llvm::ArrayRef<llvm::Value*> frame, llvm::Value* result);

 private:
  /// Where the block's result is: `place` where it could be written there at once. Values are pointers to a
  /// treaty_value.
  llvm::Value* run_block(const ir::Block& block, llvm::Value* place = nullptr);
  void run_block_into(const ir::Block& block, llvm::Value* place);
  /// Memory for the result of the op at hand.
  llvm::Value* new_result(const llvm::Twine& name);
  /// A block whose value is to be of the op's type, put into `result`.
  void run_branch(const ir::Op& op, const ir::Block& block, llvm::Value* result);
  llvm::Value* run_op(const ir::Op& op);
  /// Leaves the function where `error` is not 0.
  void check(const ir::Op& op, llvm::Value* error, llvm::Value* value);
  void fail(const ir::Op& op, llvm::Value* error, llvm::Value* value);

  llvm::Value* load(const ir::Op& op);
  llvm::Value* element(const ir::Op& op);
  llvm::Value* field(const ir::Op& op);
  llvm::Value* call(const ir::Op& op);
  llvm::Value* lookup(const ir::Op& op);
  void find_row(const ir::Op& op, llvm::Value* key, llvm::Value* result, llvm::BasicBlock* found,
                llvm::BasicBlock* unknown);
  llvm::Value* compare(const ir::Op& op);
  llvm::Value* order_to_truth(ir::OpKind kind, llvm::Value* order);
  llvm::Value* in(const ir::Op& op);
  llvm::Value* logical_not(const ir::Op& op);
  llvm::Value* logical(const ir::Op& op);
  llvm::Value* choose(const ir::Op& op);
  llvm::Value* coalesce(const ir::Op& op);
  llvm::Value* make_list(const ir::Op& op);
  llvm::Value* each_element(const ir::Op& op);
  void gather(const ir::Op& op, llvm::Value* list, llvm::Value* results, llvm::Value* result);
  llvm::Value* any_or_all(const ir::Op& op);

  llvm::Value* argument(const ir::Op& op, size_t i) { return values_.at(op.arguments[i].index); }
  std::pair<llvm::Value*, llvm::Value*> zone_of(const ir::Op& op);
  /// The arguments one after the other in memory.
  llvm::Value* in_a_row(const ir::Op& op);
  /// Runs `then` where the argument is present, else `result` is missing or, like the argument, null.
  llvm::Value* where_present(const ir::Op& op, llvm::Value* value, bool keeps_null,
                             llvm::function_ref<void(llvm::Value* result)> then);
  /// Runs `body` for the items of a list, in order; it may leave to `done`.
  void for_items(llvm::Value* list,
                 llvm::function_ref<void(llvm::Value* i, llvm::Value* item, llvm::BasicBlock* done)> body);
  void set_list(llvm::Value* result, llvm::Value* items, llvm::Value* size);
  llvm::Value* room(const ir::Op& op, llvm::Value* count);
  void append_where(llvm::Value* wanted, llvm::Value* item, llvm::Value* items, llvm::Value* size);

  Emitter& emitter_;
  const MapScope& scope_;
  llvm::Value *context_ = nullptr, *bytes_ = nullptr, *index_ = nullptr, *slots_ = nullptr, *element_slots_ = nullptr;
  llvm::Value* it_ = nullptr;
  llvm::Value* place_ = nullptr;  ///< of the op at hand, until it is taken
  std::unordered_map<uint32_t, llvm::Value*> values_;
};

}  // namespace treaty::codegen
