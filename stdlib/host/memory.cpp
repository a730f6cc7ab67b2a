#include "stdlib/host/memory.h"

#include <algorithm>
#include <cstdlib>

namespace treaty_stdlib {
namespace {

constexpr uint64_t first_chunk = uint64_t{64} << 10;
constexpr uint64_t first_out = uint64_t{16} << 10;
constexpr uint64_t spare = 64;  // what may be read and written past an end
constexpr uint64_t alignment = 16;

}  // namespace

Memory::Memory(uint64_t limit) : limit_(limit) {
  chunks_.push_back({std::make_unique_for_overwrite<char[]>(first_chunk), first_chunk});
  used_ = first_chunk;
  out_ = static_cast<char*>(std::malloc(first_out));
  if (out_ == nullptr) {
    std::abort();
  }
  out_size_ = first_out;
}

Memory::~Memory() { std::free(out_); }

treaty_context Memory::context() {
  treaty_context context{};
  context.arena_owner = this;
  context.out_owner = this;
  reset(context);
  return context;
}

void Memory::reset(treaty_context& context) {
  // The largest chunk stays, so that a stream of large records does not allocate again for each.
  if (chunks_.size() > 1) {
    std::swap(chunks_.front(), *std::max_element(chunks_.begin(), chunks_.end(),
                                                 [](const Chunk& a, const Chunk& b) { return a.size < b.size; }));
    chunks_.resize(1);
  }
  used_ = chunks_.front().size;
  context.arena = chunks_.front().bytes.get();
  context.arena_end = context.arena + chunks_.front().size;
  context.out = out_;
  context.out_begin = out_;
  context.out_end = out_ + out_size_;
}

char* Memory::allocate_slow(treaty_context& context, uint64_t size) {
  if (size > limit_) {
    return nullptr;
  }
  const uint64_t wanted = std::max(size + spare + alignment, std::min(chunks_.back().size * 2, limit_ / 8));
  if (used_ + wanted > limit_ + first_chunk) {
    return nullptr;
  }
  chunks_.push_back({std::make_unique_for_overwrite<char[]>(wanted), wanted});
  used_ += wanted;
  char* chunk = chunks_.back().bytes.get();
  const auto at = (reinterpret_cast<uintptr_t>(chunk) + alignment - 1) & ~uintptr_t{alignment - 1};
  context.arena = reinterpret_cast<char*>(at) + size;
  context.arena_end = chunk + wanted;
  return reinterpret_cast<char*>(at);
}

int Memory::reserve_out(treaty_context& context, uint64_t size) {
  const auto written = static_cast<uint64_t>(context.out - out_);
  const uint64_t wanted = written + size + spare;
  if (wanted > limit_ + spare || size > limit_) {
    return 1;
  }
  if (wanted > out_size_) {
    const uint64_t larger = std::max(wanted, out_size_ * 2);
    auto* moved = static_cast<char*>(std::realloc(out_, larger));
    if (moved == nullptr) {
      return 1;
    }
    out_ = moved;
    out_size_ = larger;
  }
  context.out = out_ + written;
  context.out_begin = out_;
  context.out_end = out_ + out_size_;
  return 0;
}

}  // namespace treaty_stdlib

char* treaty_allocate_slow(treaty_context* context, uint64_t size) {
  if (context->arena_owner == nullptr) {
    return nullptr;
  }
  return static_cast<treaty_stdlib::Memory*>(context->arena_owner)->allocate_slow(*context, size);
}

int treaty_reserve_out(treaty_context* context, uint64_t size) {
  if (context->out_owner == nullptr) {
    return 1;
  }
  return static_cast<treaty_stdlib::Memory*>(context->out_owner)->reserve_out(*context, size);
}
