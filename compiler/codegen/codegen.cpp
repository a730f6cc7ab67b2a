#include "compiler/codegen/codegen.h"

#include <cstdio>
#include <cstdlib>
#include <set>

#include <llvm/Bitcode/BitcodeReader.h>
#include <llvm/IR/Verifier.h>
#include <llvm/Linker/Linker.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/raw_ostream.h>

#include "compiler/codegen/emitter.h"
#include "compiler/codegen/map.h"
#include "stdlib/bitcode.h"

namespace treaty::codegen {
namespace {

[[noreturn]] void defect(const std::string& what) {
  std::fprintf(stderr, "treaty: the code generator is broken: %s\n", what.c_str());
  std::abort();
}

std::unique_ptr<llvm::Module> library(bool v3, llvm::LLVMContext& context) {
  const std::string_view bytes = treaty_stdlib::bitcode(v3);
  auto buffer = llvm::MemoryBuffer::getMemBuffer(llvm::StringRef(bytes.data(), bytes.size()), "stdlib", false);
  auto module = llvm::getOwningLazyBitcodeModule(std::move(buffer), context);
  if (!module) defect(llvm::toString(module.takeError()));
  return std::move(*module);
}

/// The processor that the library was compiled for, so that its functions can be inlined.
void copy_target(const llvm::Module& from, llvm::Module& to) {
  to.setDataLayout(from.getDataLayout());
  to.setTargetTriple(from.getTargetTriple());
  const llvm::Function* any = from.getFunction("treaty_skip");
  if (any == nullptr) defect("the library lacks treaty_skip");
  for (llvm::Function& function : to) {
    if (function.isDeclaration()) continue;
    for (const char* name : {"target-cpu", "target-features", "tune-cpu"}) {
      if (const llvm::Attribute attribute = any->getFnAttribute(name); attribute.isValid())
        function.addFnAttr(attribute);
    }
  }
}

}  // namespace

bool is_hosted(const ir::Table& table) {
  const auto* rows = std::get_if<ir::Rows>(&table.content);
  return rows == nullptr || rows->rows.size() > inline_rows;
}

std::string function_name(uint32_t map) { return "treaty_map_" + std::to_string(map); }

std::unique_ptr<llvm::Module> generate(const ir::Program& program, const Options& options,
                                       llvm::LLVMContext& context) {
  auto module = std::make_unique<llvm::Module>("contract", context);
  auto stdlib = library(options.v3, context);
  module->setDataLayout(stdlib->getDataLayout());
  Emitter emitter(*module);
  for (uint32_t map = 0; map < program.maps.size(); ++map) compile_map(emitter, program, map);
  copy_target(*stdlib, *module);
  std::set<std::string> own;
  for (uint32_t map = 0; map < program.maps.size(); ++map) own.insert(function_name(map));
  if (llvm::Linker::linkModules(*module, std::move(stdlib), llvm::Linker::LinkOnlyNeeded))
    defect("the library does not link");
  for (llvm::Function& function : *module) {
    if (!function.isDeclaration() && !own.contains(function.getName().str())) {
      function.setLinkage(llvm::GlobalValue::InternalLinkage);
    }
  }
  for (llvm::GlobalVariable& global : module->globals()) {
    if (!global.isDeclaration()) global.setLinkage(llvm::GlobalValue::InternalLinkage);
  }
  std::string findings;
  llvm::raw_string_ostream to(findings);
  if (llvm::verifyModule(*module, &to)) defect(findings);
  return module;
}

}  // namespace treaty::codegen
