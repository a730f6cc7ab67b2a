#include "compiler/codegen/outcome.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include <llvm/IR/MDBuilder.h>

#include "compiler/codegen/constants.h"
#include "stdlib/errors.h"
#include "stdlib/record/record.h"

namespace treaty::codegen {
namespace {

constexpr uint32_t no_field = UINT32_MAX;

/// So many fields are written by one function: what LLVM needs for a function grows faster than its size. Fewer would
/// cost a call where there is nothing to gain.
constexpr uint32_t largest_part = 32;

class OutcomeCompiler {
 public:
  OutcomeCompiler(Emitter& emitter, const MapScope& scope, std::string name)
      : emitter_(emitter),
        builder_(emitter.builder),
        name_(std::move(name)),
        scope_(scope),
        blocks_(emitter, scope_) {}

  llvm::Function* compile() {
    write_function();
    return function_;
  }

 private:
  void write_function() {
    function_ = emitter_.begin_function(emitter_.i32, name_ + "_outcome",
                                                {{emitter_.pointer, "context"},
                                                 {emitter_.pointer, "bytes"},
                                                 {emitter_.pointer, "index"},
                                                 {emitter_.pointer, "slots"},
                                                 {emitter_.pointer, "element_slots"},
                                                 {emitter_.i64, "element"},
                                                 {emitter_.pointer, "emit"},
                                                 {emitter_.pointer, "sink"}});
    for (unsigned i = 0; i < 5; ++i) frame_.push_back(function_->getArg(i));
    context_ = frame_[0];
    outcome_ = emitter_.memory(sizeof(treaty_outcome), "outcome");
    spans_ = emitter_.memory(std::max<size_t>(scope_.map.fields.size(), 1) * sizeof(treaty_field_span), "spans");
    keys_ = emitter_.memory(std::max<size_t>(scope_.map.associations.size(), 1) * sizeof(treaty_value), "keys");
    emitter_.clear(outcome_, sizeof(treaty_outcome));
    emitter_.store(emitter_.byte(TREATY_MISSING), outcome_,
                   offsetof(treaty_outcome, source_key) + offsetof(treaty_value, state));
    emitter_.store(emitter_.load(emitter_.pointer, context_, offsetof(treaty_context, out_begin)), context_,
                   offsetof(treaty_context, out));
    send_ = emitter_.block("send");
    write_key();
    write_where();
    write_fields();
    write_associations();
    finish_payload();
    builder_.CreateBr(send_);
    emitter_.enter(send_);
    llvm::Value *emit = function_->getArg(6), *sink = function_->getArg(7);
    auto* type = llvm::FunctionType::get(emitter_.i32, {emitter_.pointer, emitter_.pointer}, false);
    builder_.CreateRet(builder_.CreateCall(type, emit, {sink, outcome_}));
  }

  /// Fills in the outcome of a rejected record and goes to send it. `value` is the culprit.
  void reject(uint32_t field, llvm::Value* error, llvm::Value* step, llvm::Value* value) {
    emitter_.store(emitter_.number(TREATY_REJECTED), outcome_, offsetof(treaty_outcome, status));
    emitter_.store(emitter_.number(field), outcome_, offsetof(treaty_outcome, field));
    emitter_.store(error, outcome_, offsetof(treaty_outcome, error));
    emitter_.store(step, outcome_, offsetof(treaty_outcome, step));
    emitter_.copy(emitter_.offset(outcome_, offsetof(treaty_outcome, value)), value);
    builder_.CreateBr(send_);
  }
  void reject_if(llvm::Value* condition, uint32_t field, llvm::Value* error, llvm::Value* step, llvm::Value* value) {
    llvm::BasicBlock *rejected = emitter_.block("rejected"), *good = emitter_.block("good");
    builder_.CreateCondBr(condition, rejected, good, unlikely());
    emitter_.enter(rejected);
    reject(field, error, step, value);
    emitter_.enter(good);
  }
  llvm::MDNode* unlikely() { return llvm::MDBuilder(emitter_.module.getContext()).createUnlikelyBranchWeights(); }

  /// The value of a block; a failure rejects the record.
  llvm::Value* value_of_block(const ir::Block& block, const std::string& what) {
    llvm::Value* value = emitter_.new_value(what);
    llvm::Value* error = blocks_.call(blocks_.compile(block, name_ + "_" + what), frame_, value);
    reject_if(failed(error), no_field, error, error_step(), error_value());
    return value;
  }
  llvm::Value* failed(llvm::Value* error) { return builder_.CreateICmpNE(error, emitter_.number(0)); }
  llvm::Value* error_step() { return emitter_.load(emitter_.i32, context_, offsetof(treaty_context, error_step)); }
  llvm::Value* error_value() { return emitter_.offset(context_, offsetof(treaty_context, error_value)); }

