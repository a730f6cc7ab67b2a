#include "compiler/codegen/map.h"

#include <llvm/IR/MDBuilder.h>

#include "compiler/codegen/codegen.h"
#include "compiler/codegen/constants.h"
#include "stdlib/errors.h"
#include "stdlib/record/record.h"
#include "stdlib/record/walk.h"

namespace treaty::codegen {
namespace {

constexpr uint32_t no_field = UINT32_MAX;

/// Writes the function of one map: `walk` finds the values, `outcome` makes one of them.
class MapCompiler {
 public:
  MapCompiler(Emitter& emitter, const ir::Program& program, uint32_t map)
      : emitter_(emitter),
        builder_(emitter.builder),
        name_(function_name(map)),
        scope_{program, program.maps[map], record_, element_},
        blocks_(emitter, scope_) {
    for (const ir::Path& path : scope_.map.paths) {
      if (path.root == ir::Path::Root::record) record_.add(path.segments);
      if (path.root == ir::Path::Root::element) element_.add(path.segments);
    }
    if (scope_.map.each) record_.add(scope_.map.each->segments);
    record_.number();
    element_.number();
  }

  void compile() {
    write_outcome_function();
    walk();
  }

 private:
  // From a record or element to its outcome: `i32 (context, bytes, index, slots, element_slots, element, emit, sink)`, where
  // `element` is the element's position or -1. Yields what `emit` said.

  void write_outcome_function() {
    outcome_function_ = emitter_.begin_function(emitter_.i32, name_ + "_outcome",
                                                {{emitter_.pointer, "context"},
                                                 {emitter_.pointer, "bytes"},
                                                 {emitter_.pointer, "index"},
                                                 {emitter_.pointer, "slots"},
                                                 {emitter_.pointer, "element_slots"},
                                                 {emitter_.i64, "element"},
                                                 {emitter_.pointer, "emit"},
                                                 {emitter_.pointer, "sink"}});
    for (unsigned i = 0; i < 5; ++i) frame_.push_back(outcome_function_->getArg(i));
    context_ = frame_[0];
    outcome_ = emitter_.memory(sizeof(treaty_outcome), "outcome");
    spans_ = emitter_.memory(std::max<size_t>(scope_.map.fields.size(), 1) * sizeof(treaty_field_span), "spans");
    keys_ = emitter_.memory(std::max<size_t>(scope_.map.associations.size(), 1) * sizeof(treaty_value), "keys");
    emitter_.clear(outcome_, sizeof(treaty_outcome));
    emitter_.store(emitter_.byte(TREATY_MISSING), outcome_, offsetof(treaty_outcome, source_key) + offsetof(treaty_value, state));
    emitter_.store(emitter_.load(emitter_.pointer, context_, offsetof(treaty_context, out_begin)), context_,
                   offsetof(treaty_context, out));
    send_ = emitter_.block("send");
    write_where();
    write_key();
    for (uint32_t i = 0; i < scope_.map.fields.size(); ++i) write_field(i);
    write_associations();
    finish_payload();
    builder_.CreateBr(send_);
    emitter_.enter(send_);
    llvm::Value *emit = outcome_function_->getArg(6), *sink = outcome_function_->getArg(7);
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
    llvm::Value* mismatch = builder_.CreateSelect(is_text, emitter_.number(0), emitter_.number(treaty_errors::source_mismatch));
    error = builder_.CreateSelect(failed(error), error, mismatch);
    reject_if(failed(error), no_field, error, emitter_.number(step), value);
    reject_if(builder_.CreateNot(emitter_.is_present(key)), no_field, emitter_.number(treaty_errors::required_missing),
              emitter_.number(step), key);
    llvm::Value* source_key = emitter_.offset(outcome_, offsetof(treaty_outcome, source_key));
    if (!scope_.map.each) {
      emitter_.copy(source_key, key);
      return;
    }
    llvm::Value* whole = emitter_.new_value("whole");
    error = emitter_.call("treaty_element_key", emitter_.i32, {context_, whole, key, outcome_function_->getArg(5)});
    reject_if(failed(error), no_field, error, emitter_.number(step), key);
    emitter_.copy(source_key, whole);
  }

