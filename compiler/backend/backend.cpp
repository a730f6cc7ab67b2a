#include "compiler/backend/backend.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <string_view>
#include <vector>

#include <llvm/ADT/SmallVector.h>
#include <llvm/Analysis/CGSCCPassManager.h>
#include <llvm/Analysis/LoopAnalysisManager.h>
#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/IR/Module.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Target/TargetMachine.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "compiler/backend/fingerprint.h"
#include "compiler/backend/object_cache.h"
#include "compiler/backend/perf_map.h"
#include "compiler/codegen/codegen.h"
#include "stdlib/bitcode.h"

namespace treaty::backend {
namespace {

namespace orc = llvm::orc;

bool use_v3(const Options& options) {
  return options.processor == Processor::host && __builtin_cpu_supports("x86-64-v3") != 0;
}

std::string text_of(llvm::Error error) { return llvm::toString(std::move(error)); }

void initialize() {
  static const bool done = [] {
    llvm::InitializeNativeTarget();
    llvm::InitializeNativeTargetAsmPrinter();
    return true;
  }();
  (void)done;
}

llvm::Expected<std::unique_ptr<llvm::TargetMachine>> target_machine(const Options& options, uint32_t level) {
  initialize();
  orc::JITTargetMachineBuilder builder(llvm::Triple("x86_64-pc-linux-gnu"));
  builder.setCPU(use_v3(options) ? "x86-64-v3" : "x86-64");
  builder.setRelocationModel(llvm::Reloc::PIC_);
  builder.setCodeGenOptLevel(level == 0 ? llvm::CodeGenOptLevel::None : llvm::CodeGenOptLevel::Default);
  return builder.createTargetMachine();
}

/// How much optimising pays: LLVM takes some seconds for five hundred lines, and far longer for thousands, which
/// few runs would win back. Code that is not optimised is there at once.
uint32_t worthwhile(const llvm::Module& module, uint32_t wanted) {
  constexpr unsigned large = 20'000, largest = 80'000;  // instructions: about 200 and 500 lines of one map
  std::map<std::string_view, unsigned> sizes;           // by map: `treaty_map_0`, `treaty_map_0_outcome`, …
  for (const llvm::Function& function : module) {
    const std::string_view name(function.getName().data(), function.getName().size());
    const size_t number = codegen::function_name(0).size() - 1;
    sizes[name.substr(0, name.find('_', std::min(number, name.size())))] += function.getInstructionCount();
  }
  const auto& [map, size] = *std::ranges::max_element(sizes, {}, [](const auto& one) { return one.second; });
  return size > largest ? 0 : size > large ? std::min(wanted, 1U) : wanted;
}

void optimize(llvm::Module& module, llvm::TargetMachine& machine, uint32_t level) {
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager components;
  llvm::ModuleAnalysisManager modules;
  llvm::PassBuilder builder(&machine);
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(components);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, components, modules);
  const llvm::OptimizationLevel levels[] = {llvm::OptimizationLevel::O0, llvm::OptimizationLevel::O1,
                                            llvm::OptimizationLevel::O2};
  const llvm::OptimizationLevel chosen = levels[std::min<uint32_t>(level, 2)];
  (level == 0 ? builder.buildO0DefaultPipeline(chosen) : builder.buildPerModuleDefaultPipeline(chosen))
      .run(module, modules);
}

std::expected<std::string, std::string> emit(const ir::Program& program, const Options& options,
                                             llvm::CodeGenFileType type) {
  llvm::LLVMContext context;
  const auto module = codegen::generate(program, {.v3 = use_v3(options)}, context);
  const uint32_t level = worthwhile(*module, options.optimization);
  auto machine = target_machine(options, level);
  if (!machine) return std::unexpected(text_of(machine.takeError()));
  optimize(*module, **machine, level);
  llvm::SmallVector<char, 0> bytes;
  llvm::raw_svector_ostream out(bytes);
  llvm::legacy::PassManager passes;
  if ((*machine)->addPassesToEmitFile(passes, out, nullptr, type))
    return std::unexpected("LLVM cannot write code for this machine");
  passes.run(*module);
  return std::string(bytes.begin(), bytes.end());
}

/// What decides over the machine code besides the program.
std::string key_of(std::string_view identity, const Options& options) {
  XXH3_state_t* state = XXH3_createState();
  XXH3_128bits_reset(state);
  const std::string_view bitcode = treaty_stdlib::bitcode(use_v3(options));
  const std::string own = std::string(fingerprint) + (use_v3(options) ? "/v3/" : "/baseline/") +
                          std::to_string(options.optimization) + "/";
  for (const std::string_view piece : {std::string_view(own), bitcode, identity})
    XXH3_128bits_update(state, piece.data(), piece.size());
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(state));
  XXH3_freeState(state);
  std::string key;
  for (const unsigned char byte : canonical.digest) {
    key += "0123456789abcdef"[byte >> 4];
    key += "0123456789abcdef"[byte & 15];
  }
  return key;
}

