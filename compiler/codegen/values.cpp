#include "compiler/codegen/values.h"

#include <cstdlib>
#include <utility>

#include <llvm/IR/MDBuilder.h>

#include "compiler/codegen/constants.h"
#include "compiler/functions/functions.h"
#include "stdlib/record/walk.h"

namespace treaty::codegen {

llvm::Function* BlockCompiler::compile(const ir::Block& block, llvm::StringRef name) {
  const auto around = emitter_.builder.saveIP();
  llvm::Function* function = emitter_.begin_function(emitter_.i32, name,
                                                     {{emitter_.pointer, "context"},
                                                      {emitter_.pointer, "bytes"},
                                                      {emitter_.pointer, "index"},
                                                      {emitter_.pointer, "slots"},
                                                      {emitter_.pointer, "element_slots"},
                                                      {emitter_.pointer, "result"}});
  context_ = function->getArg(0);
  bytes_ = function->getArg(1);
  index_ = function->getArg(2);
  slots_ = function->getArg(3);
  element_slots_ = function->getArg(4);
  it_ = nullptr;
  values_.clear();
  run_block_into(block, function->getArg(5));
  emitter_.builder.CreateRet(emitter_.number(0));
  emitter_.builder.restoreIP(around);
  return function;
}

llvm::Value* BlockCompiler::call(llvm::Function* function, llvm::ArrayRef<llvm::Value*> frame, llvm::Value* result) {
  std::vector<llvm::Value*> arguments(frame.begin(), frame.end());
  arguments.push_back(result);
  return emitter_.builder.CreateCall(function, arguments);
}

llvm::Value* BlockCompiler::run_block(const ir::Block& block, llvm::Value* place) {
  for (const ir::Op& op : block.ops) {
    place_ = op.id == block.result ? place : nullptr;
    values_[op.id.index] = run_op(op);
  }
  place_ = nullptr;
  return values_.at(block.result.index);
}

void BlockCompiler::run_block_into(const ir::Block& block, llvm::Value* place) {
  llvm::Value* value = run_block(block, place);
  if (value != place) emitter_.copy(place, value);
}

llvm::Value* BlockCompiler::new_result(const llvm::Twine& name) {
  return place_ == nullptr ? emitter_.new_value(name) : std::exchange(place_, nullptr);
}

void BlockCompiler::run_branch(const ir::Op& op, const ir::Block& block, llvm::Value* result) {
  run_block_into(block, result);
  if (op.type != ir::Kind::decimal) return;
  llvm::BasicBlock *integer = emitter_.block("integer"), *done = emitter_.block("done");
  emitter_.builder.CreateCondBr(
      emitter_.builder.CreateICmpEQ(emitter_.kind_of(result), emitter_.byte(TREATY_INTEGER)), integer, done);
  emitter_.enter(integer);
  llvm::Value* copy = emitter_.new_value("integer");
  emitter_.copy(copy, result);
  emitter_.call("treaty_as", emitter_.i32,
                {context_, result, copy, emitter_.number(TREATY_DECIMAL), emitter_.null(), emitter_.wide(0)});
  emitter_.builder.CreateBr(done);
  emitter_.enter(done);
}

void BlockCompiler::fail(const ir::Op& op, llvm::Value* error, llvm::Value* value) {
  emitter_.store(emitter_.number(op.step.index), context_, offsetof(treaty_context, error_step));
  if (value != nullptr) {
    emitter_.copy(emitter_.offset(context_, offsetof(treaty_context, error_value)), value);
  } else {
    emitter_.set_absent(emitter_.offset(context_, offsetof(treaty_context, error_value)), op.type, TREATY_MISSING);
  }
  emitter_.builder.CreateRet(error);
}

void BlockCompiler::check(const ir::Op& op, llvm::Value* error, llvm::Value* value) {
  llvm::BasicBlock *failed = emitter_.block("failed"), *good = emitter_.block("good");
  emitter_.builder.CreateCondBr(emitter_.builder.CreateICmpEQ(error, emitter_.number(0)), good, failed,
                                llvm::MDBuilder(emitter_.module.getContext()).createLikelyBranchWeights());
  emitter_.enter(failed);
  fail(op, error, value);
  emitter_.enter(good);
}

std::pair<llvm::Value*, llvm::Value*> BlockCompiler::zone_of(const ir::Op& op) {
  if (op.format.empty()) return {emitter_.null(), emitter_.wide(0)};
  return {emitter_.bytes(op.format), emitter_.wide(op.format.size())};
}

llvm::Value* BlockCompiler::where_present(const ir::Op& op, llvm::Value* value, bool keeps_null,
                                          llvm::function_ref<void(llvm::Value* result)> then) {
  llvm::Value* result = new_result("result");
  llvm::BasicBlock *present = emitter_.block("present"), *absent = emitter_.block("absent"),
                   *done = emitter_.block("done");
  emitter_.builder.CreateCondBr(emitter_.is_present(value), present, absent);
  emitter_.enter(absent);
  emitter_.set_absent(result, op.type, TREATY_MISSING);
  if (keeps_null) emitter_.store(emitter_.state_of(value), result, offsetof(treaty_value, state));
  emitter_.builder.CreateBr(done);
  emitter_.enter(present);
  then(result);
  emitter_.builder.CreateBr(done);
  emitter_.enter(done);
  return result;
}

llvm::Value* BlockCompiler::run_op(const ir::Op& op) {
  switch (op.kind) {
    case ir::OpKind::constant:
      return emitter_.value(value_of(op.constant, op.type));
    case ir::OpKind::load:
      return load(op);
    case ir::OpKind::element:
      return element(op);
    case ir::OpKind::field:
      return field(op);
    case ir::OpKind::call:
      return call(op);
    case ir::OpKind::make_list:
      return make_list(op);
    case ir::OpKind::lookup:
      return lookup(op);
    case ir::OpKind::equal:
    case ir::OpKind::not_equal:
    case ir::OpKind::less:
    case ir::OpKind::less_equal:
    case ir::OpKind::greater:
    case ir::OpKind::greater_equal:
      return compare(op);
    case ir::OpKind::in:
      return in(op);
    case ir::OpKind::logical_not:
      return logical_not(op);
    case ir::OpKind::logical_and:
    case ir::OpKind::logical_or:
      return logical(op);
    case ir::OpKind::choose:
      return choose(op);
    case ir::OpKind::coalesce:
      return coalesce(op);
    case ir::OpKind::list_any:
    case ir::OpKind::list_all:
      return any_or_all(op);
    case ir::OpKind::list_map:
    case ir::OpKind::list_filter:
    case ir::OpKind::list_sort:
    case ir::OpKind::list_sum:
      return each_element(op);
    case ir::OpKind::run_started: {
      llvm::Value* result = new_result("run_started");
      emitter_.set_absent(result, op.type, TREATY_PRESENT);
      emitter_.store(emitter_.load(emitter_.i64, context_, offsetof(treaty_context, run_started)), result);
      return result;
    }
  }
  std::abort();
}

llvm::Value* BlockCompiler::load(const ir::Op& op) {
  const ir::Path& path = scope_.map.paths[op.path.index];
  const bool of_element = path.root == ir::Path::Root::element;
  const uint32_t slot = (of_element ? scope_.element : scope_.record).slot_of(path.segments);
  llvm::Value* found = slot == Paths::nowhere ? emitter_.wide(0)
                                              : emitter_.load(emitter_.i64, of_element ? element_slots_ : slots_,
                                                              slot * sizeof(treaty_slot));
  llvm::Value* result = new_result("load");
  const auto [zone, zone_size] = zone_of(op);
  llvm::Value* error = emitter_.call(
      "treaty_load_slot", emitter_.i32,
      {context_, result, emitter_.number(static_cast<uint32_t>(op.type)), bytes_, index_, found, zone, zone_size});
  check(op, error, result);
  return result;
}

llvm::Value* BlockCompiler::element(const ir::Op& op) {
  llvm::Value* result = new_result("it");
  const auto [zone, zone_size] = zone_of(op);
  check(op,
        emitter_.call("treaty_as", emitter_.i32,
                      {context_, result, it_, emitter_.number(static_cast<uint32_t>(op.type)), zone, zone_size}),
        result);
  return result;
}

llvm::Value* BlockCompiler::field(const ir::Op& op) {
  std::vector<llvm::Constant*> segments;
  for (const ir::Segment& segment : scope_.map.paths[op.path.index].segments) {
    const auto* name = std::get_if<std::string>(&segment);
    segments.push_back(name != nullptr ? emitter_.bytes(*name) : emitter_.null());
    segments.push_back(
        emitter_.wide(name != nullptr ? name->size() : static_cast<uint64_t>(std::get<int64_t>(segment))));
  }
  const auto count = static_cast<uint32_t>(segments.size() / 2);
  llvm::Constant* all = llvm::ConstantStruct::getAnon(emitter_.module.getContext(), segments);
  auto* global =
      new llvm::GlobalVariable(emitter_.module, all->getType(), true, llvm::GlobalValue::PrivateLinkage, all, "path");
  llvm::Value* result = new_result("field");
  const auto [zone, zone_size] = zone_of(op);
  check(op,
        emitter_.call("treaty_field", emitter_.i32,
                      {context_, result, argument(op, 0), global, emitter_.number(count),
                       emitter_.number(static_cast<uint32_t>(op.type)), zone, zone_size}),
        result);
  return result;
}

llvm::Value* BlockCompiler::in_a_row(const ir::Op& op) {
  if (op.arguments.size() == 1) return argument(op, 0);
  llvm::Value* row = emitter_.memory(std::max<size_t>(op.arguments.size(), 1) * sizeof(treaty_value), "arguments");
  for (size_t i = 0; i < op.arguments.size(); ++i) {
    emitter_.copy(emitter_.offset(row, i * sizeof(treaty_value)), argument(op, i));
  }
  return row;
}

llvm::Value* BlockCompiler::call(const ir::Op& op) {
  const functions::Function& function = functions::function(op.function);
  llvm::IRBuilder<>& builder = emitter_.builder;
  llvm::Value* result = new_result(function.name);
  llvm::BasicBlock* done = nullptr;
  if (function.strict && !op.arguments.empty()) {
    // The numbers of the states are in the order in which they win.
    llvm::Value* state = emitter_.state_of(argument(op, 0));
    for (size_t i = 1; i < op.arguments.size(); ++i) {
      state = builder.CreateBinaryIntrinsic(llvm::Intrinsic::umax, state, emitter_.state_of(argument(op, i)));
    }
    llvm::BasicBlock *present = emitter_.block("present"), *absent = emitter_.block("absent");
    done = emitter_.block("done");
    builder.CreateCondBr(builder.CreateICmpEQ(state, emitter_.byte(TREATY_PRESENT)), present, absent);
    emitter_.enter(absent);
    emitter_.set_absent(result, op.type, TREATY_MISSING);
    emitter_.store(state, result, offsetof(treaty_value, state));
    builder.CreateBr(done);
    emitter_.enter(present);
  }
  llvm::Value* arguments = in_a_row(op);
  emitter_.clear(result, sizeof(treaty_value));
  llvm::Value* error = emitter_.call(function.symbol, emitter_.i32, {context_, result, arguments});
  check(op, error, op.arguments.empty() ? nullptr : argument(op, 0));
  if (function.result_rule == functions::ResultRule::element_of_first) {
    llvm::Value* boxed = emitter_.new_value("boxed");  // as its token says; the op says what it is
    emitter_.copy(boxed, result);
    error = emitter_.call("treaty_as", emitter_.i32,
                          {context_, result, boxed, emitter_.number(static_cast<uint32_t>(op.type)), emitter_.null(),
                           emitter_.wide(0)});
    check(op, error, argument(op, 0));
  }
  if (done != nullptr) {
    builder.CreateBr(done);
    emitter_.enter(done);
  }
  return result;
}

llvm::Value* BlockCompiler::order_to_truth(ir::OpKind kind, llvm::Value* order) {
  llvm::IRBuilder<>& builder = emitter_.builder;
  switch (kind) {
    case ir::OpKind::equal:
      return builder.CreateICmpEQ(order, emitter_.number(0));
    case ir::OpKind::not_equal:
      return builder.CreateICmpNE(order, emitter_.number(0));
    case ir::OpKind::less:
      return builder.CreateICmpSLT(order, emitter_.number(0));
    case ir::OpKind::less_equal:
      return builder.CreateICmpSLE(order, emitter_.number(0));
    case ir::OpKind::greater:
      return builder.CreateICmpSGT(order, emitter_.number(0));
    default:
      return builder.CreateICmpSGE(order, emitter_.number(0));
  }
}

llvm::Value* BlockCompiler::compare(const ir::Op& op) {
  llvm::IRBuilder<>& builder = emitter_.builder;
  llvm::Value *left = argument(op, 0), *right = argument(op, 1), *result = new_result("compare");
  llvm::BasicBlock *present = emitter_.block("present"), *known = emitter_.block("known"),
                   *unknown = emitter_.block("unknown");
  llvm::BasicBlock* done = emitter_.block("done");
  builder.CreateCondBr(builder.CreateAnd(emitter_.is_present(left), emitter_.is_present(right)), present, unknown);
  emitter_.enter(present);
  llvm::Value* order = emitter_.call("treaty_compare", emitter_.i32, {left, right});
  const bool always =
      op.kind == ir::OpKind::equal || op.kind == ir::OpKind::not_equal;  // 2: kinds that do not compare
  builder.CreateCondBr(always ? builder.getTrue() : builder.CreateICmpNE(order, emitter_.number(2)), known, unknown);
  emitter_.enter(known);
  emitter_.set_boolean(result, order_to_truth(op.kind, order));
  builder.CreateBr(done);
  emitter_.enter(unknown);
  emitter_.set_absent(result, op.type, TREATY_MISSING);
  builder.CreateBr(done);
  emitter_.enter(done);
  return result;
}

llvm::Value* BlockCompiler::in(const ir::Op& op) {
  llvm::IRBuilder<>& builder = emitter_.builder;
  llvm::Value *value = argument(op, 0), *list = argument(op, 1), *result = new_result("in");
  llvm::BasicBlock *present = emitter_.block("present"), *unknown = emitter_.block("unknown"),
                   *done = emitter_.block("done");
  builder.CreateCondBr(builder.CreateAnd(emitter_.is_present(value), emitter_.is_present(list)), present, unknown);
  emitter_.enter(present);
  llvm::Value* found = emitter_.call("treaty_contains", emitter_.i32, {value, list});
  emitter_.set_boolean(result, builder.CreateICmpNE(found, emitter_.number(0)));
  builder.CreateBr(done);
  emitter_.enter(unknown);
  emitter_.set_absent(result, op.type, TREATY_MISSING);
  builder.CreateBr(done);
  emitter_.enter(done);
  return result;
}

llvm::Value* BlockCompiler::logical_not(const ir::Op& op) {
  llvm::Value* value = argument(op, 0);
  return where_present(op, value, false,
                       [&](llvm::Value* result) { emitter_.set_boolean(result, emitter_.is_false(value)); });
}

llvm::Value* BlockCompiler::logical(const ir::Op& op) {
  llvm::IRBuilder<>& builder = emitter_.builder;
  const bool is_and = op.kind == ir::OpKind::logical_and;
  auto decides = [&](llvm::Value* value) { return is_and ? emitter_.is_false(value) : emitter_.is_true(value); };
  llvm::Value* result = new_result("logical");
  llvm::BasicBlock *second = emitter_.block("second"), *open = emitter_.block("open"),
                   *decided = emitter_.block("decided");
  llvm::BasicBlock *known = emitter_.block("known"), *unknown = emitter_.block("unknown"),
                   *done = emitter_.block("done");
  llvm::Value* left = run_block(op.blocks[0]);
  builder.CreateCondBr(decides(left), decided, second);
  emitter_.enter(second);
  llvm::Value* right = run_block(op.blocks[1]);
  builder.CreateCondBr(decides(right), decided, open);
  emitter_.enter(open);
  builder.CreateCondBr(builder.CreateAnd(emitter_.is_present(left), emitter_.is_present(right)), known, unknown);
  emitter_.enter(known);
  emitter_.set_boolean(result, builder.getInt1(is_and));
  builder.CreateBr(done);
  emitter_.enter(decided);
  emitter_.set_boolean(result, builder.getInt1(!is_and));
  builder.CreateBr(done);
  emitter_.enter(unknown);
  emitter_.set_absent(result, op.type, TREATY_MISSING);
  builder.CreateBr(done);
  emitter_.enter(done);
  return result;
}

llvm::Value* BlockCompiler::choose(const ir::Op& op) {
  llvm::Value* result = new_result("if");
  llvm::BasicBlock *yes = emitter_.block("then"), *no = emitter_.block("else"), *done = emitter_.block("done");
  emitter_.builder.CreateCondBr(emitter_.is_true(argument(op, 0)), yes, no);
  emitter_.enter(yes);
  run_branch(op, op.blocks[0], result);
  emitter_.builder.CreateBr(done);
  emitter_.enter(no);
  run_branch(op, op.blocks[1], result);
  emitter_.builder.CreateBr(done);
  emitter_.enter(done);
  return result;
}

llvm::Value* BlockCompiler::coalesce(const ir::Op& op) {
  llvm::Value* result = new_result("coalesce");
  llvm::BasicBlock* done = emitter_.block("done");
  for (const ir::Block& block : op.blocks) {
    run_branch(op, block, result);
    llvm::BasicBlock* next = emitter_.block("next");
    emitter_.builder.CreateCondBr(emitter_.is_present(result), done, next);
    emitter_.enter(next);
  }
  llvm::Value* state = emitter_.state_of(result);
  emitter_.set_absent(result, op.type, TREATY_MISSING);
  emitter_.store(state, result, offsetof(treaty_value, state));
  emitter_.builder.CreateBr(done);
  emitter_.enter(done);
  return result;
}

}  // namespace treaty::codegen
