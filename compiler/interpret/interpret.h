#pragma once

// The plain reference interpreter: one record's bytes through one map, op by op, as docs/records.md says. It is the
// oracle of the native code and serves `test`, `try`, `explain` and the first records of a run.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/ir/ir.h"
#include "stdlib/abi/abi.h"

namespace treaty::interpret {

/// The rows of a table that is loaded when a run begins.
struct RuntimeRows {
  std::string table;
  std::vector<std::pair<std::string, std::string>> rows;
};
/// Told of every op's value, or of its failure (`error` is not 0), in the order of evaluation.
using Trace = std::function<void(const ir::Op& op, const treaty_value& value, treaty_error error)>;

struct Settings {
  int64_t run_started = 0;  ///< microseconds
  std::vector<RuntimeRows> tables;
  Trace trace;
};

/// A value in the open. `text` is its plain text, for lists and records JSON.
struct Value {
  treaty_state state = TREATY_PRESENT;
  treaty_kind kind = TREATY_TEXT;
  std::string text;
  bool operator==(const Value&) const = default;
};
Value value_of(const treaty_value& value);

struct FieldValue {
  treaty_state state = TREATY_PRESENT;  ///< null: written as "" to clear; missing: left out
  std::string text;                     ///< unescaped: what HubSpot stores
  bool operator==(const FieldValue&) const = default;
};
struct Keys {
  treaty_state state = TREATY_PRESENT;
  bool many = false;
  std::vector<std::string> keys;
  bool operator==(const Keys&) const = default;
};
/// A treaty_outcome as values that compare. `result_of` makes one of any engine's outcome.
struct Result {
  treaty_status status = TREATY_WRITTEN;
  uint32_t field = 0;  ///< rejected: index of the field, 0xffffffff for `where`, key, association and `each`
  treaty_error error = 0;
  uint32_t step = 0;
  Value value;
  std::string payload;
  Value source_key;
  std::vector<FieldValue> fields;
  std::vector<Keys> associations;
  bool operator==(const Result&) const = default;
};
Result result_of(const treaty_outcome& outcome);

/// Runs maps of one program, which it borrows for its life; one per thread.
class Interpreter {
 public:
  Interpreter(const ir::Program& program, Settings settings);
  ~Interpreter();
  Interpreter(Interpreter&&) noexcept;

  /// Emits the record's outcomes: one, or one an element, or one malformed. False when `emit` stopped it.
  bool run(uint32_t map, std::string_view record, treaty_emit emit, void* sink);
  std::vector<Result> run(uint32_t map, std::string_view record);

  /// What one block of a map yields for any JSON value, which paths from the record (or the element) begin at.
  struct Evaluation {
    treaty_error error = 0;
    ir::StepId step;  ///< of the op that failed
    Value value;      ///< or the input of the op that failed
  };
  Evaluation evaluate(uint32_t map, const ir::Block& block, std::string_view json);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// `treaty try`: the value of the first field of the first map of a small program for a JSON value, or the error's
/// name.
std::string evaluate(const ir::Program& program, std::string_view json, const Settings& settings);

}  // namespace treaty::interpret
