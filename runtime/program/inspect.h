#pragma once

// A contract's maps, made to tell everything of a record: what becomes of it, what each field line makes of it
// whatever became of the others, and what every lookup is asked. In native code; why a field failed is found out by
// the interpreter.

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/interpret/interpret.h"
#include "compiler/ir/ir.h"
#include "compiler/package/manifest.h"
#include "runtime/program/program.h"
#include "runtime/program/telling.h"

namespace treaty::program {

/// What one field line makes of a record, before `on error` and `on null` answer.
struct FieldFate {
  enum class State { present, null, missing, failed } state = State::missing;
  std::string_view text;  ///< present: as it stands in JSON, without its quotes
};
/// One output of a record. Views are valid during the callback only.
struct Inspected {
  const Output& output;  ///< as a run has it; a table that is loaded when a run begins gives back what it is asked
  std::span<const FieldFate> fields;  ///< one a field; empty where the record did not come so far
  uint32_t position = 0;              ///< among the outputs of its record
};
/// Why a field or a record failed.
struct Failure {
  treaty_error error = 0;
  ir::StepId step;
  interpret::Value value;  ///< the input of the step that failed
};
Failure failure_of(const treaty_outcome& outcome);

/// Told of every key that is looked up; `row` is empty where the table has none for it.
using OnLookup = std::function<void(uint32_t site, std::string_view key, std::optional<uint32_t> row)>;

/// Inspects one map; one per thread.
class Inspector {
 public:
  using Sink = std::function<void(const Inspected&)>;
  struct State;
  explicit Inspector(std::unique_ptr<State> state);
  Inspector(Inspector&&) noexcept;
  ~Inspector();

  /// `record` is one line, readable 64 bytes past its end.
  void run(std::string_view record, const Sink& sink);
  /// The outcomes of whole records alone, as a Mapper gives them.
  void run_plainly(std::string_view records, const program::Sink& sink);
  /// Why the field failed in the record's output at `position`; none where it does not fail.
  [[nodiscard]] std::optional<Failure> why(std::string_view record, uint32_t position, uint32_t field);
  /// The keys an association points at.
  [[nodiscard]] std::vector<std::string> association_keys(const Output& output, uint32_t index) const;

 private:
  std::unique_ptr<State> state_;
};

/// A loaded contract. Immutable; outlives its inspectors.
class Inspection {
 public:
  struct State;
  explicit Inspection(std::unique_ptr<const State> state);
  Inspection(Inspection&&) noexcept;
  ~Inspection();

  [[nodiscard]] const package::Manifest& manifest() const;
  [[nodiscard]] const ir::Program& program() const;
  [[nodiscard]] const std::vector<LookupSite>& lookups() const;
  [[nodiscard]] Inspector inspector(uint32_t map, int64_t run_started_us, OnLookup on_lookup) const;

 private:
  std::unique_ptr<const State> state_;
};

std::expected<Inspection, LoadError> inspect(std::string_view package_bytes, const std::string& cache_directory);

}  // namespace treaty::program
