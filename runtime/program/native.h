#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "compiler/backend/backend.h"
#include "runtime/program/tables.h"
#include "stdlib/abi/abi.h"

namespace treaty::program {

/// Runs one map's native code over JSON lines; one per thread.
class NativeRunner {
 public:
  NativeRunner(std::shared_ptr<const backend::Code> code, uint32_t map, std::shared_ptr<const Tables> tables,
               int64_t run_started_us);
  ~NativeRunner();
  NativeRunner(NativeRunner&&) noexcept;

  /// Emits the outcomes of every line that is not blank, in order; false when `emit` stopped it. The bytes are
  /// readable 64 bytes past their end.
  bool run(std::string_view bytes, treaty_emit emit, void* sink);

 private:
  struct State;
  bool run_block(std::string_view block);
  bool run_lines(std::string_view block);
  bool run_records(std::string_view block);
  std::unique_ptr<State> state_;
};

}  // namespace treaty::program
