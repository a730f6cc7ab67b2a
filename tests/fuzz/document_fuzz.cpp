// Documents of other systems: API descriptions, collections, schemas, dictionaries, a portal's schema, CSV and JSON samples.

#include "compiler/documents/api.h"
#include "compiler/documents/dictionary.h"
#include "compiler/documents/samples.h"
#include "compiler/documents/shapes.h"
#include "compiler/schema/csv.h"
#include "compiler/schema/portal.h"
#include "tests/fuzz/target.h"

using namespace treaty;

namespace {

void ask(const documents::Api& api) {
  for (const std::string& operation : api.operations()) {
    const size_t blank = operation.find(' ');
    const std::string method = operation.substr(0, blank);
    const std::string path = operation.substr(blank + 1);
    (void)api.record(method, path, "$.data[*]");
    (void)api.record(method, path, "$");
    (void)api.parameters(method, path);
    (void)api.body(method, path);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string bytes(fuzz::text_of(data, size));
  (void)schema::load_snapshot(bytes, "fuzzed");
  (void)schema::read_csv(bytes);
  (void)documents::load_json(bytes, "$[*]", "fuzzed");
  (void)documents::load_csv(bytes, "fuzzed");
  (void)documents::load_dictionary(bytes, "fuzzed");
  (void)documents::referenced_documents(bytes, "fuzzed");
  documents::Shelf shelf;
  const auto document = shelf.open("fuzzed", bytes);
  if (!document) {
    return 0;
  }
  const documents::FindText find = [&](const std::string&) { return &bytes; };
  documents::References references(shelf, find);
  (void)documents::record_of(references, {.node = &(*document)->tree.root(), .in = document->get()});
  if (const auto api = documents::load_openapi(*document, shelf, find)) {
    ask(**api);
  }
  if (const auto api = documents::load_postman(*document)) {
    ask(**api);
  }
  return 0;
}
