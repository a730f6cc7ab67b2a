#pragma once

#include "compiler/check/context.h"

namespace treaty::check {

/// Reads every table into the facts and remembers the picklists; what is wrong with them is reported here, once.
void check_tables(Context& context);
void check_picklists(Context& context);

/// Rows as they are written; keys that stand twice and values of several types are reported.
facts::Table read_rows(Context& context, const ast::Name& name, const ast::Table::Rows& rows);

/// The table of a picklist's arms in one direction; nothing when it has none. `otherwise` is its `else`.
struct Translation {
  uint32_t table = 0;
  const ast::PicklistArm* otherwise = nullptr;
};
std::optional<Translation> translate(Context& context, std::string name, const std::vector<ast::PicklistArm>& arms,
                                     bool backward);
/// Arms that stand twice, or behind `else`.
void check_arms(Context& context, const std::vector<ast::PicklistArm>& arms);

/// The literal of a bare word, text, number, boolean or null.
facts::Literal literal_of(const ast::ArmValue& value);

}  // namespace treaty::check
