#pragma once

// The typed program of a contract: what lowering produces, the interpreter runs and codegen compiles. Flat vectors
// and typed ids inside a block; blocks nest where evaluation must be lazy (branches) or repeated (list elements).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "compiler/base/ids.h"

namespace treaty::ir {

using ValueId = Id<struct ValueTag>;        ///< see Block
using PathId = Id<struct PathTag>;          ///< of a map
using TableId = Id<struct TableTag>;        ///< of the program
using FunctionId = Id<struct FunctionTag>;  ///< a row of stdlib/functions.def
using StepId = Id<struct StepTag>;          ///< of the program: where in the source an op comes from

enum class OpKind {
#define OP(name, text, doc) name,
#include "compiler/ir/ops.def"
#undef OP
};

/// What an op yields; the numbers are those of the ABI (treaty_kind). `any` is decided by the value itself.
enum class Kind : uint8_t { text = 0, integer, decimal, boolean, date, timestamp, duration, list, number, json, any };

struct Null {
  bool operator==(const Null&) const = default;
};
struct Decimal {
  __int128 coefficient = 0;
  int32_t scale = 0;
  bool operator==(const Decimal&) const = default;
};
/// A constant by kind: text, integer/date/timestamp/duration (int64), boolean, decimal.
using Constant = std::variant<Null, std::string, int64_t, bool, Decimal>;

/// A path from the record's root (or from the element of an `each`): field names and list positions.
using Segment = std::variant<std::string, int64_t>;
struct Path {
  enum class Root { record, element, none };
  Root root = Root::record;  ///< none: relative to the value given (op `field`)
  std::vector<Segment> segments;
  bool operator==(const Path&) const = default;
};

struct Block;
struct Op {
  ValueId id;
  OpKind kind;
  Kind type = Kind::text;
  std::vector<ValueId> arguments;
  std::vector<Block> blocks;  ///< lazy branches, or the body run for each element
  Constant constant;          ///< constant
  PathId path;                ///< load, field
  TableId table;              ///< lookup
  FunctionId function;        ///< call
  std::string format;         ///< load of a zone-less timestamp: the IANA zone; else empty
  StepId step;
  bool operator==(const Op&) const = default;
};
/// Ops in order. Ids are unique within the field's outermost block, nested ones included, and an op refers to ops
/// before it in its own block or in a block around it.
struct Block {
  std::vector<Op> ops;
  ValueId result;
  bool operator==(const Block&) const = default;
};

struct Rows {
  std::vector<std::pair<std::string, Constant>> rows;  ///< sorted by key
  bool operator==(const Rows&) const = default;
};
/// Loaded when a run begins: `table owners from hubspot.owners key email value id`.
struct RuntimeTable {
  std::string system, object, key, value;
  bool operator==(const RuntimeTable&) const = default;
};
struct Table {
  std::string name;  ///< each once in a program
  Kind value_kind = Kind::text;
  std::variant<Rows, RuntimeTable> content;
  bool operator==(const Table&) const = default;
};

enum class OnError { reject, skip, use };
enum class OnNull { keep, clear, use };

/// How the target wants the value written (after the portal's property type).
enum class Encoding { text, integer, decimal, boolean, date, timestamp, options };

struct Field {
  std::string property;
  Encoding encoding = Encoding::text;
  Block value;
  bool required = false;
  OnError on_error = OnError::reject;
  std::optional<Constant> error_value;
  OnNull on_null = OnNull::clear;
  std::optional<Constant> null_value;
  StepId step;  ///< the field line
  bool operator==(const Field&) const = default;
};
struct Association {
  std::string map;  ///< the map whose records it points at
  Block key;        ///< a scalar or a list of scalars; their plain text is the other map's source key
  StepId step;
  bool operator==(const Association&) const = default;
};
struct MapProgram {
  std::string name;
  std::vector<Path> paths;   ///< each once
  std::optional<Path> each;  ///< from the record; `load`s with root element then start at one of its elements
  std::optional<Block> where;
  Block source_key;  ///< a scalar, its plain text is the key; of an element, `/position` is added by whoever runs it
  std::vector<Field> fields;
  std::vector<Association> associations;
  bool operator==(const MapProgram&) const = default;
};

/// Where an op comes from, for causes: `club.map:14:22`, the step's text, and the field line it belongs to.
struct Step {
  std::string file;
  uint32_t line = 0, column = 0;
  std::string text;
  bool operator==(const Step&) const = default;
};
struct Program {
  std::vector<Table> tables;
  std::vector<MapProgram> maps;
  std::vector<Step> steps;
  bool operator==(const Program&) const = default;
};

/// The text of an op, a kind and an encoding, and a function's unique key in stdlib/functions.def, empty where there
/// is no such row; and back, not valid where no row has the key.
std::string_view name_of(OpKind kind);
std::string_view name_of(Kind kind);
std::string_view name_of(Encoding encoding);
std::string_view name_of(FunctionId function);
FunctionId function_of(std::string_view key);

/// The text form; `read(print(p))` gives `p` again. Stable: same program, same text.
std::string print(const Program& program);
std::string print(const MapProgram& map, const Program& program);
/// Reads the text form; the error says the line and what was expected.
struct ReadError {
  uint32_t line = 0;
  std::string message;
};
std::variant<Program, ReadError> read(std::string_view text);
/// What breaks the rules of the IR, empty when nothing does. A finding is a defect of ours, or a damaged file.
std::vector<std::string> verify(const Program& program);

}  // namespace treaty::ir
