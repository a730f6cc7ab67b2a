#pragma once

#include <string>

#include "compiler/ast/ast.h"

namespace treaty::driver {

/// A record written in a test as JSON; numbers keep their digits.
std::string to_json(const ast::Expr& value);

/// A record of HubSpot written in a test: every property a text, as HubSpot gives it.
std::string to_stored_json(const ast::Expr& value);

/// What a property should hold, as HubSpot would store it, values of a list with `;` between them; nothing stands for
/// null.
std::optional<std::string> expected_text(const ast::Expr& value);

}  // namespace treaty::driver