  void write_where() {
    if (!scope_.map.where) return;
    llvm::Value* value = value_of_block(*scope_.map.where, "where");
    llvm::BasicBlock *wanted = emitter_.block("wanted"), *filtered = emitter_.block("filtered");
    builder_.CreateCondBr(emitter_.is_true(value), wanted, filtered);
    emitter_.enter(filtered);
    emitter_.store(emitter_.number(TREATY_FILTERED), outcome_, offsetof(treaty_outcome, status));
    builder_.CreateBr(send_);
    emitter_.enter(wanted);
  }

  void write_key() {
    const ir::Block& block = scope_.map.source_key;
    uint32_t step = ir::StepId{}.index;
    for (const ir::Op& op : block.ops) {
      if (op.id == block.result) step = op.step.index;
    }
    llvm::Value *value = value_of_block(block, "source_key"), *key = emitter_.new_value("key");
    emitter_.clear(key, sizeof(treaty_value));
    llvm::Value* error = emitter_.call("treaty_as_key", emitter_.i32, {context_, key, value});
    llvm::Value* is_text = builder_.CreateICmpEQ(emitter_.kind_of(key), emitter_.byte(TREATY_TEXT));
    llvm::Value* mismatch =
        builder_.CreateSelect(is_text, emitter_.number(0), emitter_.number(treaty_errors::source_mismatch));
    error = builder_.CreateSelect(failed(error), error, mismatch);
    reject_if(failed(error), no_field, error, emitter_.number(step), value);
    reject_if(builder_.CreateNot(emitter_.is_present(key)), no_field,
              emitter_.number(treaty_errors::required_missing), emitter_.number(step), key);
    llvm::Value* source_key = emitter_.offset(outcome_, offsetof(treaty_outcome, source_key));
    if (!scope_.map.each) {
      emitter_.copy(source_key, key);
      return;
    }
    llvm::Value* whole = emitter_.new_value("whole");
    error = emitter_.call("treaty_element_key", emitter_.i32, {context_, whole, key, function_->getArg(5)});
    reject_if(failed(error), no_field, error, emitter_.number(step), key);
    emitter_.copy(source_key, whole);
  }

  // One field. What stands in the payload before it is `,"property":"` of the fields before; the first comma becomes
  // the bracket in the end.

  llvm::Value* written() {
    return builder_.CreatePtrDiff(emitter_.i8,
                                  emitter_.load(emitter_.pointer, context_, offsetof(treaty_context, out)),
                                  emitter_.load(emitter_.pointer, context_, offsetof(treaty_context, out_begin)));
  }
  void rewind(llvm::Value* to) {
    llvm::Value* begin = emitter_.load(emitter_.pointer, context_, offsetof(treaty_context, out_begin));
    emitter_.store(emitter_.offset(begin, to), context_, offsetof(treaty_context, out));
  }
  /// Constant bytes; the payload's limit is looked at where values are written.
  llvm::Value* write_bytes(const std::string& text) {
    return emitter_.call("treaty_emit_raw", emitter_.i32,
                         {context_, emitter_.bytes(text), emitter_.wide(text.size())});
  }
  void set_span(uint32_t field, llvm::Value* begin, llvm::Value* size, treaty_state state) {
    const uint64_t at = field * sizeof(treaty_field_span);
    emitter_.store(builder_.CreateTrunc(begin, emitter_.i32), spans_, at + offsetof(treaty_field_span, begin));
    emitter_.store(builder_.CreateTrunc(size, emitter_.i32), spans_, at + offsetof(treaty_field_span, size));
    emitter_.store(emitter_.byte(state), spans_, at + offsetof(treaty_field_span, state));
  }

  void write_fields() {
    const auto count = static_cast<uint32_t>(scope_.map.fields.size());
    if (count <= 2 * largest_part) {
      for (uint32_t i = 0; i < count; ++i) write_field(i);
      return;
    }
    for (uint32_t first = 0; first < count; first += largest_part) {
      write_part(first, std::min(first + largest_part, count));
    }
  }

