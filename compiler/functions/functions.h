#pragma once

// stdlib/functions.def as typed signatures.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/ir/ir.h"
#include "compiler/types/type.h"

namespace treaty::functions {

/// What a parameter takes: a value of its type; the name of a table; a step or condition over `it`; one of a few
/// words.
enum class ParameterKind { value, table, lambda, option };
/// How it comes back: as it was; in its canonical form; in a form that may not be the one that was meant; not at all.
enum class Reversal { exact, normalising, rewriting, one_way };

struct Parameter {
  std::string name;
  ParameterKind kind = ParameterKind::value;
  types::Type type;  ///< `T` is `unknown`, which fits everything
  bool optional = false;
  bool labelled = false;      ///< written `name: value`, never by position
  std::string default_value;  ///< of an optional one: digits, text, an option; "missing" and "it" for what the
                              ///< compiler fills in
  std::vector<std::string> options;
};

/// How the type of the result follows from the arguments.
enum class ResultRule {
  fixed,             ///< `result`
  element_of_first,  ///< list<T> -> T
  same_as_first,     ///< list<T> -> list<T>
};

struct Example {
  std::string input;   ///< the left of `->`: an expression of the language
  std::string output;  ///< a literal, or `error name`
};

struct Function {
  ir::FunctionId id;  ///< the row in functions.def
  std::string key;    ///< unique and for ever
  std::string name;   ///< what contracts say; overloads share it
  std::string symbol;
  std::vector<Parameter> parameters;
  types::Type result;
  ResultRule result_rule = ResultRule::fixed;
  bool fallible = false;
  bool strict = true;
  bool special = false;  ///< the compiler has operations of its own for it
  Reversal reversal = Reversal::one_way;
  std::string doc;
  std::string signature;
  std::vector<Example> examples;
};

/// Every row, in the table's order.
std::span<const Function> all();
/// The overloads of a name, the narrower ones first.
std::vector<const Function*> find(std::string_view name);
/// The row of an id.
const Function& function(ir::FunctionId id);
/// Every name once, for did-you-mean.
std::vector<std::string> names();

/// The kind that values of a type have at run time.
ir::Kind kind_of(const types::Type& type);

/// What is wrong with a program's calls, empty when nothing is: a call of what is no function, or with values of
/// other kinds. A finding is a damaged or forged file; the compiler's own programs have none.
std::string check_calls(const ir::Program& program);

/// Why a step failed: stdlib/errors.def.
struct ErrorRow {
  uint32_t number = 0;
  std::string_view name;
  std::string_view sentence;
};
std::span<const ErrorRow> errors();
/// The row of a number; a row of its own for a number nobody knows.
const ErrorRow& error(uint32_t number);

}  // namespace treaty::functions
