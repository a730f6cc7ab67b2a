#include <nlohmann/json.hpp>

#include "compiler/functions/functions.h"
#include "compiler/interpret/interpret.h"
#include "compiler/interpret/workspace.h"
#include "stdlib/record/record.h"

namespace treaty::interpret {
namespace {

/// What the library writes as a value's plain text; `json` quotes texts inside lists.
std::string plain_text(const treaty_value& value, bool inside) {
  if (value.kind == TREATY_LIST) {
    std::string out = "[";
    for (uint64_t i = 0; i < value.as.list.size; ++i)
      out += (i == 0 ? "" : ",") + plain_text(value.as.list.items[i], true);
    return out + "]";
  }
  if (value.kind == TREATY_DURATION) return std::to_string(value.as.integer) + "us";
  Workspace workspace(0);
  bool quoted = inside && value.kind != TREATY_INTEGER && value.kind != TREATY_DECIMAL &&
                value.kind != TREATY_NUMBER && value.kind != TREATY_BOOLEAN && value.kind != TREATY_JSON;
  if (value.kind == TREATY_TEXT || value.kind == TREATY_NUMBER || value.kind == TREATY_JSON) {
    if (!quoted) return {value.as.text.data, value.as.text.size};
  }
  treaty_emit_text(workspace.context(), &value);
  std::string text(workspace.written());
  return quoted ? "\"" + text + "\"" : text;
}

/// The bytes between a field's quotes, without their escapes.
std::string unescaped(std::string_view text) {
  auto parsed = nlohmann::json::parse("\"" + std::string(text) + "\"", nullptr, false);
  return parsed.is_string() ? parsed.get<std::string>() : std::string(text);
}

Keys keys_of(const treaty_value& value) {
  Keys keys{static_cast<treaty_state>(value.state), value.kind == TREATY_LIST, {}};
  if (value.state != TREATY_PRESENT) return keys;
  if (!keys.many) {
    keys.keys.emplace_back(value.as.text.data, value.as.text.size);
  } else {
    for (uint64_t i = 0; i < value.as.list.size; ++i) {
      keys.keys.emplace_back(value.as.list.items[i].as.text.data, value.as.list.items[i].as.text.size);
    }
  }
  return keys;
}

}  // namespace

Value value_of(const treaty_value& value) {
  const auto state = static_cast<treaty_state>(value.state);
  if (state != TREATY_PRESENT) return {state, TREATY_TEXT, ""};  // nothing has no kind
  return {state, static_cast<treaty_kind>(value.kind), plain_text(value, false)};
}

Result result_of(const treaty_outcome& outcome) {
  Result result;
  result.status = static_cast<treaty_status>(outcome.status);
  result.source_key = value_of(outcome.source_key);
  if (result.status == TREATY_REJECTED) {
    result.field = outcome.field;
    result.error = outcome.error;
    result.step = outcome.step;
    result.value = value_of(outcome.value);
  }
  if (result.status != TREATY_WRITTEN) return result;
  result.payload.assign(outcome.payload, outcome.payload_size);
  for (uint32_t i = 0; i < outcome.field_count; ++i) {
    const treaty_field_span& span = outcome.fields[i];
    FieldValue field{static_cast<treaty_state>(span.state), ""};
    if (span.state != TREATY_MISSING)
      field.text = unescaped(std::string_view(result.payload).substr(span.begin, span.size));
    result.fields.push_back(std::move(field));
  }
  for (uint32_t i = 0; i < outcome.association_count; ++i)
    result.associations.push_back(keys_of(outcome.associations[i]));
  return result;
}

std::string evaluate(const ir::Program& program, std::string_view json, const Settings& settings) {
  Interpreter interpreter(program, settings);
  auto evaluation = interpreter.evaluate(0, program.maps.at(0).fields.at(0).value, json);
  if (evaluation.error != 0) return "error " + std::string(functions::error(evaluation.error).name);
  switch (evaluation.value.state) {
    case TREATY_NULL:
      return "null";
    case TREATY_MISSING:
      return "missing";
    default:
      return evaluation.value.text;
  }
}

}  // namespace treaty::interpret