  /// The fields in a function of their own, which returns 1 for a record that they reject, and goes on or to send it.
  void write_part(uint32_t first, uint32_t end) {
    const auto around = builder_.saveIP();
    const auto caller = std::tuple(frame_, context_, outcome_, spans_, send_);
    llvm::Function* part = emitter_.begin_function(emitter_.i32, name_ + "_fields" + std::to_string(first),
                                                   {{emitter_.pointer, "context"},
                                                    {emitter_.pointer, "bytes"},
                                                    {emitter_.pointer, "index"},
                                                    {emitter_.pointer, "slots"},
                                                    {emitter_.pointer, "element_slots"},
                                                    {emitter_.pointer, "outcome"},
                                                    {emitter_.pointer, "spans"}});
    part->addFnAttr(llvm::Attribute::NoInline);
    for (unsigned i = 0; i < frame_.size(); ++i) frame_[i] = part->getArg(i);
    context_ = frame_[0];
    outcome_ = part->getArg(5);
    spans_ = part->getArg(6);
    send_ = emitter_.block("send");
    for (uint32_t i = first; i < end; ++i) write_field(i);
    builder_.CreateRet(emitter_.number(0));
    emitter_.enter(send_);
    builder_.CreateRet(emitter_.number(1));

    std::tie(frame_, context_, outcome_, spans_, send_) = caller;
    builder_.restoreIP(around);
    std::vector<llvm::Value*> arguments = frame_;
    arguments.insert(arguments.end(), {outcome_, spans_});
    llvm::Value* rejected = builder_.CreateCall(part, arguments);
    llvm::BasicBlock* good = emitter_.block("good");
    builder_.CreateCondBr(failed(rejected), send_, good, unlikely());
    emitter_.enter(good);
  }

  struct FieldBlocks {
    llvm::BasicBlock *failed, *null, *missing, *done;
    llvm::Value* before;  ///< how much was written before the field
    llvm::PHINode *error, *step;
    std::string intro;
  };

  void write_field(uint32_t i) {
    const ir::Field& field = scope_.map.fields[i];
    FieldBlocks to{emitter_.block("failed"),
                   emitter_.block("null"),
                   emitter_.block("missing"),
                   emitter_.block("done"),
                   written(),
                   nullptr,
                   nullptr,
                   ",\"" + escaped(field.property) + "\":\""};
    llvm::BasicBlock* start = builder_.GetInsertBlock();
    emitter_.enter(to.failed);
    to.error = builder_.CreatePHI(emitter_.i32, 3, "error");
    emitter_.enter(start);

    llvm::Value* value = emitter_.new_value("value");
    llvm::Value* error =
        blocks_.call(blocks_.compile(field.value, name_ + "_field" + std::to_string(i)), frame_, value);
    llvm::BasicBlock *evaluated = emitter_.block("evaluated"), *present = emitter_.block("present");
    to.error->addIncoming(error, builder_.GetInsertBlock());
    builder_.CreateCondBr(failed(error), to.failed, evaluated, unlikely());
    emitter_.enter(evaluated);
    llvm::SwitchInst* by_state = builder_.CreateSwitch(emitter_.state_of(value), to.missing, 2);
    by_state->addCase(emitter_.byte(TREATY_PRESENT), present);
    by_state->addCase(emitter_.byte(TREATY_NULL), to.null);
    emitter_.enter(present);
    write_present(i, value, to);
    answer_failure(i, to);
    answer_null(i, to);
    emitter_.enter(to.missing);
    rewind(to.before);
    write_missing(i, TREATY_MISSING, to);
    emitter_.enter(to.done);
  }

  void write_present(uint32_t i, llvm::Value* value, FieldBlocks& to) {
    const ir::Field& field = scope_.map.fields[i];
    static constexpr const char* emitters[] = {"treaty_emit_text",    "treaty_emit_integer", "treaty_emit_decimal",
                                               "treaty_emit_boolean", "treaty_emit_date",    "treaty_emit_timestamp",
                                               "treaty_emit_options"};
    auto check_room = [&](llvm::Value* error) {
      llvm::BasicBlock *wrong = emitter_.block("wrong"), *good = emitter_.block("good");
      builder_.CreateCondBr(failed(error), wrong, good, unlikely());
      emitter_.enter(wrong);
      emitter_.store(emitter_.number(field.step.index), context_, offsetof(treaty_context, error_step));
      emitter_.copy(error_value(), value);
      to.error->addIncoming(error, wrong);
      builder_.CreateBr(to.failed);
      emitter_.enter(good);
    };
    check_room(write_bytes(to.intro));
    llvm::Value* begin = builder_.CreateAdd(to.before, emitter_.wide(to.intro.size()));
    check_room(emitter_.call(emitters[static_cast<size_t>(field.encoding)], emitter_.i32, {context_, value}));
    llvm::Value* size = builder_.CreateSub(written(), begin);
    llvm::BasicBlock* filled = emitter_.block("filled");
    builder_.CreateCondBr(builder_.CreateICmpEQ(size, emitter_.wide(0)), to.null, filled, unlikely());
    emitter_.enter(filled);
    set_span(i, begin, size, TREATY_PRESENT);
    write_bytes("\"");
    builder_.CreateBr(to.done);
  }

  void answer_failure(uint32_t i, const FieldBlocks& to) {
    const ir::Field& field = scope_.map.fields[i];
    emitter_.enter(to.failed);
    switch (field.on_error) {
      case ir::OnError::reject:
        reject(i, to.error, error_step(), error_value());
        break;
      case ir::OnError::skip:
        builder_.CreateBr(to.missing);
        break;
      case ir::OnError::use: {
        const ConstantText constant = constant_text(*field.error_value, field.encoding);
        if (constant.state == TREATY_PRESENT) {
          write_constant(i, constant, to);
        } else {
          builder_.CreateBr(to.null);
        }
      }
    }
  }

