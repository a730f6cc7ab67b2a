#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "stdlib/abi/abi.h"

namespace treaty::interpret {

/// A treaty_context with its memory. What was allocated lives until `reset`.
class Workspace {
 public:
  explicit Workspace(int64_t run_started);
  ~Workspace();
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  treaty_context* context();
  void reset();
  /// What was written to the payload since `reset`.
  [[nodiscard]] std::string_view written();
  /// Takes back what was written behind `size` bytes.
  void shorten(size_t size);
  /// A copy that lives until `reset`, readable 64 bytes past its end.
  std::string_view keep(std::string_view bytes);

 private:
  struct Memory;
  std::unique_ptr<Memory> memory_;
};

}  // namespace treaty::interpret
