// A compiled contract and its program's text: refused with a reason, or right. A checksum keeps damage out, so damaged
// packages are tried with a right one too: whoever forges a package can write it.

#include <openssl/sha.h>

#include <cstdlib>
#include <string>

#include "compiler/functions/functions.h"
#include "compiler/interpret/interpret.h"
#include "compiler/ir/ir.h"
#include "compiler/package/package.h"
#include "tests/fuzz/target.h"

using namespace treaty;

namespace {

constexpr size_t size_at = 12, sections_at = 20;  // compiler/package/package.cpp has the layout

std::string with_checksum(std::string_view bytes) {
  std::string package(bytes);
  if (package.size() < sections_at + SHA256_DIGEST_LENGTH) {
    return package;
  }
  for (size_t i = 0; i < 8; ++i) {
    package[size_at + i] = static_cast<char>(package.size() >> (8 * i));
  }
  const size_t body = package.size() - SHA256_DIGEST_LENGTH;
  SHA256(reinterpret_cast<const unsigned char*>(package.data()), body,
         reinterpret_cast<unsigned char*>(package.data()) + body);
  return package;
}

/// What is right can be run, on any record.
void run(const ir::Program& program) {
  if (!functions::check_calls(program).empty()) {
    return;
  }
  constexpr std::string_view record =
      R"({"id": "7", "name": " Ana ", "tags": ["a", null, "b"], "address": {"city": "Bern"}, "items": [{"n": 1}, 2], "amount": "1.5"})";
  interpret::Interpreter interpreter(program, {});
  for (uint32_t map = 0; map < program.maps.size(); ++map) {
    (void)interpreter.run(map, record);
    (void)interpreter.run(map, "{");
  }
}

void read_package(std::string_view bytes) {
  const auto package = package::read(bytes);
  if (!package && package.error().empty()) std::abort();
  if (package) run(package->program);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes = fuzz::text_of(data, size);
  read_package(bytes);
  read_package(with_checksum(bytes));
  const auto program = ir::read(bytes);
  if (const auto* read = std::get_if<ir::Program>(&program); read != nullptr && ir::verify(*read).empty()) {
    const auto again = ir::read(ir::print(*read));
    if (!std::holds_alternative<ir::Program>(again) || std::get<ir::Program>(again) != *read) std::abort();
    run(*read);
  }
  return 0;
}
