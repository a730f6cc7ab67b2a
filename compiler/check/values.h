#pragma once

// Makes typed values, and the conversions that need no step.

#include "compiler/check/context.h"

namespace treaty::check {

using facts::ValueRef;
using types::Kind;
using types::Type;

template <class Node>
ValueRef make(Type type, source::Span span, Node node, bool fallible = false,
              std::shared_ptr<const schema::Record> record = nullptr) {
  return std::make_shared<const facts::Value>(facts::Value{.type = std::move(type),
                                                           .record = std::move(record),
                                                           .span = span,
                                                           .fallible = fallible,
                                                           .node = std::move(node)});
}
ValueRef unknown_value(source::Span span);
ValueRef constant(source::Span span, facts::Literal literal);

/// The type a literal has by itself.
Type type_of(const facts::Literal& literal);
/// The literal, where `value` is one.
const facts::Literal* literal_of(const ValueRef& value);
const std::string* text_literal_of(const ValueRef& value);
bool is_null(const ValueRef& value);

/// A call of the library function that takes exactly these kinds. Aborts when the library lacks it: a defect of ours.
ValueRef call_library(std::string_view name, std::vector<ValueRef> arguments, source::Span span);
/// The same where it may be that there is none: null then.
ValueRef try_library(std::string_view name, std::vector<ValueRef> arguments, source::Span span);

/// What the library reads from a text: a decimal, a boolean, a date, an instant, each in its standard form.
ValueRef parse(ValueRef text, Kind kind);

/// `value` as `type`, which it fits: integer for decimal, also inside lists; everything else as it is.
ValueRef coerce(ValueRef value, const Type& type);
/// The element of a list at a position.
ValueRef item_of(const ValueRef& list, int64_t position);
/// The text of a text, enum, number, boolean, date or timestamp; of any, its digits or letters.
ValueRef as_text(ValueRef value);
/// `element` of a list type; unknown where it does not say.
Type element_of(const Type& list);
bool is_number(const Type& type);
/// `wrong` stands where `operation` wants a number.
void report_not_a_number(Context& context, const ValueRef& wrong, std::string_view operation);
/// Neither type nor step is known: say nothing more about it.
bool is_unknown(const Type& type);

/// Adds where a document describes the field that `value` is made of, if it is made of one.
void tell_origin(const Context& context, diagnostics::Diagnostic& diagnostic, const ValueRef& value);

}  // namespace treaty::check
