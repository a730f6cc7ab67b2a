#pragma once

// Which form of a library function the arguments of a call fit: by their labels and number first, then by their types.

#include <string>
#include <vector>

#include "compiler/check/values.h"
#include "compiler/functions/functions.h"

namespace treaty::check {

/// One argument as written; worked out only when a parameter takes it as a value.
struct Given {
  const ast::Expr* expr = nullptr;  ///< null: the pipeline's input
  const ast::Name* label = nullptr;
  ValueRef value;
};

/// Arguments against one overload: by parameter, null where none was given.
struct Binding {
  const functions::Function* function = nullptr;
  std::vector<Given*> arguments;
};

/// Why an overload does not take the arguments as they are written.
struct Misfit {
  enum class Kind { none, too_many, missing, unknown_label };
  Kind kind = Kind::none;
  source::Span span;
  std::string name;
};

/// Gives each argument its parameter; `span` is where one that is missing is reported.
Misfit bind(const functions::Function& function, std::vector<Given>& given, source::Span span, Binding& binding);
/// A type parameter such as T: it takes whatever stands there.
bool is_generic(const Type& type);
/// A date or time of a document is a text in its record, and may be read as one.
bool readable_as_text(const ValueRef& value, const Type& type);
/// How well a value stands for a parameter: 0 not at all, 3 exactly.
int fitness(const ValueRef& value, const Type& type);

}  // namespace treaty::check
