#include <algorithm>

#include "compiler/ir/ir.h"

namespace treaty::ir {
namespace {

constexpr std::string_view keys[] = {
#if __has_include("stdlib/functions.def")
#define FN(key, ...) #key,
#include "stdlib/functions.def"
#undef FN
#endif
    "",  // the end, so that the table is never empty
};

}  // namespace

std::string_view name_of(FunctionId function) { return function.index < std::size(keys) ? keys[function.index] : ""; }

FunctionId function_of(std::string_view key) {
  const auto* found = std::ranges::find(keys, key);
  if (key.empty() || found == std::end(keys)) return {};
  return {static_cast<uint32_t>(found - std::begin(keys))};
}

}  // namespace treaty::ir
