#include "compiler/backend/perf_map.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include <llvm/ExecutionEngine/JITLink/JITLink.h>
#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/ExecutionEngine/Orc/ObjectLinkingLayer.h>

namespace treaty::backend {
namespace {

namespace orc = llvm::orc;

class PerfMap : public orc::ObjectLinkingLayer::Plugin {
 public:
  void modifyPassConfig(orc::MaterializationResponsibility&, llvm::jitlink::LinkGraph&,
                        llvm::jitlink::PassConfiguration& passes) override {
    passes.PostFixupPasses.push_back([](llvm::jitlink::LinkGraph& graph) {
      const std::string path = "/tmp/perf-" + std::to_string(getpid()) + ".map";
      const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
      for (const llvm::jitlink::Symbol* symbol : graph.defined_symbols()) {
        if (file >= 0 && symbol->hasName() && symbol->isCallable()) {
          dprintf(file, "%llx %llx %s\n", static_cast<unsigned long long>(symbol->getAddress().getValue()),
                  static_cast<unsigned long long>(symbol->getSize()), symbol->getName().str().c_str());
        }
      }
      if (file >= 0) close(file);
      return llvm::Error::success();
    });
  }
  llvm::Error notifyFailed(orc::MaterializationResponsibility&) override { return llvm::Error::success(); }
  llvm::Error notifyRemovingResources(orc::JITDylib&, orc::ResourceKey) override { return llvm::Error::success(); }
  void notifyTransferringResources(orc::JITDylib&, orc::ResourceKey, orc::ResourceKey) override {}
};

}  // namespace

void name_functions_for_perf(llvm::orc::LLJIT& jit) {
  if (std::getenv("TREATY_PERF_MAP") == nullptr) return;
  if (auto* layer = llvm::dyn_cast<orc::ObjectLinkingLayer>(&jit.getObjLinkingLayer())) {
    layer->addPlugin(std::make_shared<PerfMap>());
  }
}

}  // namespace treaty::backend
