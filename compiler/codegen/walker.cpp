#include "compiler/codegen/walker.h"

#include "compiler/codegen/text_switch.h"
#include "stdlib/record/walk.h"

namespace treaty::codegen {

void Paths::add(const std::vector<ir::Segment>& segments) {
  Node* node = &root_;
  for (const ir::Segment& segment : segments) {
    if (const auto* position = std::get_if<int64_t>(&segment); position != nullptr && *position < 0) return;
    const auto* name = std::get_if<std::string>(&segment);
    auto& next =
        name != nullptr ? node->names[*name] : node->positions[static_cast<uint64_t>(std::get<int64_t>(segment))];
    if (next == nullptr) next = std::make_unique<Node>();
    node = next.get();
  }
  node->is_end = true;
}

void Paths::number() { number(root_); }

void Paths::number(Node& node) {
  if (node.is_end && &node != &root_) node.slot = slots_++;
  node.first = slots_;
  for (auto& [name, below] : node.names) number(*below);
  for (auto& [position, below] : node.positions) number(*below);
  node.behind = slots_;
}

uint32_t Paths::slot_of(const std::vector<ir::Segment>& segments) const {
  const Node* node = &root_;
  for (const ir::Segment& segment : segments) {
    if (const auto* name = std::get_if<std::string>(&segment)) {
      const auto found = node->names.find(*name);
      if (found == node->names.end()) return nowhere;
      node = found->second.get();
    } else {
      const auto found = node->positions.find(static_cast<uint64_t>(std::get<int64_t>(segment)));
      if (found == node->positions.end()) return nowhere;
      node = found->second.get();
    }
  }
  return node->slot;
}

/// One walker being written.
struct Walkers::Frame {
  llvm::Function* function = nullptr;
  uint32_t depth = 1;
  llvm::Value *bytes = nullptr, *index = nullptr, *first = nullptr, *count = nullptr, *slots = nullptr;
  llvm::BasicBlock *member = nullptr, *fail = nullptr, *leaf = nullptr, *behind = nullptr;
  llvm::PHINode *at = nullptr;    ///< position of the member or item
  llvm::PHINode *slot = nullptr;  ///< offset of the slot of a leaf
  llvm::PHINode *next = nullptr;  ///< position behind the value
  llvm::Value* value = nullptr;   ///< position of the value
};

void Walkers::begin(Frame& frame, const char* what, char close) {
  llvm::IRBuilder<>& builder = emitter_.builder;
  frame.function = emitter_.begin_function(emitter_.i32, prefix_ + what + std::to_string(count_++),
                                           {{emitter_.pointer, "bytes"},
                                            {emitter_.pointer, "index"},
                                            {emitter_.i32, "position"},
                                            {emitter_.i32, "count"},
                                            {emitter_.pointer, "slots"}});
  frame.bytes = frame.function->getArg(0);
  frame.index = frame.function->getArg(1);
  frame.count = frame.function->getArg(3);
  frame.slots = frame.function->getArg(4);
  llvm::BasicBlock* entry = builder.GetInsertBlock();
  llvm::BasicBlock *inside = emitter_.block("inside"), *empty = emitter_.block("empty");
  frame.member = emitter_.block("member");
  frame.leaf = emitter_.block("leaf");
  frame.behind = emitter_.block("behind");
  frame.fail = emitter_.block("fail");
  emitter_.enter(frame.fail);
  builder.CreateRet(emitter_.number(UINT32_MAX));
  emitter_.enter(entry);
  frame.first = builder.CreateAdd(frame.function->getArg(2), emitter_.number(1));
  builder.CreateCondBr(builder.CreateICmpULT(frame.first, frame.count), inside, frame.fail);
  emitter_.enter(inside);
  llvm::Value* c = emitter_.byte_at(frame.bytes, frame.index, frame.first);
  builder.CreateCondBr(builder.CreateICmpEQ(c, emitter_.byte(static_cast<uint8_t>(close))), empty, frame.member);
  emitter_.enter(empty);
  builder.CreateRet(builder.CreateAdd(frame.first, emitter_.number(1)));
  emitter_.enter(frame.member);
  frame.at = builder.CreatePHI(emitter_.i32, 2, "at");
  frame.at->addIncoming(frame.first, inside);
  emitter_.enter(frame.leaf);
  frame.slot = builder.CreatePHI(emitter_.i64, 8, "slot");
  emitter_.enter(frame.behind);
  frame.next = builder.CreatePHI(emitter_.i32, 8, "next");
  emitter_.enter(frame.member);
}

/// From a member's key to the block that is for it.
void Walkers::find_name(Frame& frame, const Paths::Node& node, std::vector<Member>& members,
                        llvm::BasicBlock* unknown) {
  llvm::IRBuilder<>& builder = emitter_.builder;
  // A member is a key, a colon and a value, and something follows it.
  llvm::BasicBlock *quote = emitter_.block("quote"), *colon = emitter_.block("colon"), *key = emitter_.block("key");
  llvm::BasicBlock *other = emitter_.block("other"), *escaped = emitter_.block("escaped");
  frame.value = builder.CreateAdd(frame.at, emitter_.number(2));
  llvm::Value* last = builder.CreateAdd(frame.at, emitter_.number(3));
  builder.CreateCondBr(builder.CreateICmpULT(last, frame.count), quote, frame.fail);
  emitter_.enter(quote);
  llvm::Value* token = emitter_.offset(frame.bytes, emitter_.offset_at(frame.index, frame.at));
  builder.CreateCondBr(builder.CreateICmpEQ(emitter_.load(emitter_.i8, token), emitter_.byte('"')), colon,
                       frame.fail);
  emitter_.enter(colon);
  llvm::Value* colon_at = emitter_.offset(
      frame.bytes, emitter_.offset_at(frame.index, builder.CreateAdd(frame.at, emitter_.number(1))));
  builder.CreateCondBr(builder.CreateICmpEQ(emitter_.load(emitter_.i8, colon_at), emitter_.byte(':')), key,
                       frame.fail);
  emitter_.enter(key);
  llvm::Value* size = emitter_.call("treaty_key_size", emitter_.i64, {token, colon_at});
  llvm::Value* data = emitter_.offset(token, 1);
  TextTargets targets;
  for (const auto& [name, below] : node.names) {
    members.push_back({below.get(), emitter_.block(name)});
    bool plain = true;  // the others are never spelled as they are
    for (const char c : name) plain = plain && c != '"' && c != '\\' && static_cast<unsigned char>(c) >= 0x20;
    if (plain) targets.emplace_back(name, members.back().found);
  }
  switch_on_text(emitter_, data, size, targets, other);
  emitter_.enter(other);
  llvm::Value* has_escape = emitter_.call("treaty_key_has_escape", emitter_.i32, {data, size});
  builder.CreateCondBr(builder.CreateICmpNE(has_escape, emitter_.number(0)), escaped, unknown);
  emitter_.enter(escaped);
  llvm::Value* token_end = emitter_.offset(data, builder.CreateAdd(size, emitter_.wide(1)));
  size_t i = 0;
  for (const auto& [name, below] : node.names) {
    llvm::BasicBlock* differs = emitter_.block("escaped");
    llvm::Value* is = emitter_.call("treaty_key_is", emitter_.i32,
                                    {token, token_end, emitter_.bytes(name), emitter_.wide(name.size())});
    builder.CreateCondBr(builder.CreateICmpNE(is, emitter_.number(0)), members[i++].found, differs);
    emitter_.enter(differs);
  }
  builder.CreateBr(unknown);
}

/// The blocks of the members that are asked for: a leaf goes the common way, others walk what lies below.
void Walkers::walk_members(Frame& frame, const std::vector<Member>& members) {
  for (const Member& member : members) {
    if (member.node->is_leaf()) {
      emitter_.enter(member.found);
      emitter_.builder.CreateBr(frame.leaf);
      frame.slot->addIncoming(emitter_.wide(uint64_t{member.node->slot} * sizeof(treaty_slot)), member.found);
      continue;
    }
    llvm::Function* in_object = object(*member.node, frame.depth + 1);
    llvm::Function* in_array = array(*member.node, frame.depth + 1);
    enter_below(frame, member, in_object, in_array);
  }
}

void Walkers::enter_below(Frame& frame, const Member& member, llvm::Function* in_object, llvm::Function* in_array) {
  llvm::IRBuilder<>& builder = emitter_.builder;
  emitter_.enter(member.found);
  const Paths::Node& node = *member.node;
  // A key that comes twice counts as it stands last.
  emitter_.clear(emitter_.offset(frame.slots, uint64_t{node.first} * sizeof(treaty_slot)),
                 uint64_t{node.behind - node.first} * sizeof(treaty_slot));
  llvm::BasicBlock *skip = emitter_.block("skip"), *done = emitter_.block("done"), *good = emitter_.block("good");
  llvm::Value* c = emitter_.byte_at(frame.bytes, frame.index, frame.value);
  llvm::SwitchInst* by_bracket = builder.CreateSwitch(c, skip, 2);
  emitter_.enter(done);
  llvm::PHINode* next = builder.CreatePHI(emitter_.i32, 3, "next");
  const std::pair<llvm::Function*, char> walkers[] = {{in_object, '{'}, {in_array, '['}};
  for (const auto& [walker, bracket] : walkers) {
    if (walker == nullptr) continue;
    llvm::BasicBlock* inside = emitter_.block("inside");
    by_bracket->addCase(emitter_.byte(static_cast<uint8_t>(bracket)), inside);
    emitter_.enter(inside);
    next->addIncoming(builder.CreateCall(walker, {frame.bytes, frame.index, frame.value, frame.count, frame.slots}),
                      inside);
    builder.CreateBr(done);
  }
  emitter_.enter(skip);
  next->addIncoming(emitter_.call("treaty_skip", emitter_.i32,
                                  {frame.bytes, frame.index, frame.value, frame.count, emitter_.number(frame.depth)}),
                    skip);
  builder.CreateBr(done);
  emitter_.enter(done);
  builder.CreateCondBr(builder.CreateICmpULT(next, frame.count), good, frame.fail);
  emitter_.enter(good);
  if (node.is_end) {
    llvm::Value* slot =
        builder.CreateOr(builder.CreateZExt(frame.value, emitter_.i64),
                         builder.CreateShl(builder.CreateZExt(next, emitter_.i64), emitter_.wide(32)));
    emitter_.store(slot, frame.slots, uint64_t{node.slot} * sizeof(treaty_slot));
  }
  builder.CreateBr(frame.behind);
  frame.next->addIncoming(next, good);
}

/// The way of a leaf, and what stands behind a value.
void Walkers::end(Frame& frame, char close) {
  llvm::IRBuilder<>& builder = emitter_.builder;
  llvm::BasicBlock *good = emitter_.block("good"), *more = emitter_.block("more"), *closed = emitter_.block("closed");
  emitter_.enter(frame.leaf);
  llvm::Value* next =
      emitter_.call("treaty_skip", emitter_.i32,
                    {frame.bytes, frame.index, frame.value, frame.count, emitter_.number(frame.depth)});
  builder.CreateCondBr(builder.CreateICmpULT(next, frame.count), good, frame.fail);
  emitter_.enter(good);
  llvm::Value* slot = builder.CreateOr(builder.CreateZExt(frame.value, emitter_.i64),
                                       builder.CreateShl(builder.CreateZExt(next, emitter_.i64), emitter_.wide(32)));
  emitter_.store(slot, emitter_.offset(frame.slots, frame.slot));
  builder.CreateBr(frame.behind);
  frame.next->addIncoming(next, good);

  emitter_.enter(frame.behind);
  llvm::Value* c = emitter_.byte_at(frame.bytes, frame.index, frame.next);
  llvm::Value* after = builder.CreateAdd(frame.next, emitter_.number(1));
  llvm::SwitchInst* by_mark = builder.CreateSwitch(c, frame.fail, 2);
  by_mark->addCase(emitter_.byte(','), more);
  by_mark->addCase(emitter_.byte(static_cast<uint8_t>(close)), closed);
  emitter_.enter(closed);
  builder.CreateRet(after);
  emitter_.enter(more);
  builder.CreateBr(frame.member);
  frame.at->addIncoming(after, more);
}

llvm::Function* Walkers::object(const Paths::Node& node, uint32_t depth) {
  if (node.names.empty() && &node != &paths_.root()) return nullptr;
  const auto around = emitter_.builder.saveIP();
  Frame frame;
  frame.depth = depth;
  begin(frame, "object", '}');
  llvm::BasicBlock* unknown = emitter_.block("unknown");
  std::vector<Member> members;
  find_name(frame, node, members, unknown);
  emitter_.enter(unknown);
  frame.slot->addIncoming(emitter_.wide(uint64_t{paths_.slots() - 1} * sizeof(treaty_slot)), unknown);
  emitter_.builder.CreateBr(frame.leaf);
  walk_members(frame, members);
  end(frame, '}');
  emitter_.builder.restoreIP(around);
  return frame.function;
}

llvm::Function* Walkers::array(const Paths::Node& node, uint32_t depth) {
  if (node.positions.empty()) return nullptr;
  const auto around = emitter_.builder.saveIP();
  llvm::IRBuilder<>& builder = emitter_.builder;
  Frame frame;
  frame.depth = depth;
  begin(frame, "array", ']');
  llvm::PHINode* position = builder.CreatePHI(emitter_.i64, 2, "item");
  position->addIncoming(emitter_.wide(0), frame.at->getIncomingBlock(0));
  llvm::BasicBlock *item = emitter_.block("item"), *unknown = emitter_.block("unknown");
  frame.value = frame.at;
  llvm::Value* last = builder.CreateAdd(frame.at, emitter_.number(1));
  builder.CreateCondBr(builder.CreateICmpULT(last, frame.count), item, frame.fail);
  emitter_.enter(item);
  llvm::SwitchInst* by_position =
      builder.CreateSwitch(position, unknown, static_cast<unsigned>(node.positions.size()));
  std::vector<Member> members;
  for (const auto& [wanted, below] : node.positions) {
    members.push_back({below.get(), emitter_.block("wanted")});
    by_position->addCase(emitter_.wide(wanted), members.back().found);
  }
  emitter_.enter(unknown);
  frame.slot->addIncoming(emitter_.wide(uint64_t{paths_.slots() - 1} * sizeof(treaty_slot)), unknown);
  builder.CreateBr(frame.leaf);
  walk_members(frame, members);
  end(frame, ']');
  llvm::BasicBlock* more = frame.at->getIncomingBlock(1);
  emitter_.enter(more);
  llvm::Instruction* branch = more->getTerminator();
  builder.SetInsertPoint(branch);
  position->addIncoming(builder.CreateAdd(position, emitter_.wide(1)), more);
  emitter_.builder.restoreIP(around);
  return frame.function;
}

}  // namespace treaty::codegen
