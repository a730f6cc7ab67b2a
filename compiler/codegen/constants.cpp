#include "compiler/codegen/constants.h"

#include "stdlib/host/memory.h"
#include "stdlib/record/record.h"

namespace treaty::codegen {

treaty_value value_of(const ir::Constant& constant, ir::Kind kind) {
  treaty_value value{};
  value.kind = static_cast<uint8_t>(kind == ir::Kind::any ? ir::Kind::text : kind);
  if (std::holds_alternative<ir::Null>(constant)) {
    value.state = TREATY_NULL;
  } else if (const auto* text = std::get_if<std::string>(&constant)) {
    value.kind = TREATY_TEXT;
    value.as.text.data = text->data();
    value.as.text.size = text->size();
    bool clean = true;
    for (const char c : *text) clean = clean && static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
    value.flags = clean ? TREATY_CLEAN : 0;
  } else if (const auto* integer = std::get_if<int64_t>(&constant)) {
    value.as.coefficient = static_cast<uint64_t>(*integer);
  } else if (const auto* is_true = std::get_if<bool>(&constant)) {
    value.kind = TREATY_BOOLEAN;
    value.as.coefficient = *is_true ? 1 : 0;
  } else {
    const auto& decimal = std::get<ir::Decimal>(constant);
    value.kind = TREATY_DECIMAL;
    value.as.coefficient = decimal.coefficient;
    value.scale = decimal.scale;
  }
  return value;
}

ConstantText constant_text(const ir::Constant& constant, ir::Encoding encoding) {
  const ir::Kind kind = encoding == ir::Encoding::date        ? ir::Kind::date
                        : encoding == ir::Encoding::timestamp ? ir::Kind::timestamp
                                                              : ir::Kind::integer;
  std::string padded;  // the library reads past a text's end
  treaty_value value = value_of(constant, kind);
  if (value.state != TREATY_PRESENT) return {TREATY_NULL, {}};
  if (value.kind == TREATY_TEXT) {
    padded = std::get<std::string>(constant);
    padded.resize(padded.size() + 64);
    value.as.text.data = padded.data();
    value.flags = 0;
  }
  treaty_stdlib::Memory memory;
  treaty_context context = memory.context();
  if (value.kind == TREATY_TEXT) {
    treaty_emit_text(&context, &value);
  } else if (treaty_emit_value(&context, &value, static_cast<uint32_t>(encoding)) != 0) {
    return {TREATY_PRESENT, {}};
  }
  ConstantText result{TREATY_PRESENT, {memory.out_begin(), context.out}};
  if (result.text.empty()) result.state = TREATY_NULL;
  return result;
}

std::string escaped(const std::string& text) { return constant_text(text, ir::Encoding::text).text; }

}  // namespace treaty::codegen