class LoadedCode : public Code {
 public:
  LoadedCode(std::unique_ptr<orc::LLJIT> jit, std::vector<treaty_map_function> maps, bool cached)
      : jit_(std::move(jit)), maps_(std::move(maps)), cached_(cached) {}
  treaty_map_function map(uint32_t index) const override { return maps_.at(index); }
  bool was_cached() const override { return cached_; }

 private:
  std::unique_ptr<orc::LLJIT> jit_;
  std::vector<treaty_map_function> maps_;
  bool cached_;
};

/// The only names that generated code may call besides its own.
orc::SymbolMap host_symbols(orc::LLJIT& jit) {
  orc::SymbolMap symbols;
  auto add = [&](llvm::StringRef name, void* address) {
    symbols[jit.mangleAndIntern(name)] = {orc::ExecutorAddr::fromPtr(address), llvm::JITSymbolFlags::Exported};
  };
  for (const treaty_stdlib::HostSymbol& symbol : treaty_stdlib::host_symbols()) {
    add(llvm::StringRef(symbol.name.data(), symbol.name.size()), symbol.address);
  }
  add("memcpy", reinterpret_cast<void*>(&memcpy));
  add("memmove", reinterpret_cast<void*>(&memmove));
  add("memset", reinterpret_cast<void*>(&memset));
  add("memcmp", reinterpret_cast<void*>(&memcmp));
  add("bcmp", reinterpret_cast<void*>(&bcmp));
  add("memchr", reinterpret_cast<void*>(static_cast<const void* (*)(const void*, int, size_t)>(&memchr)));
  add("strlen", reinterpret_cast<void*>(&strlen));
  return symbols;
}

llvm::Expected<std::shared_ptr<const Code>> load(const std::string& object, size_t maps, bool cached) {
  initialize();
  auto jit = orc::LLJITBuilder()
                 .setJITTargetMachineBuilder(orc::JITTargetMachineBuilder(llvm::Triple("x86_64-pc-linux-gnu")))
                 .setLinkProcessSymbolsByDefault(false)
                 .setPlatformSetUp(orc::setUpInactivePlatform)
                 .create();
  if (!jit) return jit.takeError();
  name_functions_for_perf(**jit);
  if (auto error = (*jit)->getMainJITDylib().define(orc::absoluteSymbols(host_symbols(**jit)))) return error;
  if (auto error = (*jit)->addObjectFile(llvm::MemoryBuffer::getMemBufferCopy(object, "contract"))) return error;
  std::vector<treaty_map_function> functions;
  for (uint32_t i = 0; i < maps; ++i) {
    auto address = (*jit)->lookup(codegen::function_name(i));
    if (!address) return address.takeError();
    functions.push_back(address->toPtr<treaty_map_function>());
  }
  return std::make_shared<LoadedCode>(std::move(*jit), std::move(functions), cached);
}

}  // namespace

std::expected<std::shared_ptr<const Code>, std::string> compile(const ir::Program& program, std::string_view identity,
                                                                const Options& options) {
  const ObjectCache cache(options.cache_directory);
  const std::string key = key_of(identity, options);
  if (const auto object = cache.find(key)) {
    auto code = load(*object, program.maps.size(), true);
    if (code) return std::move(*code);
    llvm::consumeError(code.takeError());  // generated anew below
  }
  const auto object = emit(program, options, llvm::CodeGenFileType::ObjectFile);
  if (!object) return std::unexpected(object.error());
  auto code = load(*object, program.maps.size(), false);
  if (!code) return std::unexpected(text_of(code.takeError()));
  cache.keep(key, *object);
  return std::move(*code);
}

std::expected<std::string, std::string> listing(const ir::Program& program, const Options& options, bool assembly) {
  if (assembly) return emit(program, options, llvm::CodeGenFileType::AssemblyFile);
  llvm::LLVMContext context;
  const auto module = codegen::generate(program, {.v3 = use_v3(options)}, context);
  const uint32_t level = worthwhile(*module, options.optimization);
  auto machine = target_machine(options, level);
  if (!machine) return std::unexpected(text_of(machine.takeError()));
  optimize(*module, **machine, level);
  std::string text;
  llvm::raw_string_ostream out(text);
  module->print(out, nullptr);
  return text;
}

}  // namespace treaty::backend
