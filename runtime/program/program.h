#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/package/manifest.h"
#include "stdlib/abi/abi.h"

namespace treaty::program {

/// The cause of a rejected record in the contract's words.
struct Cause {
  std::string property;  ///< the field line's target; empty for `where`, key and associations
  std::string code;      ///< `not_found`, `wrong_format`, … of stdlib/errors.def
  std::string message;   ///< the code's sentence with the step's text and the input value (masked where private)
  std::string place;     ///< club.map:14:22
};

/// One output of one record. Views are valid during the callback only.
struct Output {
  treaty_status status = TREATY_WRITTEN;
  std::string_view payload;     ///< flat JSON object of properties
  std::string_view source_key;
  const treaty_outcome* raw = nullptr;
};
using Sink = std::function<bool(const Output&)>;  ///< false stops

/// Runs one map over records; one per thread. Made by Program::mapper.
class Mapper {
 public:
  virtual ~Mapper() = default;
  /// `bytes` is whole JSON records parted by white space (JSON lines); the buffer must be readable 64 bytes past its
  /// end. A record that is no JSON object yields a malformed output and the run goes on at the next line. Returns
  /// false when the sink stopped the run.
  virtual bool run(std::string_view bytes, const Sink& sink) = 0;
  /// The plain field value of an output, unescaped: what HubSpot would store. Empty optional when left out.
  [[nodiscard]] virtual std::optional<std::string> field(const Output& output, uint32_t index) const = 0;
  /// The keys an association points at (of the other map's source records).
  [[nodiscard]] virtual std::vector<std::string> association_keys(const Output& output, uint32_t index) const = 0;
  [[nodiscard]] virtual Cause cause(const Output& output) const = 0;
};

/// Values of a table that is loaded when a run begins.
using TableRows = std::vector<std::pair<std::string, std::string>>;
struct NeededTable {
  std::string name, system, object, key, value;
};

/// A loaded contract. Immutable; shared by threads.
class Program {
 public:
  virtual ~Program() = default;
  [[nodiscard]] virtual const package::Manifest& manifest() const = 0;
  [[nodiscard]] virtual std::vector<NeededTable> needed_tables() const = 0;
  virtual void provide_table(std::string_view name, TableRows rows) = 0;
  [[nodiscard]] virtual std::unique_ptr<Mapper> mapper(uint32_t map_index, int64_t run_started_us) const = 0;
};

enum class Engine { native, interpreter };

struct LoadOptions {
  Engine engine = Engine::native;
  std::string cache_directory;  ///< of native objects; empty: no cache
};
struct LoadError {
  std::string message;
};
/// Loads a compiled contract (the bytes of a .mapc): verifies its checksum and takes its native code from the cache
/// or compiles it. The only place where the runtime meets the compiler's back end.
std::expected<std::unique_ptr<Program>, LoadError> load(std::string_view package_bytes, const LoadOptions& options);

}  // namespace treaty::program
