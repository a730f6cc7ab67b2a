#pragma once

// A program's native code, run as the interpreter is run, so that the two can be compared.

#include <string_view>
#include <vector>

#include "compiler/backend/backend.h"
#include "compiler/interpret/interpret.h"
#include "runtime/program/native.h"

namespace treaty::native {

class Native {
 public:
  Native(const ir::Program& program, const interpret::Settings& settings, const backend::Options& options = {});
  /// One line.
  std::vector<interpret::Result> run(uint32_t map, std::string_view record);

 private:
  std::vector<program::NativeRunner> runners_;
};

/// Where the two engines differ for a record, in words; empty where they agree.
std::string difference(const std::vector<interpret::Result>& interpreted, const std::vector<interpret::Result>& native);

}  // namespace treaty::native
