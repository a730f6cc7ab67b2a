#pragma once

#include <variant>

#include "compiler/check/values.h"

namespace treaty::check {

/// `if` and comparisons as a table: which value of one field gives which result.
struct Cases {
  ValueRef subject;                                            ///< the field, or what is compared
  std::vector<std::pair<facts::Literal, facts::Literal>> rows;  ///< result, value of the subject; each result once
};
/// The cases of `value`, or why they cannot be told from one another by their results.
std::variant<Cases, std::string> cases_of(const ValueRef& value);

/// A literal as the plain text that a lookup goes by.
std::string literal_text(const facts::Literal& literal);

}  // namespace treaty::check
