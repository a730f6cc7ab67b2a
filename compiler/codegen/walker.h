#pragma once

// Walkers: functions that go over an object's (or array's) structural characters once and note in slots where the
// values lie that a map's paths lead to. What no path leads to is skipped unread.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "compiler/codegen/emitter.h"

namespace treaty::codegen {

/// The paths from one root (the record, or an element) as a tree, and the slots (treaty_slot) of their ends.
class Paths {
 public:
  struct Node {
    std::map<std::string, std::unique_ptr<Node>> names;
    std::map<uint64_t, std::unique_ptr<Node>> positions;
    bool is_end = false;
    uint32_t slot = 0;                ///< of an end
    uint32_t first = 0, behind = 0;   ///< slots of what lies below
    [[nodiscard]] bool is_leaf() const { return names.empty() && positions.empty(); }
  };

  void add(const std::vector<ir::Segment>& segments);
  /// Gives the ends their slots; slot 0 is the root's own.
  void number();
  /// Where the path's value is noted; `nowhere` where it can lead to nothing.
  static constexpr uint32_t nowhere = UINT32_MAX;
  [[nodiscard]] uint32_t slot_of(const std::vector<ir::Segment>& segments) const;

  [[nodiscard]] const Node& root() const { return root_; }
  /// One more than there are ends: walkers note in the last what nobody asked for.
  [[nodiscard]] uint32_t slots() const { return slots_ + 1; }

 private:
  void number(Node& node);
  Node root_;
  uint32_t slots_ = 1;
};

/// Writes the walkers of a tree of paths.
class Walkers {
 public:
  /// `depth`: containers around the members of the root, it included.
  Walkers(Emitter& emitter, const Paths& paths, std::string prefix, uint32_t depth)
      : emitter_(emitter), paths_(paths), prefix_(std::move(prefix)), depth_(depth) {}

  /// `i32 (bytes, index, position, count, slots)`: the position behind the object (array) at `position`, UINT32_MAX
  /// where it is not well formed. Of an array null where no path leads into it.
  llvm::Function* of_object() { return object(paths_.root(), depth_); }
  llvm::Function* of_array() { return array(paths_.root(), depth_); }

 private:
  struct Frame;
  struct Member {
    const Paths::Node* node;
    llvm::BasicBlock* found;
  };
  llvm::Function* object(const Paths::Node& node, uint32_t depth);
  llvm::Function* array(const Paths::Node& node, uint32_t depth);
  void begin(Frame& frame, const char* what, char close);
  void find_name(Frame& frame, const Paths::Node& node, std::vector<Member>& members, llvm::BasicBlock* unknown);
  void walk_members(Frame& frame, const std::vector<Member>& members);
  void enter_below(Frame& frame, const Member& member, llvm::Function* in_object, llvm::Function* in_array);
  void end(Frame& frame, char close);

  Emitter& emitter_;
  const Paths& paths_;
  std::string prefix_;
  uint32_t depth_;
  uint32_t count_ = 0;
};

}  // namespace treaty::codegen
