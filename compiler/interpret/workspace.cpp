#include "compiler/interpret/workspace.h"

#include <cstring>
#include <vector>

#include "stdlib/host/memory.h"

namespace treaty::interpret {

struct Workspace::Memory {
  treaty_stdlib::Memory memory;
  treaty_context context = memory.context();
  std::vector<std::unique_ptr<char[]>> kept;
};

Workspace::Workspace(int64_t run_started) : memory_(new Memory) { memory_->context.run_started = run_started; }
Workspace::~Workspace() = default;

treaty_context* Workspace::context() { return &memory_->context; }

void Workspace::reset() {
  memory_->memory.reset(memory_->context);
  memory_->kept.clear();
}

std::string_view Workspace::written() {
  const char* begin = memory_->memory.out_begin();
  return {begin, static_cast<size_t>(memory_->context.out - begin)};
}

void Workspace::shorten(size_t size) { memory_->context.out = memory_->memory.out_begin() + size; }

std::string_view Workspace::keep(std::string_view bytes) {
  auto& kept = memory_->kept.emplace_back(new char[bytes.size() + 64]());
  if (!bytes.empty()) std::memcpy(kept.get(), bytes.data(), bytes.size());
  return {kept.get(), bytes.size()};
}

}  // namespace treaty::interpret
