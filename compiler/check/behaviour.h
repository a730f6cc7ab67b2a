#pragma once

#include "compiler/check/once.h"

namespace treaty::check {

/// `sync`, `sla`, `alert`, `accept`, `books`: their lines as facts. All maps are known.
void check_behaviour(Context& context);
/// `accept { … }` (acceptance.cpp).
void read_acceptance(Context& context, const ast::Agreement& agreement);

/// Whether a line begins with one of a block's entries; reports any other, and with `once` those that stood before.
bool begins_with(Context& context, const ast::Clause& clause, const char* block,
                 const std::vector<std::string>& entries, Once* once);

}  // namespace treaty::check
