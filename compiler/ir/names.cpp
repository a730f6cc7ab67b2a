#include "compiler/ir/ir.h"

namespace treaty::ir {

namespace {

constexpr std::string_view op_names[] = {
#define OP(name, text, doc) text,
#include "compiler/ir/ops.def"
#undef OP
};
constexpr std::string_view kind_names[] = {"text",     "integer", "decimal", "boolean", "date", "timestamp",
                                           "duration", "list",    "number",  "json",    "any"};
constexpr std::string_view encoding_names[] = {"text", "integer",   "decimal", "boolean",
                                               "date", "timestamp", "options"};

}  // namespace

std::string_view name_of(OpKind kind) { return op_names[static_cast<size_t>(kind)]; }
std::string_view name_of(Kind kind) { return kind_names[static_cast<size_t>(kind)]; }
std::string_view name_of(Encoding encoding) { return encoding_names[static_cast<size_t>(encoding)]; }

}  // namespace treaty::ir
