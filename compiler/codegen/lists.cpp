// Lookups and lists: the operations that go through rows or items.

#include <cstdlib>

#include "compiler/codegen/codegen.h"
#include "compiler/codegen/text_switch.h"
#include "compiler/codegen/constants.h"
#include "compiler/codegen/values.h"
#include "stdlib/errors.h"

namespace treaty::codegen {

namespace {
constexpr uint64_t list_items = offsetof(treaty_value, as), list_size = list_items + 8;
}

/// Goes on in `found` with the row's value in `result`, or in `unknown`.
void BlockCompiler::find_row(const ir::Op& op, llvm::Value* key, llvm::Value* result, llvm::BasicBlock* found,
                             llvm::BasicBlock* unknown) {
  llvm::IRBuilder<>& builder = emitter_.builder;
  const ir::Table& table = scope_.program.tables[op.table.index];
  llvm::Value *data = emitter_.load(emitter_.pointer, key), *size = emitter_.load(emitter_.i64, key, list_size);
  if (is_hosted(table)) {
    llvm::Value* tables = emitter_.load(emitter_.pointer, context_, offsetof(treaty_context, tables));
    llvm::Value* hosted = emitter_.load(emitter_.pointer, tables, op.table.index * sizeof(void*));
    llvm::Value* hit = emitter_.call("treaty_table_find", emitter_.i32, {hosted, data, size, result});
    builder.CreateCondBr(builder.CreateICmpNE(hit, emitter_.number(0)), found, unknown);
    return;
  }
  const auto& rows = std::get<ir::Rows>(table.content).rows;
  TextTargets targets;
  llvm::BasicBlock* start = builder.GetInsertBlock();
  for (const auto& [text, constant] : rows) {
    targets.emplace_back(text, emitter_.block("row"));
    emitter_.enter(targets.back().second);
    emitter_.copy(result, emitter_.value(value_of(constant, op.type)));
    builder.CreateBr(found);
  }
  emitter_.enter(start);
  switch_on_text(emitter_, data, size, targets, unknown);
}

llvm::Value* BlockCompiler::lookup(const ir::Op& op) {
  llvm::IRBuilder<>& builder = emitter_.builder;
  llvm::Value* value = argument(op, 0);
  return where_present(op, value, true, [&](llvm::Value* result) {
    llvm::BasicBlock *other = emitter_.block("other"), *ready = emitter_.block("ready"),
                     *text = emitter_.block("text");
    llvm::BasicBlock *found = emitter_.block("found"), *unknown = emitter_.block("unknown");
    llvm::Value* key = emitter_.new_value("key");
    builder.CreateCondBr(builder.CreateICmpEQ(emitter_.kind_of(value), emitter_.byte(TREATY_TEXT)), text, other);
    emitter_.enter(text);
    emitter_.copy(key, value);
    builder.CreateBr(ready);
    emitter_.enter(other);
    llvm::Value* error = emitter_.call("treaty_as_key", emitter_.i32, {context_, key, value});
    llvm::Value* is_text = builder.CreateICmpEQ(emitter_.kind_of(key), emitter_.byte(TREATY_TEXT));
    llvm::Value* mismatch =
        builder.CreateSelect(is_text, emitter_.number(0), emitter_.number(treaty_errors::source_mismatch));
    check(op, builder.CreateSelect(builder.CreateICmpNE(error, emitter_.number(0)), error, mismatch), value);
    builder.CreateBr(ready);
    emitter_.enter(ready);
    find_row(op, key, result, found, unknown);
    emitter_.enter(unknown);
    if (op.blocks.empty()) {
      fail(op, emitter_.number(treaty_errors::not_found), value);
    } else {
      run_branch(op, op.blocks[0], result);
      builder.CreateBr(found);
    }
    emitter_.enter(found);
  });
}

void BlockCompiler::set_list(llvm::Value* result, llvm::Value* items, llvm::Value* size) {
  emitter_.set_absent(result, ir::Kind::list, TREATY_PRESENT);
  emitter_.store(items, result, list_items);
  emitter_.store(size, result, list_size);
}

llvm::Value* BlockCompiler::room(const ir::Op& op, llvm::Value* count) {
  llvm::Value* items = emitter_.call("treaty_items", emitter_.pointer, {context_, count});
  llvm::Value* none = emitter_.builder.CreateICmpEQ(items, emitter_.null());
  check(op, emitter_.builder.CreateSelect(none, emitter_.number(treaty_errors::too_large), emitter_.number(0)),
        nullptr);
  return items;
}

/// Writes `item` behind the others and counts it where it is wanted; `size` is memory.
void BlockCompiler::append_where(llvm::Value* wanted, llvm::Value* item, llvm::Value* items, llvm::Value* size) {
  llvm::IRBuilder<>& builder = emitter_.builder;
  llvm::Value* count = emitter_.load(emitter_.i64, size);
  emitter_.copy(emitter_.offset(items, builder.CreateMul(count, emitter_.wide(sizeof(treaty_value)))), item);
  emitter_.store(builder.CreateAdd(count, builder.CreateZExt(wanted, emitter_.i64)), size);
}

llvm::Value* BlockCompiler::make_list(const ir::Op& op) {
  llvm::Value *result = new_result("list"), *size = emitter_.memory(8, "size");
  // One place more: an item that is not wanted is written and not counted.
  llvm::Value* items = room(op, emitter_.wide(op.arguments.size() + 1));
  emitter_.store(emitter_.wide(0), size);
  llvm::Value* silent = emitter_.builder.getInt1(!op.arguments.empty());
  for (size_t i = 0; i < op.arguments.size(); ++i) {
    append_where(emitter_.is_present(argument(op, i)), argument(op, i), items, size);
    silent = emitter_.builder.CreateAnd(silent, emitter_.is_missing(argument(op, i)));
  }
  set_list(result, items, emitter_.load(emitter_.i64, size));
  const auto state = [&](treaty_state one) { return emitter_.byte(static_cast<uint8_t>(one)); };
  emitter_.store(emitter_.builder.CreateSelect(silent, state(TREATY_MISSING), state(TREATY_PRESENT)), result,
                 offsetof(treaty_value, state));
  return result;
}

void BlockCompiler::for_items(
    llvm::Value* list, llvm::function_ref<void(llvm::Value* i, llvm::Value* item, llvm::BasicBlock* done)> body) {
  llvm::IRBuilder<>& builder = emitter_.builder;
  llvm::BasicBlock *head = emitter_.block("items"), *inside = emitter_.block("item"), *done = emitter_.block("done");
  llvm::Value *items = emitter_.load(emitter_.pointer, list, list_items),
              *size = emitter_.load(emitter_.i64, list, list_size);
  llvm::BasicBlock* before = builder.GetInsertBlock();
  builder.CreateBr(head);
  emitter_.enter(head);
  llvm::PHINode* i = builder.CreatePHI(emitter_.i64, 2, "i");
  i->addIncoming(emitter_.wide(0), before);
  builder.CreateCondBr(builder.CreateICmpULT(i, size), inside, done);
  emitter_.enter(inside);
  body(i, emitter_.offset(items, builder.CreateMul(i, emitter_.wide(sizeof(treaty_value)))), done);
  i->addIncoming(builder.CreateAdd(i, emitter_.wide(1)), builder.GetInsertBlock());
  builder.CreateBr(head);
  emitter_.enter(done);
}

llvm::Value* BlockCompiler::each_element(const ir::Op& op) {
  llvm::Value* list = argument(op, 0);
  return where_present(op, list, true, [&](llvm::Value* result) {
    llvm::Value* size = emitter_.load(emitter_.i64, list, list_size);
    llvm::Value* results = room(op, size);
    llvm::Value* around = it_;
    for_items(list, [&](llvm::Value* i, llvm::Value* item, llvm::BasicBlock*) {
      it_ = item;
      run_block_into(op.blocks[0],
                     emitter_.offset(results, emitter_.builder.CreateMul(i, emitter_.wide(sizeof(treaty_value)))));
    });
    it_ = around;
    gather(op, list, results, result);
  });
}

void BlockCompiler::gather(const ir::Op& op, llvm::Value* list, llvm::Value* results, llvm::Value* result) {
  llvm::IRBuilder<>& builder = emitter_.builder;
  auto result_at = [&](llvm::Value* i) {
    return emitter_.offset(results, builder.CreateMul(i, emitter_.wide(sizeof(treaty_value))));
  };
  if (op.kind == ir::OpKind::list_sort) {
    check(op, emitter_.call("treaty_sort", emitter_.i32, {context_, result, list, results}), nullptr);
    return;
  }
  if (op.kind == ir::OpKind::list_sum) {
    emitter_.set_absent(result, op.type, TREATY_PRESENT);
    for_items(list, [&](llvm::Value* i, llvm::Value*, llvm::BasicBlock*) {
      llvm::BasicBlock *add = emitter_.block("add"), *next = emitter_.block("next");
      builder.CreateCondBr(emitter_.is_present(result_at(i)), add, next);
      emitter_.enter(add);
      check(op, emitter_.call("treaty_add", emitter_.i32, {result, result_at(i)}), result_at(i));
      builder.CreateBr(next);
      emitter_.enter(next);
    });
    return;
  }
  const bool is_filter = op.kind == ir::OpKind::list_filter;
  llvm::Value* count = emitter_.load(emitter_.i64, list, list_size);
  llvm::Value *items = room(op, builder.CreateAdd(count, emitter_.wide(1))), *size = emitter_.memory(8, "size");
  emitter_.store(emitter_.wide(0), size);
  for_items(list, [&](llvm::Value* i, llvm::Value* item, llvm::BasicBlock*) {
    llvm::Value* wanted = is_filter ? emitter_.is_true(result_at(i)) : emitter_.is_present(result_at(i));
    append_where(wanted, is_filter ? item : result_at(i), items, size);
  });
  set_list(result, items, emitter_.load(emitter_.i64, size));
}

/// Stops at the element that decides: what comes after it cannot fail.
llvm::Value* BlockCompiler::any_or_all(const ir::Op& op) {
  llvm::IRBuilder<>& builder = emitter_.builder;
  const bool is_any = op.kind == ir::OpKind::list_any;
  llvm::Value* list = argument(op, 0);
  return where_present(op, list, true, [&](llvm::Value* result) {
    llvm::Value* truth = emitter_.memory(1, "truth");
    emitter_.store(emitter_.byte(is_any ? 0 : 1), truth);
    llvm::Value* around = it_;
    for_items(list, [&](llvm::Value*, llvm::Value* item, llvm::BasicBlock* done) {
      it_ = item;
      llvm::Value* yes = emitter_.is_true(run_block(op.blocks[0]));
      emitter_.store(builder.CreateZExt(yes, emitter_.i8), truth);
      llvm::BasicBlock* next = emitter_.block("next");
      builder.CreateCondBr(is_any ? yes : builder.CreateNot(yes), done, next);
      emitter_.enter(next);
    });
    it_ = around;
    emitter_.set_boolean(result, builder.CreateICmpNE(emitter_.load(emitter_.i8, truth), emitter_.byte(0)));
  });
}

}  // namespace treaty::codegen
