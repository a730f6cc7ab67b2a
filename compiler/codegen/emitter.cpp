#include "compiler/codegen/emitter.h"

#include <llvm/IR/Constants.h>


namespace treaty::codegen {

Emitter::Emitter(llvm::Module& to)
    : module(to),
      builder(to.getContext()),
      i1(builder.getInt1Ty()),
      i8(builder.getInt8Ty()),
      i32(builder.getInt32Ty()),
      i64(builder.getInt64Ty()),
      pointer(builder.getPtrTy()) {}

llvm::Function* Emitter::begin_function(llvm::Type* result, llvm::StringRef name,
                                        std::initializer_list<std::pair<llvm::Type*, const char*>> arguments) {
  std::vector<llvm::Type*> types;
  for (const auto& [type, unused] : arguments) types.push_back(type);
  auto* function = llvm::Function::Create(llvm::FunctionType::get(result, types, false),
                                          llvm::GlobalValue::InternalLinkage, name, module);
  for (size_t i = 0; i < arguments.size(); ++i)
    function->getArg(static_cast<unsigned>(i))->setName(arguments.begin()[i].second);
  function->addFnAttr(llvm::Attribute::NoUnwind);
  enter(llvm::BasicBlock::Create(module.getContext(), "entry", function));
  return function;
}

llvm::BasicBlock* Emitter::block(const llvm::Twine& name) {
  return llvm::BasicBlock::Create(module.getContext(), name, builder.GetInsertBlock()->getParent());
}

llvm::Value* Emitter::call(llvm::StringRef name, llvm::Type* result, llvm::ArrayRef<llvm::Value*> arguments) {
  std::vector<llvm::Type*> types;
  for (llvm::Value* argument : arguments) types.push_back(argument->getType());
  llvm::FunctionCallee callee = module.getOrInsertFunction(name, llvm::FunctionType::get(result, types, false));
  return builder.CreateCall(callee, arguments);
}

llvm::Value* Emitter::memory(uint64_t size, const llvm::Twine& name) {
  llvm::BasicBlock& entry = builder.GetInsertBlock()->getParent()->getEntryBlock();
  llvm::IRBuilder<> at_entry(&entry, entry.begin());
  llvm::AllocaInst* memory = at_entry.CreateAlloca(llvm::ArrayType::get(i8, size), nullptr, name);
  memory->setAlignment(llvm::Align(16));
  return memory;
}

llvm::Value* Emitter::offset(llvm::Value* base, uint64_t bytes) {
  return bytes == 0 ? base : builder.CreateConstInBoundsGEP1_64(i8, base, bytes);
}
llvm::Value* Emitter::offset(llvm::Value* base, llvm::Value* bytes) {
  return builder.CreateInBoundsGEP(i8, base, bytes);
}

llvm::Value* Emitter::load(llvm::Type* type, llvm::Value* base, uint64_t at) {
  const uint64_t size = type->isPointerTy() ? 8 : type->getIntegerBitWidth() / 8;
  return builder.CreateAlignedLoad(type, offset(base, at), llvm::Align(size));
}
void Emitter::store(llvm::Value* what, llvm::Value* base, uint64_t at) {
  const uint64_t size = what->getType()->isPointerTy() ? 8 : what->getType()->getIntegerBitWidth() / 8;
  builder.CreateAlignedStore(what, offset(base, at), llvm::Align(size));
}
void Emitter::clear(llvm::Value* base, uint64_t size) { builder.CreateMemSet(base, byte(0), size, llvm::Align(4)); }
void Emitter::copy(llvm::Value* to, llvm::Value* from, uint64_t size) {
  builder.CreateMemCpy(to, llvm::Align(16), from, llvm::Align(16), size);
}

llvm::Value* Emitter::is_present(llvm::Value* value) {
  return builder.CreateICmpEQ(state_of(value), byte(TREATY_PRESENT));
}
llvm::Value* Emitter::is_missing(llvm::Value* value) {
  return builder.CreateICmpEQ(state_of(value), byte(TREATY_MISSING));
}
llvm::Value* Emitter::is_true(llvm::Value* value) {
  return builder.CreateAnd(is_present(value), builder.CreateICmpNE(load(i64, value), wide(0)));
}
llvm::Value* Emitter::is_false(llvm::Value* value) {
  return builder.CreateAnd(is_present(value), builder.CreateICmpEQ(load(i64, value), wide(0)));
}

void Emitter::set_absent(llvm::Value* value, ir::Kind kind, treaty_state state) {
  clear(value, sizeof(treaty_value));
  store(byte(static_cast<uint8_t>(kind == ir::Kind::any ? ir::Kind::text : kind)), value,
        offsetof(treaty_value, kind));
  store(byte(state), value, offsetof(treaty_value, state));
}

void Emitter::set_boolean(llvm::Value* value, llvm::Value* truth) {
  set_absent(value, ir::Kind::boolean, TREATY_PRESENT);
  store(builder.CreateZExt(truth, i64), value);
}

llvm::Constant* Emitter::bytes(std::string_view text) {
  llvm::Constant*& known = bytes_[llvm::StringRef(text.data(), text.size())];
  if (known != nullptr) return known;
  std::string padded(text);
  padded.resize(text.size() + 64);
  llvm::Constant* data = llvm::ConstantDataArray::getString(module.getContext(), padded, false);
  auto* global =
      new llvm::GlobalVariable(module, data->getType(), true, llvm::GlobalValue::PrivateLinkage, data, "text");
  global->setAlignment(llvm::Align(16));
  global->setUnnamedAddr(llvm::GlobalValue::UnnamedAddr::Global);
  return known = global;
}

llvm::Constant* Emitter::values(const std::vector<treaty_value>& list) {
  std::vector<llvm::Constant*> constants;
  for (const treaty_value& value : list) {
    const bool is_text = value.kind == TREATY_TEXT && value.state == TREATY_PRESENT;
    llvm::Constant *first = nullptr, *second = nullptr;
    if (is_text) {
      first = bytes({value.as.text.data, value.as.text.size});
      second = wide(value.as.text.size);
    } else {
      const auto whole = static_cast<unsigned __int128>(value.as.coefficient);
      first = wide(static_cast<uint64_t>(whole));
      second = wide(static_cast<uint64_t>(whole >> 64));
    }
    constants.push_back(llvm::ConstantStruct::getAnon({first, second, byte(value.kind), byte(value.state),
                                                       llvm::ConstantInt::get(builder.getInt16Ty(), value.flags),
                                                       number(static_cast<uint32_t>(value.scale)), wide(0)}));
  }
  // Texts and numbers differ in type, so this is a structure of them and not an array.
  llvm::Constant* all = llvm::ConstantStruct::getAnon(module.getContext(), constants);
  auto* global =
      new llvm::GlobalVariable(module, all->getType(), true, llvm::GlobalValue::PrivateLinkage, all, "value");
  global->setAlignment(llvm::Align(16));
  return global;
}

llvm::Value* Emitter::offset_at(llvm::Value* index, llvm::Value* position) {
  llvm::Value* at = builder.CreateInBoundsGEP(i32, index, builder.CreateZExt(position, i64));
  return builder.CreateZExt(load(i32, at), i64);
}
llvm::Value* Emitter::byte_at(llvm::Value* bytes, llvm::Value* index, llvm::Value* position) {
  return load(i8, offset(bytes, offset_at(index, position)));
}

}  // namespace treaty::codegen
