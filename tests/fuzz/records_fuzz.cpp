// Records through a contract's native code and through the interpreter, line by line: both say the same.

#include <cstdio>
#include <cstdlib>

#include "tests/fuzz/target.h"
#include "tests/unit/codegen/native.h"

using namespace treaty;

namespace {

constexpr const char* text = R"(treaty program 1
table t text { "gold" = "Gold" "silver" = "Silver" "a\"b" = "quoted" }
map m {
path record.id path record.name path record.address.city path record.tags path record.items[1].n path record.amount path record.tier path record.at
key { %0: any = load record.id -> %0 }
field name text on_error skip { %0: text = load record.name %1: text = call trim (%0) -> %1 }
field city text { %0: text = load record.address.city -> %0 }
field tags options on_error skip { %0: list = load record.tags -> %0 }
field second integer on_error use error_value 7 { %0: integer = load record.items[1].n -> %0 }
field amount decimal on_null keep { %0: decimal = load record.amount -> %0 }
field tier text on_null use null_value "none" { %0: text = load record.tier -> %0 }
field at timestamp on_error skip { %0: timestamp = load record.at -> %0 }
}
)";

struct Engines {
  ir::Program program;
  interpret::Interpreter interpreter;
  native::Native native;

  static ir::Program read() {
    auto program = ir::read(text);
    if (const auto* error = std::get_if<ir::ReadError>(&program)) {
      std::fprintf(stderr, "line %u: %s\n", error->line, error->message.c_str());
      std::abort();
    }
    return std::get<ir::Program>(std::move(program));
  }
  Engines() : program(read()), interpreter(program, {}), native(program, {}) {}
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static Engines engines;
  const std::string_view bytes = fuzz::text_of(data, size);
  std::vector<interpret::Result> expected;
  for (size_t at = 0; at < bytes.size();) {
    const size_t end = std::min(bytes.find('\n', at), bytes.size());
    const std::string_view line = bytes.substr(at, end - at);
    at = end + 1;
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    for (interpret::Result& result : engines.interpreter.run(0, line)) expected.push_back(std::move(result));
  }
  const std::string found = native::difference(expected, engines.native.run(0, bytes));
  if (!found.empty()) {
    std::fprintf(stderr, "%s\n", found.c_str());
    std::abort();
  }
  return 0;
}
