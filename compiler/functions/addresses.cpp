#include "compiler/functions/addresses.h"

#include <cstdlib>
#include <iterator>

// A special row has no function of its own; its place in the table is taken by one that is never called.
#define special treaty_no_function
extern "C" {
#define FN(key, name, signature, symbol, ...) \
  treaty_error symbol(treaty_context*, treaty_value*, const treaty_value*);
#include "stdlib/functions.def"
#undef FN
}

treaty_error treaty_no_function(treaty_context*, treaty_value*, const treaty_value*) { std::abort(); }

namespace treaty::functions {
namespace {

constexpr treaty_function addresses[] = {
#define FN(key, name, signature, symbol, ...) &symbol,
#include "stdlib/functions.def"
#undef FN
};

}  // namespace

treaty_function function_address(ir::FunctionId id) {
  const treaty_function found = id.index < std::size(addresses) ? addresses[id.index] : nullptr;
  return found == &treaty_no_function ? nullptr : found;
}

}  // namespace treaty::functions
