#include "compiler/codegen/map.h"

#include "compiler/codegen/codegen.h"
#include "compiler/codegen/outcome.h"
#include "stdlib/record/walk.h"

namespace treaty::codegen {
namespace {

constexpr uint32_t no_field = UINT32_MAX;

/// Writes the function of one map: it finds the values, and outcome.h makes something of them.
class MapCompiler {
 public:
  MapCompiler(Emitter& emitter, const ir::Program& program, uint32_t map)
      : emitter_(emitter),
        builder_(emitter.builder),
        name_(function_name(map)),
        scope_{program, program.maps[map], record_, element_} {
    for (const ir::Path& path : scope_.map.paths) {
      if (path.root == ir::Path::Root::record) record_.add(path.segments);
      if (path.root == ir::Path::Root::element) element_.add(path.segments);
    }
    if (scope_.map.each) record_.add(scope_.map.each->segments);
    record_.number();
    element_.number();
  }

  void compile() {
    outcome_function_ = compile_outcome(emitter_, scope_, name_);
    walk();
  }

 private:
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
    llvm::Value* last =
        emitter_.offset(bytes_, emitter_.offset_at(index_, builder_.CreateSub(next, emitter_.number(1))));
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

  /// The array that `each` names: nothing, a rejection, or twice over its elements: once to see that all are well
  /// formed.
  void walk_elements(llvm::Value* slots) {
    const uint32_t slot = record_.slot_of(scope_.map.each->segments);
    if (slot == Paths::nowhere) return;  // a position before the first leads nowhere
    llvm::Value* found = emitter_.load(emitter_.i64, slots, slot * sizeof(treaty_slot));
    llvm::BasicBlock *some = emitter_.block("some"), *array = emitter_.block("array"),
                     *other = emitter_.block("other");
    llvm::BasicBlock *wrong = emitter_.block("wrong"), *nothing = emitter_.block("nothing"),
                     *first = emitter_.block("first");
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
    go_over(begin, behind, element_slots, malformed_,
            [](llvm::Value*, llvm::Value*, llvm::Value*, llvm::BasicBlock*) {});
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
  void go_over(
      llvm::Value* begin, llvm::Value* behind, llvm::Value* element_slots, llvm::BasicBlock* wrong,
      llvm::function_ref<void(llvm::Value* i, llvm::Value* at, llvm::Value* next, llvm::BasicBlock* stopped)> body) {
    llvm::BasicBlock *element = emitter_.block("element"), *done = emitter_.block("done"),
                     *before = builder_.GetInsertBlock();
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
    llvm::BasicBlock *skip = emitter_.block("skip"), *walked = emitter_.block("walked"),
                     *start = builder_.GetInsertBlock();
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
    next->addIncoming(emitter_.call("treaty_skip", emitter_.i32,
                                    {bytes_, index_, at, behind, emitter_.number(depth_of_elements())}),
                      skip);
    builder_.CreateBr(walked);
    emitter_.enter(walked);
    return next;
  }

  /// The record, what the path of `each` leads through, and the array.
  [[nodiscard]] uint32_t depth_of_elements() const {
    return static_cast<uint32_t>(scope_.map.each->segments.size()) + 1;
  }

  void send_rejection(llvm::Value* error, llvm::Value* culprit) {
    llvm::Value* outcome = emitter_.memory(sizeof(treaty_outcome), "outcome");
    emitter_.clear(outcome, sizeof(treaty_outcome));
    emitter_.store(emitter_.number(TREATY_REJECTED), outcome, offsetof(treaty_outcome, status));
    emitter_.store(emitter_.number(no_field), outcome, offsetof(treaty_outcome, field));
    emitter_.store(error, outcome, offsetof(treaty_outcome, error));
    emitter_.store(emitter_.number(ir::StepId{}.index), outcome, offsetof(treaty_outcome, step));
    emitter_.copy(emitter_.offset(outcome, offsetof(treaty_outcome, value)), culprit);
    emitter_.store(emitter_.byte(TREATY_MISSING), outcome,
                   offsetof(treaty_outcome, source_key) + offsetof(treaty_value, state));
    auto* type = llvm::FunctionType::get(emitter_.i32, {emitter_.pointer, emitter_.pointer}, false);
    builder_.CreateCall(type, function_->getArg(5), {function_->getArg(6), outcome});
  }

  Emitter& emitter_;
  llvm::IRBuilder<>& builder_;
  std::string name_;
  Paths record_, element_;
  MapScope scope_;

  llvm::Function *outcome_function_ = nullptr, *function_ = nullptr;
  llvm::Function *element_walker_ = nullptr, *element_array_walker_ = nullptr;
  llvm::Value *context_ = nullptr, *bytes_ = nullptr, *index_ = nullptr;
  llvm::BasicBlock* malformed_ = nullptr;
};

}  // namespace

void compile_map(Emitter& emitter, const ir::Program& program, uint32_t map) {
  MapCompiler(emitter, program, map).compile();
}

}  // namespace treaty::codegen
