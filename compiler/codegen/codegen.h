#pragma once

// IR to LLVM: for each map one function from a record's bytes to its payload's bytes. It calls the library's bitcode,
// which is linked in, and the functions of the host that stdlib/bitcode.h lists; nothing else.

#include <cstdint>
#include <memory>
#include <string>

#include "compiler/ir/ir.h"

namespace llvm {
class LLVMContext;
class Module;
}  // namespace llvm

namespace treaty::codegen {

struct Options {
  bool v3 = true;  ///< for x86-64-v3 (AVX2, BMI); else for any x86-64
};

/// Tables of at most so many rows become code; larger ones, and those loaded when a run begins, are looked up in
/// treaty_context::tables.
constexpr size_t inline_rows = 256;
/// Whether the host has to provide the table at run time.
bool is_hosted(const ir::Table& table);

/// The name of a map's treaty_map_function in the module.
std::string function_name(uint32_t map);

/// A verified, unoptimised module with a function for each map of the program, which must pass ir::verify. Aborts on
/// a defect of ours.
std::unique_ptr<llvm::Module> generate(const ir::Program& program, const Options& options,
                                       llvm::LLVMContext& context);

}  // namespace treaty::codegen
