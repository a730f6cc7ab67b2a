#pragma once

// Native code for a program: compiled once, kept as an object file, loaded into this process.

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "compiler/ir/ir.h"
#include "stdlib/abi/abi.h"

namespace treaty::backend {

enum class Processor { host, any_x86_64 };
struct Options {
  std::string cache_directory;  ///< of native objects, made private (0700) where it is not there; empty: no cache
  Processor processor = Processor::host;
  uint32_t optimization = 2;  ///< 0 to 2; 0 for maps of over 20,000 instructions, on which LLVM takes ever longer
};

/// The machine code of a program's maps. Immutable; shared by threads.
class Code {
 public:
  virtual ~Code() = default;
  [[nodiscard]] virtual treaty_map_function map(uint32_t index) const = 0;
  [[nodiscard]] virtual bool was_cached() const = 0;
};

/// Loads the program's code from the cache, or generates it. `identity` says which program it is: same identity, same
/// program. An unreadable or damaged cache costs time, never more; the error is what the machine lacks, as a
/// sentence.
std::expected<std::shared_ptr<const Code>, std::string> compile(const ir::Program& program, std::string_view identity,
                                                                const Options& options);

/// The code as it is run, optimised where it is, in LLVM's or the processor's language, for people.
std::expected<std::string, std::string> listing(const ir::Program& program, const Options& options, bool assembly);

}  // namespace treaty::backend
