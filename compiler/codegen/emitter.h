#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Module.h>

#include "compiler/ir/ir.h"
#include "stdlib/abi/abi.h"

namespace treaty::codegen {

/// What every part of the code generator writes with: types, constants, memory, calls.
class Emitter {
 public:
  explicit Emitter(llvm::Module& to);

  llvm::Module& module;
  llvm::IRBuilder<> builder;
  llvm::IntegerType *const i1, *const i8, *const i32, *const i64;
  llvm::PointerType* const pointer;

  llvm::ConstantInt* number(uint32_t value) const { return llvm::ConstantInt::get(i32, value); }
  llvm::ConstantInt* wide(uint64_t value) const { return llvm::ConstantInt::get(i64, value); }
  llvm::ConstantInt* byte(uint8_t value) const { return llvm::ConstantInt::get(i8, value); }
  llvm::Constant* null() const { return llvm::ConstantPointerNull::get(pointer); }

  /// An internal function `name`, its arguments named; the builder stands in its entry block.
  llvm::Function* begin_function(llvm::Type* result, llvm::StringRef name,
                                 std::initializer_list<std::pair<llvm::Type*, const char*>> arguments);
  llvm::BasicBlock* block(const llvm::Twine& name);
  void enter(llvm::BasicBlock* to) { builder.SetInsertPoint(to); }
  llvm::Value* call(llvm::StringRef name, llvm::Type* result, llvm::ArrayRef<llvm::Value*> arguments);

  /// Memory of the function at hand, `size` bytes aligned to 16.
  llvm::Value* memory(uint64_t size, const llvm::Twine& name);
  llvm::Value* new_value(const llvm::Twine& name) { return memory(sizeof(treaty_value), name); }
  llvm::Value* offset(llvm::Value* base, uint64_t bytes);
  llvm::Value* offset(llvm::Value* base, llvm::Value* bytes);
  llvm::Value* load(llvm::Type* type, llvm::Value* base, uint64_t at = 0);
  void store(llvm::Value* what, llvm::Value* base, uint64_t at = 0);
  void clear(llvm::Value* base, uint64_t size);
  void copy(llvm::Value* to, llvm::Value* from, uint64_t size = sizeof(treaty_value));

  llvm::Value* state_of(llvm::Value* value) { return load(i8, value, offsetof(treaty_value, state)); }
  llvm::Value* kind_of(llvm::Value* value) { return load(i8, value, offsetof(treaty_value, kind)); }
  llvm::Value* is_present(llvm::Value* value);
  llvm::Value* is_missing(llvm::Value* value);
  /// Present and not 0.
  llvm::Value* is_true(llvm::Value* value);
  llvm::Value* is_false(llvm::Value* value);
  void set_absent(llvm::Value* value, ir::Kind kind, treaty_state state);
  void set_boolean(llvm::Value* value, llvm::Value* truth);

  /// Bytes of the program, readable 64 bytes past their end. The same bytes, the same global.
  llvm::Constant* bytes(std::string_view text);
  /// Constant values one after the other, and one alone.
  llvm::Constant* values(const std::vector<treaty_value>& list);
  llvm::Constant* value(const treaty_value& value) { return values({value}); }

  /// Offsets of structural characters, as walkers read them.
  llvm::Value* offset_at(llvm::Value* index, llvm::Value* position);
  llvm::Value* byte_at(llvm::Value* bytes, llvm::Value* index, llvm::Value* position);

 private:
  llvm::StringMap<llvm::Constant*> bytes_;
};

}  // namespace treaty::codegen