  // One field. What stands in the payload before it is `,"property":"` of the fields before; the first comma becomes the
  // bracket in the end.

  llvm::Value* written() {
    return builder_.CreatePtrDiff(emitter_.i8, emitter_.load(emitter_.pointer, context_, offsetof(treaty_context, out)),
                                  emitter_.load(emitter_.pointer, context_, offsetof(treaty_context, out_begin)));
  }
  void rewind(llvm::Value* to) {
    llvm::Value* begin = emitter_.load(emitter_.pointer, context_, offsetof(treaty_context, out_begin));
    emitter_.store(emitter_.offset(begin, to), context_, offsetof(treaty_context, out));
  }
  /// Constant bytes; the payload's limit is looked at where values are written.
  llvm::Value* write_bytes(const std::string& text) {
    return emitter_.call("treaty_emit_raw", emitter_.i32, {context_, emitter_.bytes(text), emitter_.wide(text.size())});
  }
  void set_span(uint32_t field, llvm::Value* begin, llvm::Value* size, treaty_state state) {
    const uint64_t at = field * sizeof(treaty_field_span);
    emitter_.store(builder_.CreateTrunc(begin, emitter_.i32), spans_, at + offsetof(treaty_field_span, begin));
    emitter_.store(builder_.CreateTrunc(size, emitter_.i32), spans_, at + offsetof(treaty_field_span, size));
    emitter_.store(emitter_.byte(state), spans_, at + offsetof(treaty_field_span, state));
  }

  struct FieldBlocks {
    llvm::BasicBlock *failed, *null, *missing, *done;
    llvm::Value* before;  ///< how much was written before the field
    llvm::PHINode *error, *step;
    std::string intro;
  };

  void write_field(uint32_t i) {
    const ir::Field& field = scope_.map.fields[i];
    FieldBlocks to{emitter_.block("failed"), emitter_.block("null"), emitter_.block("missing"), emitter_.block("done"),
                   written(), nullptr, nullptr, ",\"" + escaped(field.property) + "\":\""};
    llvm::BasicBlock* start = builder_.GetInsertBlock();
    emitter_.enter(to.failed);
    to.error = builder_.CreatePHI(emitter_.i32, 3, "error");
    emitter_.enter(start);

    llvm::Value* value = emitter_.new_value("value");
    llvm::Value* error = blocks_.call(blocks_.compile(field.value, name_ + "_field" + std::to_string(i)), frame_, value);
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
    set_span(i, builder_.CreateAdd(to.before, emitter_.wide(to.intro.size())), emitter_.wide(constant.text.size()), TREATY_PRESENT);
    builder_.CreateBr(to.done);
  }

