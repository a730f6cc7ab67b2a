#include "compiler/interpret/library.h"

#include <iterator>

#define FN(key, name, signature, symbol, ...) \
  extern "C" treaty_error symbol(treaty_context*, treaty_value*, const treaty_value*);
#include "stdlib/functions.def"
#undef FN

namespace treaty::interpret {
namespace {

/// Hides the C function of this name, which is none: such rows have no code of their own.
constexpr treaty_function special = nullptr;

const treaty_function addresses[] = {
#define FN(key, name, signature, symbol, ...) symbol,
#include "stdlib/functions.def"
#undef FN
};

}  // namespace

treaty_function address_of(ir::FunctionId function) {
  return function.index < std::size(addresses) ? addresses[function.index] : nullptr;
}

}  // namespace treaty::interpret
