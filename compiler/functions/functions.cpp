#include "compiler/functions/functions.h"

#include <algorithm>

#include "compiler/functions/signature.h"

namespace treaty::functions {
namespace {

struct Row {
  std::string_view key, name, signature, symbol, totality, reversal, strictness, doc, examples;
};

constexpr Row rows[] = {
#define FN(key, name, signature, symbol, totality, reversal, strictness, doc, examples) \
  {#key, #name, signature, #symbol, #totality, #reversal, #strictness, doc, examples},
#include "stdlib/functions.def"
#undef FN
};

constexpr ErrorRow error_rows[] = {
#define ERR(number, name, sentence) {number, #name, sentence},
#include "stdlib/errors.def"
#undef ERR
};

std::vector<Example> read_examples(std::string_view text) {
  std::vector<Example> examples;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    const size_t arrow = line.rfind(" -> ");
    examples.push_back({std::string(line.substr(0, arrow)), std::string(line.substr(arrow + 4))});
    at = end + 1;
  }
  return examples;
}

std::vector<Function> read_table() {
  std::vector<Function> functions;
  for (const Row& row : rows) {
    Function function;
    function.id = ir::FunctionId{static_cast<uint32_t>(functions.size())};
    function.key = row.key;
    function.name = row.name;
    function.symbol = row.symbol;
    function.fallible = row.totality == "fallible";
    function.strict = row.strictness == "strict";
    function.special = row.symbol == "special";
    function.reversal = row.reversal == "exact"         ? Reversal::exact
                        : row.reversal == "normalising" ? Reversal::normalising
                        : row.reversal == "rewriting"   ? Reversal::rewriting
                                                        : Reversal::one_way;
    function.doc = row.doc;
    function.signature = row.signature;
    function.examples = read_examples(row.examples);
    read_signature(function, row.signature);
    functions.push_back(std::move(function));
  }
  return functions;
}

}  // namespace

std::span<const Function> all() {
  static const std::vector<Function> functions = read_table();
  return functions;
}

std::vector<const Function*> find(std::string_view name) {
  std::vector<const Function*> found;
  for (const Function& function : all()) {
    if (function.name == name) {
      found.push_back(&function);
    }
  }
  return found;
}

const Function& function(ir::FunctionId id) { return all()[id.index]; }

std::vector<std::string> names() {
  std::vector<std::string> found;
  for (const Function& function : all()) {
    if (std::find(found.begin(), found.end(), function.name) == found.end()) {
      found.push_back(function.name);
    }
  }
  return found;
}

std::span<const ErrorRow> errors() { return error_rows; }

const ErrorRow& error(uint32_t number) {
  static constexpr ErrorRow nobody_knows = {0, "unknown", "{value} failed for a reason this version does not know"};
  const auto found = std::find_if(std::begin(error_rows), std::end(error_rows),
                                  [&](const ErrorRow& row) { return row.number == number; });
  return found == std::end(error_rows) ? nobody_knows : *found;
}

ir::Kind kind_of(const types::Type& type) {
  switch (type.kind) {
    case types::Kind::unknown:
    case types::Kind::any:
    case types::Kind::null:
      return ir::Kind::any;
    case types::Kind::text:
    case types::Kind::enumeration:
      return ir::Kind::text;
    case types::Kind::integer:
      return ir::Kind::integer;
    case types::Kind::decimal:
      return ir::Kind::decimal;
    case types::Kind::boolean:
      return ir::Kind::boolean;
    case types::Kind::date:
      return ir::Kind::date;
    case types::Kind::timestamp:
      return ir::Kind::timestamp;
    case types::Kind::duration:
      return ir::Kind::duration;
    case types::Kind::list:
      return ir::Kind::list;
    case types::Kind::record:
      return ir::Kind::json;
  }
  return ir::Kind::any;
}

}  // namespace treaty::functions
