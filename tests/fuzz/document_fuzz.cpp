// Documents of other systems: OpenAPI, a portal's schema, CSV and JSON samples.

#include "compiler/schema/csv.h"
#include "compiler/schema/openapi.h"
#include "compiler/schema/portal.h"
#include "compiler/schema/samples.h"
#include "tests/fuzz/target.h"

using namespace treaty;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes = fuzz::text_of(data, size);
  (void)schema::load_snapshot(bytes, "fuzzed");
  (void)schema::read_csv(bytes);
  (void)schema::load_json(bytes, "$[*]", "fuzzed");
  (void)schema::load_csv(bytes, "fuzzed");
  if (const auto api = schema::OpenApi::load(bytes, "fuzzed")) {
    for (const std::string& operation : api->operations()) {
      const size_t blank = operation.find(' ');
      if (blank != std::string::npos)
        (void)api->record(operation.substr(0, blank), operation.substr(blank + 1), "$.data[*]");
    }
  }
  return 0;
}
