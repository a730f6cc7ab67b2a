#pragma once

#include <string>

#include "compiler/ir/ir.h"
#include "stdlib/abi/abi.h"

namespace treaty::codegen {

/// A constant of the program as a value whose text is that of `constant`. Kind and state as the interpreter has them.
treaty_value value_of(const ir::Constant& constant, ir::Kind kind);

/// What a constant of `on error use` or `on null use` writes, worked out by the library itself.
struct ConstantText {
  treaty_state state = TREATY_PRESENT;
  std::string text;  ///< escaped
};
ConstantText constant_text(const ir::Constant& constant, ir::Encoding encoding);
/// As it stands between the quotes of a JSON string.
std::string escaped(const std::string& text);

}  // namespace treaty::codegen
