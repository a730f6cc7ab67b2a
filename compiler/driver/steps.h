#pragma once

#include <string>
#include <utility>
#include <vector>

#include "compiler/ir/ir.h"

namespace treaty::driver {

/// What each step of a field's line, as it is written, made of a record, in order.
std::vector<std::pair<std::string, std::string>> steps_of(const ir::Program& program, uint32_t map,
                                                          const ir::Field& field, const std::string& record);

}  // namespace treaty::driver