  void answer_null(uint32_t i, const FieldBlocks& to) {
    const ir::Field& field = scope_.map.fields[i];
    emitter_.enter(to.null);
    if (field.on_null == ir::OnNull::use) {
      const ConstantText constant = constant_text(*field.null_value, field.encoding);
      if (constant.state == TREATY_PRESENT) {
        write_constant(i, constant, to);
        return;
      }
    }
    if (field.required || field.on_null == ir::OnNull::keep) {
      rewind(to.before);
      write_missing(i, TREATY_NULL, to);
      return;
    }
    rewind(to.before);
    write_bytes(to.intro + "\"");
    set_span(i, builder_.CreateAdd(to.before, emitter_.wide(to.intro.size())), emitter_.wide(0), TREATY_NULL);
    builder_.CreateBr(to.done);
  }

  void write_constant(uint32_t i, const ConstantText& constant, const FieldBlocks& to) {
    rewind(to.before);
    write_bytes(to.intro + constant.text + "\"");
    set_span(i, builder_.CreateAdd(to.before, emitter_.wide(to.intro.size())), emitter_.wide(constant.text.size()),
             TREATY_PRESENT);
    builder_.CreateBr(to.done);
  }

  /// The field is left out; where it is required, the record is.
  void write_missing(uint32_t i, treaty_state state, const FieldBlocks& to) {
    const ir::Field& field = scope_.map.fields[i];
    if (field.required) {
      treaty_value nothing{};
      nothing.state = static_cast<uint8_t>(state);
      reject(i, emitter_.number(treaty_errors::required_missing), emitter_.number(field.step.index),
             emitter_.value(nothing));
      return;
    }
    set_span(i, emitter_.wide(0), emitter_.wide(0), TREATY_MISSING);
    builder_.CreateBr(to.done);
  }

  void write_associations() {
    for (uint32_t i = 0; i < scope_.map.associations.size(); ++i) {
      const ir::Association& association = scope_.map.associations[i];
      llvm::Value* value = value_of_block(association.key, "association" + std::to_string(i));
      llvm::Value* key = emitter_.offset(keys_, i * sizeof(treaty_value));
      emitter_.clear(key, sizeof(treaty_value));
      llvm::Value* error = emitter_.call("treaty_as_key", emitter_.i32, {context_, key, value});
      reject_if(failed(error), no_field, error, emitter_.number(association.step.index), value);
    }
  }

  void finish_payload() {
    llvm::BasicBlock *none = emitter_.block("none"), *some = emitter_.block("some"), *done = emitter_.block("done");
    builder_.CreateCondBr(builder_.CreateICmpEQ(written(), emitter_.wide(0)), none, some, unlikely());
    emitter_.enter(none);
    write_bytes("{}");
    builder_.CreateBr(done);
    emitter_.enter(some);
    write_bytes("}");
    llvm::Value* begin = emitter_.load(emitter_.pointer, context_, offsetof(treaty_context, out_begin));
    emitter_.store(emitter_.byte('{'), begin);
    builder_.CreateBr(done);
    emitter_.enter(done);
    begin = emitter_.load(emitter_.pointer, context_, offsetof(treaty_context, out_begin));
    emitter_.store(begin, outcome_, offsetof(treaty_outcome, payload));
    emitter_.store(written(), outcome_, offsetof(treaty_outcome, payload_size));
    emitter_.store(spans_, outcome_, offsetof(treaty_outcome, fields));
    emitter_.store(keys_, outcome_, offsetof(treaty_outcome, associations));
    emitter_.store(emitter_.number(static_cast<uint32_t>(scope_.map.fields.size())), outcome_,
                   offsetof(treaty_outcome, field_count));
    emitter_.store(emitter_.number(static_cast<uint32_t>(scope_.map.associations.size())), outcome_,
                   offsetof(treaty_outcome, association_count));
  }

  Emitter& emitter_;
  llvm::IRBuilder<>& builder_;
  std::string name_;
  const MapScope& scope_;
  BlockCompiler blocks_;

  llvm::Function* function_ = nullptr;
  std::vector<llvm::Value*> frame_;  ///< what every block's function is given
  llvm::Value *context_ = nullptr, *outcome_ = nullptr, *spans_ = nullptr, *keys_ = nullptr;
  llvm::BasicBlock* send_ = nullptr;
};

}  // namespace

llvm::Function* compile_outcome(Emitter& emitter, const MapScope& scope, const std::string& name) {
  return OutcomeCompiler(emitter, scope, name).compile();
}

}  // namespace treaty::codegen
