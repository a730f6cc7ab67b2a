#pragma once

// The examples of stdlib/functions.def as programs, for whatever runs programs: interpreter, native code, or both.

#include <string>
#include <string_view>
#include <vector>

#include "compiler/functions/functions.h"
#include "compiler/ir/ir.h"

namespace treaty::examples {

/// One example. The program has one map with one field, `value`, whose value is the example's input; it reads nothing
/// of its record, `{}`.
struct Case {
  std::string name;  ///< `trim_1`: the row's key and the example's number
  std::string input;
  std::string output;
  ir::Program program;

  enum class Expected { text, null, missing, error };
  Expected expected = Expected::text;
  std::string text;  ///< the payload's text (a list's items parted by `;`), or the error's name
};

/// Every example of every row. Aborts with the example where one cannot be read: a defect of the table.
std::vector<Case> all();
/// `" Ana " | trim` as such a program; the argument of an unlabelled parameter is found by position, as in the
/// language.
ir::Program program_of(std::string_view input);

}  // namespace treaty::examples