  /// The field is left out; where it is required, the record is.
  void write_missing(uint32_t i, treaty_state state, const FieldBlocks& to) {
    const ir::Field& field = scope_.map.fields[i];
    if (field.required) {
      treaty_value nothing{};
      nothing.state = static_cast<uint8_t>(state);
      reject(i, emitter_.number(treaty_errors::required_missing), emitter_.number(field.step.index), emitter_.value(nothing));
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
    emitter_.store(emitter_.number(static_cast<uint32_t>(scope_.map.fields.size())), outcome_, offsetof(treaty_outcome, field_count));
    emitter_.store(emitter_.number(static_cast<uint32_t>(scope_.map.associations.size())), outcome_,
                   offsetof(treaty_outcome, association_count));
  }

  // The function itself.

  void walk() {
    function_ = emitter_.begin_function(emitter_.i32, name_,
                                        {{emitter_.pointer, "context"},
                                         {emitter_.pointer, "bytes"},
                                         {emitter_.pointer, "index"},
                                         {emitter_.i32, "position"},
                                         {emitter_.i32, "count"},
                                         {emitter_.pointer, "emit"},
                                         {emitter_.pointer, "sink"}});
    function_->setLinkage(llvm::GlobalValue::ExternalLinkage);
    context_ = function_->getArg(0);
    bytes_ = function_->getArg(1);
    index_ = function_->getArg(2);
    llvm::Value *position = function_->getArg(3), *count = function_->getArg(4);
    llvm::BasicBlock* entry = builder_.GetInsertBlock();
    malformed_ = emitter_.block("malformed");
    emitter_.enter(malformed_);
    builder_.CreateRet(emitter_.number(UINT32_MAX));
    emitter_.enter(entry);
    go_on_if(builder_.CreateICmpULT(position, count));
    go_on_if(is_at(position, '{'));
    llvm::Value* slots = emitter_.memory(record_.slots() * sizeof(treaty_slot), "slots");
    emitter_.clear(slots, record_.slots() * sizeof(treaty_slot));
    Walkers walkers(emitter_, record_, name_ + "_record_", 1);
    llvm::Value* next = builder_.CreateCall(walkers.of_object(), {bytes_, index_, position, count, slots});
    go_on_if(builder_.CreateICmpULE(next, count));  // UINT32_MAX is more than there can be
    llvm::Value* last = emitter_.offset(bytes_, emitter_.offset_at(index_, builder_.CreateSub(next, emitter_.number(1))));
    llvm::Value* is_last = builder_.CreateZExt(builder_.CreateICmpEQ(next, count), emitter_.i32);
    llvm::Value* alone = emitter_.call("treaty_is_one_line", emitter_.i32,
                                       {emitter_.offset(bytes_, emitter_.offset_at(index_, position)), last,
                                        emitter_.offset(bytes_, emitter_.offset_at(index_, next)), is_last});
    go_on_if(builder_.CreateICmpNE(alone, emitter_.number(0)));
    emitter_.store(slot_of(position, next), slots);
    if (scope_.map.each) {
      walk_elements(slots);
    } else {
      send(slots, emitter_.null(), emitter_.wide(UINT64_MAX));
    }
    builder_.CreateRet(next);
  }

  void go_on_if(llvm::Value* condition) {
    llvm::BasicBlock* good = emitter_.block("good");
    builder_.CreateCondBr(condition, good, malformed_);
    emitter_.enter(good);
  }
  llvm::Value* is_at(llvm::Value* position, char c) {
    return builder_.CreateICmpEQ(emitter_.byte_at(bytes_, index_, position), emitter_.byte(static_cast<uint8_t>(c)));
  }
  llvm::Value* slot_of(llvm::Value* position, llvm::Value* next) {
    return builder_.CreateOr(builder_.CreateZExt(position, emitter_.i64),
                             builder_.CreateShl(builder_.CreateZExt(next, emitter_.i64), emitter_.wide(32)));
  }
  llvm::Value* send(llvm::Value* slots, llvm::Value* element_slots, llvm::Value* element) {
    return builder_.CreateCall(outcome_function_, {context_, bytes_, index_, slots, element_slots, element,
                                                   function_->getArg(5), function_->getArg(6)});
  }

  /// The array that `each` names: nothing, a rejection, or twice over its elements: once to see that all are well formed.
  void walk_elements(llvm::Value* slots) {
    const uint32_t slot = record_.slot_of(scope_.map.each->segments);
    if (slot == Paths::nowhere) return;  // a position before the first leads nowhere
    llvm::Value* found = emitter_.load(emitter_.i64, slots, slot * sizeof(treaty_slot));
    llvm::BasicBlock *some = emitter_.block("some"), *array = emitter_.block("array"), *other = emitter_.block("other");
    llvm::BasicBlock *wrong = emitter_.block("wrong"), *nothing = emitter_.block("nothing"), *first = emitter_.block("first");
    builder_.CreateCondBr(builder_.CreateICmpEQ(found, emitter_.wide(0)), nothing, some);
    emitter_.enter(some);
    llvm::Value *position = builder_.CreateTrunc(found, emitter_.i32),
                *behind = builder_.CreateTrunc(builder_.CreateLShr(found, emitter_.wide(32)), emitter_.i32);
    builder_.CreateCondBr(is_at(position, '['), array, other);

    emitter_.enter(other);
    llvm::Value* culprit = emitter_.new_value("culprit");
    llvm::Value* error = emitter_.call("treaty_load_slot", emitter_.i32,
                                       {context_, culprit, emitter_.number(TREATY_LIST), bytes_, index_, found,
                                        emitter_.null(), emitter_.wide(0)});
    builder_.CreateCondBr(builder_.CreateICmpNE(error, emitter_.number(0)), wrong, nothing);
    emitter_.enter(wrong);
    send_rejection(error, culprit);
    builder_.CreateBr(nothing);

    emitter_.enter(array);
    llvm::Value* begin = builder_.CreateAdd(position, emitter_.number(1));
    builder_.CreateCondBr(is_at(begin, ']'), nothing, first);
    emitter_.enter(first);
    Walkers walkers(emitter_, element_, name_ + "_element_", depth_of_elements() + 1);
    element_walker_ = walkers.of_object();
    element_array_walker_ = walkers.of_array();
    llvm::Value* element_slots = emitter_.memory(element_.slots() * sizeof(treaty_slot), "element_slots");
    go_over(begin, behind, element_slots, malformed_, [](llvm::Value*, llvm::Value*, llvm::Value*, llvm::BasicBlock*) {});
    go_over(begin, behind, element_slots, nothing,
            [&](llvm::Value* i, llvm::Value* at, llvm::Value* next, llvm::BasicBlock* stopped) {
              emitter_.store(slot_of(at, next), element_slots);
              llvm::BasicBlock* more = emitter_.block("more");
              llvm::Value* stop = send(slots, element_slots, i);
              builder_.CreateCondBr(builder_.CreateICmpNE(stop, emitter_.number(0)), stopped, more);
              emitter_.enter(more);
            });
    builder_.CreateBr(nothing);
    emitter_.enter(nothing);
  }

  /// Walks each element and runs `body` for it; to `wrong` where they are not well formed, or `body` says so.
  void go_over(llvm::Value* begin, llvm::Value* behind, llvm::Value* element_slots, llvm::BasicBlock* wrong,
               llvm::function_ref<void(llvm::Value* i, llvm::Value* at, llvm::Value* next, llvm::BasicBlock* stopped)> body) {
    llvm::BasicBlock *element = emitter_.block("element"), *done = emitter_.block("done"), *before = builder_.GetInsertBlock();
    builder_.CreateBr(element);
    emitter_.enter(element);
    llvm::PHINode *at = builder_.CreatePHI(emitter_.i32, 2, "at"), *i = builder_.CreatePHI(emitter_.i64, 2, "i");
    at->addIncoming(begin, before);
    i->addIncoming(emitter_.wide(0), before);
    emitter_.clear(element_slots, element_.slots() * sizeof(treaty_slot));
    llvm::Value* next = walk_element(at, behind, element_slots);
    llvm::BasicBlock* inside = emitter_.block("inside");
    builder_.CreateCondBr(builder_.CreateICmpULT(next, behind), inside, wrong);
    emitter_.enter(inside);
    body(i, at, next, wrong);
    llvm::Value* after = builder_.CreateAdd(next, emitter_.number(1));
    llvm::SwitchInst* by_mark = builder_.CreateSwitch(emitter_.byte_at(bytes_, index_, next), wrong, 2);
    at->addIncoming(after, builder_.GetInsertBlock());
    i->addIncoming(builder_.CreateAdd(i, emitter_.wide(1)), builder_.GetInsertBlock());
    by_mark->addCase(emitter_.byte(','), element);
    by_mark->addCase(emitter_.byte(']'), done);
    // The addition above must dominate the switch.
    llvm::cast<llvm::Instruction>(i->getIncomingValue(1))->moveBefore(by_mark);
    emitter_.enter(done);
  }

  llvm::Value* walk_element(llvm::Value* at, llvm::Value* behind, llvm::Value* element_slots) {
    llvm::BasicBlock *skip = emitter_.block("skip"), *walked = emitter_.block("walked"), *start = builder_.GetInsertBlock();
    emitter_.enter(walked);
    llvm::PHINode* next = builder_.CreatePHI(emitter_.i32, 3, "next");
    emitter_.enter(start);
    llvm::SwitchInst* by_bracket = builder_.CreateSwitch(emitter_.byte_at(bytes_, index_, at), skip, 2);
    const std::pair<llvm::Function*, char> walkers[] = {{element_walker_, '{'}, {element_array_walker_, '['}};
    for (const auto& [walker, bracket] : walkers) {
      if (walker == nullptr) continue;
      llvm::BasicBlock* walking = emitter_.block("walking");
      by_bracket->addCase(emitter_.byte(static_cast<uint8_t>(bracket)), walking);
      emitter_.enter(walking);
      next->addIncoming(builder_.CreateCall(walker, {bytes_, index_, at, behind, element_slots}), walking);
      builder_.CreateBr(walked);
    }
    emitter_.enter(skip);
    next->addIncoming(emitter_.call("treaty_skip", emitter_.i32, {bytes_, index_, at, behind, emitter_.number(depth_of_elements())}), skip);
    builder_.CreateBr(walked);
    emitter_.enter(walked);
    return next;
  }

  /// The record, what the path of `each` leads through, and the array.
  [[nodiscard]] uint32_t depth_of_elements() const { return static_cast<uint32_t>(scope_.map.each->segments.size()) + 1; }

  void send_rejection(llvm::Value* error, llvm::Value* culprit) {
    llvm::Value* outcome = emitter_.memory(sizeof(treaty_outcome), "outcome");
    emitter_.clear(outcome, sizeof(treaty_outcome));
    emitter_.store(emitter_.number(TREATY_REJECTED), outcome, offsetof(treaty_outcome, status));
    emitter_.store(emitter_.number(no_field), outcome, offsetof(treaty_outcome, field));
    emitter_.store(error, outcome, offsetof(treaty_outcome, error));
    emitter_.store(emitter_.number(ir::StepId{}.index), outcome, offsetof(treaty_outcome, step));
    emitter_.copy(emitter_.offset(outcome, offsetof(treaty_outcome, value)), culprit);
    emitter_.store(emitter_.byte(TREATY_MISSING), outcome, offsetof(treaty_outcome, source_key) + offsetof(treaty_value, state));
    auto* type = llvm::FunctionType::get(emitter_.i32, {emitter_.pointer, emitter_.pointer}, false);
    builder_.CreateCall(type, function_->getArg(5), {function_->getArg(6), outcome});
  }

  Emitter& emitter_;
  llvm::IRBuilder<>& builder_;
  std::string name_;
  Paths record_, element_;
  MapScope scope_;
  BlockCompiler blocks_;

  llvm::Function *outcome_function_ = nullptr, *function_ = nullptr;
  llvm::Function *element_walker_ = nullptr, *element_array_walker_ = nullptr;
  std::vector<llvm::Value*> frame_;  ///< what every block's function is given
  llvm::Value *context_ = nullptr, *outcome_ = nullptr, *spans_ = nullptr, *keys_ = nullptr;
  llvm::Value *bytes_ = nullptr, *index_ = nullptr;
  llvm::BasicBlock *send_ = nullptr, *malformed_ = nullptr;
};

}  // namespace

void compile_map(Emitter& emitter, const ir::Program& program, uint32_t map) { MapCompiler(emitter, program, map).compile(); }

}  // namespace treaty::codegen
