// A contract's text through the whole compiler: it gives diagnostics or a program, and formatting is idempotent. Documents are
// those of the examples where their names are asked for, so that what refers to documents is reached too.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "compiler/driver/pipeline.h"
#include "compiler/driver/run_tests.h"
#include "compiler/format/format.h"
#include "compiler/ir/ir.h"
#include "tests/fuzz/target.h"

using namespace treaty;

namespace {

/// By the name a contract gives them: `schemas/hubspot.json`. The club's come first.
std::map<std::string, std::string> documents_of_examples() {
  std::map<std::string, std::string> documents;
  for (const char* example : {"examples/club", "examples/advisers", "examples/shop", "examples/chinook"}) {
    std::error_code none;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(example, none)) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      documents.emplace(std::filesystem::relative(entry.path(), example).string(),
                        std::string(std::istreambuf_iterator<char>(file), {}));
    }
  }
  return documents;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const std::map<std::string, std::string> documents = documents_of_examples();
  const std::string text(fuzz::text_of(data, size));
  const auto read = [&](const std::string& path) -> std::expected<std::string, std::string> {
    if (path == "fuzzed.map") return text;
    if (const auto known = documents.find(path); known != documents.end()) return known->second;
    if (path.ends_with(".csv")) return "id,name\n1,Ana\n";
    if (path.ends_with(".json")) return R"([{"id": 1, "name": "Ana", "tags": ["a"], "address": {"city": "Bern"}}])";
    return std::unexpected(std::string("there is no such file"));
  };
  const driver::Compilation compilation = driver::compile("fuzzed.map", read);
  if (compilation.program) {
    if (!ir::verify(*compilation.program).empty()) std::abort();
    (void)driver::run_tests(compilation);
  }
  source::FileSet files;
  diagnostics::Diagnostics out;
  const auto once = format::format(files, files.add("fuzzed.map", text), out);
  if (once && format::format(files, files.add("again.map", *once), out) != once) std::abort();
  return 0;
}
