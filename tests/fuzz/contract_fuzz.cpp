// A contract's text through the whole compiler: it gives diagnostics or a program, and formatting is idempotent.

#include <cstdlib>

#include "compiler/driver/pipeline.h"
#include "compiler/format/format.h"
#include "compiler/ir/ir.h"
#include "tests/fuzz/target.h"

using namespace treaty;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(fuzz::text_of(data, size));
  const auto read = [&](const std::string& path) -> std::expected<std::string, std::string> {
    if (path == "fuzzed.map") return text;
    if (path.ends_with(".csv")) return "id,name\n1,Ana\n";
    if (path.ends_with(".json")) return R"([{"id": 1, "name": "Ana", "tags": ["a"], "address": {"city": "Bern"}}])";
    return std::unexpected(std::string("there is no such file"));
  };
  const driver::Compilation compilation = driver::compile("fuzzed.map", read);
  if (compilation.program && !ir::verify(*compilation.program).empty()) std::abort();
  source::FileSet files;
  diagnostics::Diagnostics out;
  const auto once = format::format(files, files.add("fuzzed.map", text), out);
  if (once && format::format(files, files.add("again.map", *once), out) != once) std::abort();
  return 0;
}
