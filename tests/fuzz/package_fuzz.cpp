// A compiled contract and its program's text: refused with a reason, or right.

#include <cstdlib>

#include "compiler/ir/ir.h"
#include "compiler/package/package.h"
#include "tests/fuzz/target.h"

using namespace treaty;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes = fuzz::text_of(data, size);
  if (!package::read(bytes) && package::read(bytes).error().empty()) std::abort();
  const auto program = ir::read(bytes);
  if (const auto* read = std::get_if<ir::Program>(&program); read != nullptr && ir::verify(*read).empty()) {
    const auto again = ir::read(ir::print(*read));
    if (!std::holds_alternative<ir::Program>(again) || std::get<ir::Program>(again) != *read) std::abort();
  }
  return 0;
}
