#include "compiler/check/values.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>

#include "compiler/base/match.h"

namespace treaty::check {

ValueRef unknown_value(source::Span span) { return make(Type::of(Kind::unknown), span, facts::Unknown{}); }

Type type_of(const facts::Literal& literal) {
  return match(
      literal, [](std::nullptr_t) { return Type::of(Kind::null); },
      [](const std::string&) { return Type::of(Kind::text); }, [](bool) { return Type::of(Kind::boolean); },
      [](const facts::Digits& digits) {
        int64_t value = 0;
        const char* end = digits.text.data() + digits.text.size();
        const auto read = std::from_chars(digits.text.data(), end, value);
        return Type::of(read.ec == std::errc() && read.ptr == end ? Kind::integer : Kind::decimal);
      },
      [](const facts::Duration&) { return Type::of(Kind::duration); });
}

ValueRef constant(source::Span span, facts::Literal literal) {
  Type type = type_of(literal);
  return make(std::move(type), span, facts::Constant{std::move(literal)});
}

const facts::Literal* literal_of(const ValueRef& value) {
  const auto* constant = std::get_if<facts::Constant>(&value->node);
  return constant ? &constant->literal : nullptr;
}

const std::string* text_literal_of(const ValueRef& value) {
  const facts::Literal* literal = literal_of(value);
  return literal ? std::get_if<std::string>(literal) : nullptr;
}

bool is_null(const ValueRef& value) {
  const facts::Literal* literal = literal_of(value);
  return literal && std::holds_alternative<std::nullptr_t>(*literal);
}

bool is_unknown(const Type& type) { return type.kind == Kind::unknown; }
bool is_number(const Type& type) { return type.kind == Kind::integer || type.kind == Kind::decimal; }
Type element_of(const Type& list) { return list.element ? **list.element : Type::of(Kind::unknown); }

ValueRef try_library(std::string_view name, std::vector<ValueRef> arguments, source::Span span) {
  const auto takes = [&](const functions::Function& function) {
    if (function.parameters.size() != arguments.size()) {
      return false;
    }
    for (size_t i = 0; i < arguments.size(); ++i) {
      const Type& type = arguments[i]->type;
      const bool wider = type.kind == Kind::integer && function.parameters[i].type.kind == Kind::decimal;
      if (wider || !types::fits(type, function.parameters[i].type)) {
        return false;
      }
    }
    return true;
  };
  for (const functions::Function* function : functions::find(name)) {
    if (takes(*function)) {
      bool fallible = function->fallible;
      for (const ValueRef& argument : arguments) {
        fallible = fallible || argument->fallible;
      }
      return make(function->result, span, facts::Call{function, std::move(arguments)}, fallible);
    }
  }
  return nullptr;
}

ValueRef call_library(std::string_view name, std::vector<ValueRef> arguments, source::Span span) {
  if (ValueRef value = try_library(name, std::move(arguments), span)) {
    return value;
  }
  std::fprintf(stderr, "treaty: the library has no `%.*s` for these values\n", static_cast<int>(name.size()),
               name.data());
  std::abort();
}

ValueRef parse(ValueRef text, Kind kind) {
  const std::string key = types::to_string(Type::of(kind));
  const auto function = std::ranges::find(functions::all(), key, &functions::Function::key);
  const source::Span span = text->span;
  std::vector<ValueRef> arguments{std::move(text)};
  for (size_t i = 1; i < function->parameters.size(); ++i) {
    const functions::Parameter& parameter = function->parameters[i];
    arguments.push_back(constant(span, parameter.name == "zone" ? std::string("UTC") : parameter.default_value));
  }
  return make(Type::of(kind), span, facts::Call{&*function, std::move(arguments)}, true);
}

namespace {

/// A field of which no document says the type, or that was null in every sample, or a choice between such: it is read
/// as what is wanted.
bool is_open(const ValueRef& value) {
  const bool field =
      std::holds_alternative<facts::SourceField>(value->node) || std::holds_alternative<facts::Access>(value->node);
  const bool choice =
      std::holds_alternative<facts::Coalesce>(value->node) || std::holds_alternative<facts::Choose>(value->node);
  return ((field || choice) && value->type.kind == Kind::unknown) || (field && value->type.kind == Kind::null);
}

/// The same value, read as a type that its documents do not say.
ValueRef read_as(const ValueRef& value, const Type& type) {
  if (const auto* choice = std::get_if<facts::Coalesce>(&value->node)) {
    facts::Coalesce read;
    for (const ValueRef& alternative : choice->alternatives) {
      read.alternatives.push_back(coerce(alternative, type));
    }
    return make(type, value->span, std::move(read), value->fallible, value->record);
  }
  if (const auto* choice = std::get_if<facts::Choose>(&value->node)) {
    facts::Choose read{choice->condition, coerce(choice->then_value, type),
                       choice->else_value ? coerce(choice->else_value, type) : nullptr};
    return make(type, value->span, std::move(read), value->fallible, value->record);
  }
  return make(type, value->span, value->node, value->fallible, value->record);
}

}  // namespace

ValueRef coerce(ValueRef value, const Type& type) {
  const Type& from = value->type;
  if (is_open(value) && !is_unknown(type) && type.kind != Kind::null) {
    return read_as(value, type);
  }
  if (from.kind == Kind::integer && type.kind == Kind::decimal) {
    if (literal_of(value)) {
      return make(type, value->span, value->node);
    }
    return call_library("decimal", {value}, value->span);
  }
  if (from.kind == Kind::list && type.kind == Kind::list && element_of(from).kind == Kind::integer &&
      element_of(type).kind == Kind::decimal) {
    const ValueRef it = make(element_of(from), value->span, facts::Element{});
    const source::Span span = value->span;
    const bool fallible = value->fallible;
    return make(type, span, facts::ForEach{facts::ListOperation::map, std::move(value), coerce(it, element_of(type))},
                fallible);
  }
  return value;
}

ValueRef item_of(const ValueRef& list, int64_t position) {
  return make(element_of(list->type), list->span, facts::Access{list, {facts::Segment(position)}}, list->fallible,
              list->record);
}

ValueRef as_text(ValueRef value) {
  if (is_open(value)) {
    value = coerce(value, Type::of(Kind::any));
  }
  switch (value->type.kind) {
    case Kind::enumeration:
      return make(Type::of(Kind::text), value->span, value->node, value->fallible);
    case Kind::text:
    case Kind::null:
    case Kind::list:
    case Kind::record:
      return value;
    case Kind::unknown:
    case Kind::any:
    case Kind::integer:
    case Kind::decimal:
    case Kind::boolean:
    case Kind::date:
    case Kind::timestamp:
    case Kind::duration:
      break;
  }
  if (const facts::Literal* literal = literal_of(value)) {
    if (const auto* digits = std::get_if<facts::Digits>(literal)) {
      return constant(value->span, digits->text);
    }
    if (const bool* boolean = std::get_if<bool>(literal)) {
      return constant(value->span, std::string(*boolean ? "true" : "false"));
    }
  }
  if (is_unknown(value->type)) {
    return value;
  }
  const source::Span span = value->span;
  return call_library("text", {std::move(value)}, span);
}

void tell_origin(const Context& context, diagnostics::Diagnostic& diagnostic, const ValueRef& value) {
  const facts::Value* at = value.get();
  while (at && at->origin.document.empty()) {
    const auto* call = std::get_if<facts::Call>(&at->node);
    at = call && !call->arguments.empty() ? call->arguments[0].get() : nullptr;
  }
  if (at && at->origin.line > 0) {
    diagnostic.notes.push_back("`" + std::string(context.text(at->span)) + "` is described in " +
                               at->origin.document + ", line " + std::to_string(at->origin.line));
  }
}

namespace {

const char* way_to_a_number(Kind kind, std::string_view operation) {
  switch (kind) {
    case Kind::date:
      return "`| add_days(3)` goes on from a day, `| days_until(other)` counts them";
    case Kind::boolean:
      return "say what it counts for: `if … then 1 else 0`";
    case Kind::list:
      return "take its elements together first: `| sum`, `| count`";
    case Kind::text:
    case Kind::enumeration:
      if (operation == "+") {
        return "texts are put together so: `\"${a} ${b}\"`; of what is to be counted say `| decimal` or `| integer`";
      }
      [[fallthrough]];
    default:
      return "convert it with `| decimal` or `| integer`";
  }
}

}  // namespace

void report_not_a_number(Context& context, const ValueRef& wrong, std::string_view operation) {
  context.out.report(wrong->span, diagnostics::not_a_number, std::string(operation), describe(wrong->type),
                     way_to_a_number(wrong->type.kind, operation));
}

}  // namespace treaty::check
