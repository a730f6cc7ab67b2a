#pragma once

// The memory behind a treaty_context, and the tables its lookups read. What a host makes before it runs a map.

#include <cstdint>
#include <memory>
#include <vector>

#include "stdlib/abi/abi.h"

namespace treaty_stdlib {

/// The arena of one record at a time, and the buffer its payload grows in. One per thread; outlives its contexts.
class Memory {
 public:
  static constexpr uint64_t record_limit = uint64_t{64} << 20;

  explicit Memory(uint64_t limit = record_limit);
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;
  ~Memory();

  /// A context that works in this memory, with no tables yet.
  [[nodiscard]] treaty_context context();
  /// Forgets all values of the record that is done, and its payload; what a context still holds of them is gone.
  void reset(treaty_context& context);
  /// The first byte of the payload that is being written.
  [[nodiscard]] char* out_begin() const { return out_; }

  char* allocate_slow(treaty_context& context, uint64_t size);
  int reserve_out(treaty_context& context, uint64_t size);

 private:
  struct Chunk {
    std::unique_ptr<char[]> bytes;
    uint64_t size;
  };
  uint64_t limit_;
  uint64_t used_ = 0;  ///< of all chunks
  std::vector<Chunk> chunks_;
  char* out_ = nullptr;
  uint64_t out_size_ = 0;
};

}  // namespace treaty_stdlib
