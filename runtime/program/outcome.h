#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/ir/ir.h"
#include "runtime/program/program.h"

namespace treaty::program {

/// A JSON string's text, without its quotes, as what it says.
std::string unescape(std::string_view text);

/// What both engines' mappers say of an outcome.
Output output_of(const treaty_outcome& outcome);
std::optional<std::string> field_of(const treaty_outcome& outcome, uint32_t index);
std::vector<std::string> keys_of(const treaty_outcome& outcome, uint32_t index);
/// `masked`: the values of the field are personal data and are not shown.
Cause cause_of(const treaty_outcome& outcome, const ir::Program& program, const package::Map& map);

}  // namespace treaty::program
