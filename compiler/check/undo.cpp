// The partner of each library function: `/ 100` and `* 100`, `split` and `join`, a pattern read and written.

#include "compiler/check/undo.h"

#include <algorithm>

#include "compiler/check/dependence.h"
#include "compiler/functions/date_pattern.h"

namespace treaty::check {
namespace {

ValueRef number(source::Span span, std::string digits, Kind kind = Kind::integer) {
  return make(Type::of(kind), span, facts::Constant{facts::Digits{std::move(digits)}});
}
ValueRef text(source::Span span, std::string value) { return constant(span, std::move(value)); }
ValueRef decimal(ValueRef value) { return coerce(std::move(value), Type::of(Kind::decimal)); }

const std::string* digits_of(const ValueRef& value) {
  const facts::Literal* literal = literal_of(value);
  const auto* digits = literal ? std::get_if<facts::Digits>(literal) : nullptr;
  return digits ? &digits->text : nullptr;
}
bool is_zero(const ValueRef& value) {
  const std::string* digits = digits_of(value);
  return digits && digits->find_first_of("123456789") == std::string::npos;
}

/// 10, 100, 0.1: multiplied and divided by without a digit lost.
bool moves_the_point(const ValueRef& value) {
  const std::string* digits = digits_of(value);
  return digits && std::ranges::count(*digits, '1') == 1 && digits->find_first_of("23456789") == std::string::npos;
}

/// A number without a fraction, though it may be of decimal type by now.
bool is_whole(const ValueRef& value) {
  const auto* call = std::get_if<facts::Call>(&value->node);
  return value->type.kind == Kind::integer || (call && call->function->key == "decimal_of_integer");
}

/// What a division left over in the last of 34 digits is taken off a number that was whole.
ValueRef tidy(ValueRef back, const ValueRef& was, source::Span span) {
  const auto* exact = std::get_if<facts::Call>(&back->node);
  return is_whole(was) && exact->function->name != "multiply"
             ? call_library("round", {std::move(back), number(span, "9"), text(span, "half_up")}, span)
             : back;
}

/// x + c, x - c, c - x, x * c, x / c, c / x
ValueRef undo_operator(const std::string& name, const facts::Call& call, size_t varying, ValueRef back,
                       source::Span span) {
  const ValueRef constant = decimal(call.arguments[1 - varying]);
  const ValueRef& was = call.arguments[varying];
  back = decimal(std::move(back));
  if (name == "add") {
    return try_library("subtract", {std::move(back), constant}, span);
  }
  if (name == "subtract") {
    return varying == 0 ? try_library("add", {std::move(back), constant}, span)
                        : try_library("subtract", {constant, std::move(back)}, span);
  }
  if (is_zero(constant)) {
    return nullptr;
  }
  if (name == "divide" && varying == 1) {
    return tidy(call_library("per", {constant, std::move(back)}, span), was, span);
  }
  if (name == "divide" || name == "per") {
    return tidy(call_library(moves_the_point(constant) ? "multiply" : "times", {std::move(back), constant}, span),
                was, span);
  }
  return call_library(moves_the_point(constant) ? "divide" : "per", {std::move(back), constant}, span);
}

ValueRef undo_number(const facts::Call& call, size_t varying, const ValueRef& back, source::Span span) {
  const std::string& name = call.function->name;
  const std::vector<ValueRef>& arguments = call.arguments;
  if (name == "add" || name == "subtract" || name == "multiply" || name == "divide" || name == "times" ||
      name == "per") {
    return undo_operator(name, call, varying, back, span);
  }
  if (name == "negate") {
    return try_library("negate", {back}, span);
  }
  if (name == "percent") {
    return try_library("divide", {decimal(back), number(span, "100", Kind::decimal)}, span);
  }
  if (name == "unit" && varying == 0) {
    return tidy(call_library("unit", {decimal(back), arguments[2], arguments[1]}, span), arguments[0], span);
  }
  if (call.function->key == "decimal_of_integer") {
    return as_type(back, arguments[0]->type);
  }
  if (name == "integer" || name == "decimal" || name == "boolean") {
    const ValueRef plain =
        as_type(back, arguments[0]->type.kind == Kind::any ? Type::of(Kind::text) : arguments[0]->type);
    const std::string* point = name == "decimal" ? text_literal_of(arguments[2]) : nullptr;
    return !point || *point == "." || plain->type.kind != Kind::text
               ? plain
               : call_library("replace", {plain, text(span, "."), arguments[2]}, span);
  }
  return nullptr;
}

/// The letters that the text of a number, day or instant is made of; empty for any other text.
std::string_view alphabet_of(const ValueRef& value) {
  const auto* call = std::get_if<facts::Call>(&value->node);
  if (!call || call->function->name != "text") {
    return "";
  }
  switch (call->arguments[0]->type.kind) {
    case Kind::integer:
      return "-0123456789";
    case Kind::decimal:
      return "-.0123456789";
    case Kind::date:
      return "-0123456789";
    case Kind::timestamp:
      return "-.0123456789:TZ";
    default:
      return "";
  }
}

/// Letters put in place of others come back where they could not stand there by themselves.
ValueRef undo_replace(const std::vector<ValueRef>& arguments, ValueRef back, source::Span span) {
  const std::string* what = text_literal_of(arguments[1]);
  const std::string* with = text_literal_of(arguments[2]);
  const std::string_view alphabet = alphabet_of(arguments[0]);
  const bool foreign = what && with && !what->empty() && !with->empty() && !alphabet.empty() &&
                       with->find_first_of(alphabet) == std::string::npos;
  return foreign ? try_library("replace", {std::move(back), arguments[2], arguments[1]}, span) : nullptr;
}

/// `parts("INV-{}-{}")` backwards: the pattern with its holes filled.
ValueRef filled(const std::string& pattern, const ValueRef& list, source::Span span) {
  const auto* items = std::get_if<facts::MakeList>(&list->node);
  ValueRef whole;
  size_t position = 0;
  const auto add = [&](ValueRef piece) {
    whole = whole ? call_library("concat", {std::move(whole), std::move(piece)}, span) : std::move(piece);
  };
  for (size_t at = 0;;) {
    const size_t hole = pattern.find("{}", at);
    const std::string piece = pattern.substr(at, hole == std::string::npos ? hole : hole - at);
    if (!piece.empty()) {
      add(text(span, piece));
    }
    if (hole == std::string::npos) {
      return whole;
    }
    const bool written = items && position < items->items.size();
    add(written ? items->items[position] : item_of(list, static_cast<int64_t>(position)));
    ++position;
    at = hole + 2;
  }
}

ValueRef undo_text(const facts::Call& call, size_t varying, const ValueRef& back, source::Span span) {
  const std::string& name = call.function->name;
  const std::vector<ValueRef>& arguments = call.arguments;
  if (name == "text") {
    return as_type(back, arguments[0]->type);
  }
  if (name == "none_if_empty") {
    return back;
  }
  if (name == "base64_encode" || name == "hex_encode" || name == "url_encode") {
    return try_library(name.substr(0, name.find('_')) + "_decode", {back}, span);
  }
  if (name == "base64_decode" || name == "hex_decode" || name == "url_decode") {
    return try_library(name.substr(0, name.find('_')) + "_encode", {back}, span);
  }
  if (name == "replace" && varying == 0) {
    return undo_replace(arguments, back, span);
  }
  const std::string* written = arguments.size() > 1 && varying == 0 ? text_literal_of(arguments[1]) : nullptr;
  if (!written || written->empty()) {
    return nullptr;
  }
  if (name == "split" || name == "unjoin") {
    return try_library("join", {back, arguments[1]}, span);
  }
  if (name == "join") {
    return try_library("split", {back, arguments[1], number(span, "0")}, span);
  }
  if (name == "parts") {
    return filled(*written, back, span);
  }
  return nullptr;
}

/// Whether a pattern says the whole day, with all four digits of its year.
bool says_the_day(std::string_view pattern) {
  const auto fields = functions::pattern_fields(pattern);
  size_t years = 0;
  for (const functions::PatternField& field : fields) {
    years += field.letter == 'y' ? field.letters : 0;
  }
  return years == 4 && functions::has_field(fields, "M") && functions::has_field(fields, "d");
}
/// The same to the millisecond.
bool says_the_instant(std::string_view pattern) {
  return says_the_day(pattern) && pattern.find('H') != pattern.npos && pattern.find('m') != pattern.npos &&
         pattern.find('s') != pattern.npos && pattern.find("SSS") != pattern.npos;
}

/// The arguments of `timestamp` that read by one pattern in one zone.
ValueRef instant(ValueRef back, const ValueRef& pattern, const ValueRef& zone, source::Span span) {
  return call_library("timestamp",
                      {std::move(back), pattern, text(span, ""), text(span, ""), zone, text(span, "error"),
                       text(span, "earlier")},
                      span);
}

ValueRef written_instant(ValueRef back, const std::string& pattern, const ValueRef& zone, source::Span span) {
  if (pattern == "iso") {
    return as_text(std::move(back));
  }
  if (pattern == "epoch_ms" || pattern == "epoch_s") {
    return as_text(call_library(pattern, {std::move(back)}, span));
  }
  const std::string* name = text_literal_of(zone);
  return try_library("format",
                     {std::move(back), text(span, pattern), name && name->empty() ? text(span, "UTC") : zone}, span);
}

ValueRef undo_time(const facts::Call& call, size_t varying, const ValueRef& back, source::Span span) {
  const std::string& key = call.function->key;
  const std::vector<ValueRef>& arguments = call.arguments;
  const std::string* pattern = arguments.size() > 1 ? text_literal_of(arguments[1]) : nullptr;
  if (key == "add_days" && varying == 0) {
    return try_library("add_days", {back, call_library("negate", {arguments[1]}, span)}, span);
  }
  if (key == "days_until") {
    const ValueRef days = as_type(back, Type::of(Kind::integer));
    return try_library("add_days",
                       {arguments[1 - varying], varying == 0 ? call_library("negate", {days}, span) : days}, span);
  }
  if (key == "from_epoch_ms") {
    return try_library("epoch_ms", {back}, span);
  }
  if (key == "epoch_ms") {
    return try_library("from_epoch_ms", {as_type(back, Type::of(Kind::integer))}, span);
  }
  if (key == "timestamp_of_timestamp") {
    return back;
  }
  if (key == "timestamp_of_date" && varying == 0) {
    return try_library("date", {back, arguments[1]}, span);
  }
  if (!pattern || varying != 0) {
    return nullptr;
  }
  if (key == "date") {
    return *pattern == "iso" ? as_text(back) : try_library("format", {back, arguments[1]}, span);
  }
  if (key == "timestamp") {
    return written_instant(back, *pattern, arguments[4], span);
  }
  if (key == "format_date" && says_the_day(*pattern)) {
    return call_library("date", {back, arguments[1], text(span, ""), text(span, "")}, span);
  }
  if (key == "format_timestamp" && says_the_instant(*pattern)) {
    return instant(back, arguments[1], arguments[2], span);
  }
  return nullptr;
}

/// What HubSpot stores for a list: its options with `;` between.
ValueRef options_of(ValueRef stored, const Type& wanted) {
  const source::Span span = stored->span;
  ValueRef list = call_library("split", {as_text(std::move(stored)), text(span, ";"), number(span, "0")}, span);
  const Type element = element_of(wanted);
  if (is_unknown(element) || element.kind == Kind::text || element.kind == Kind::enumeration) {
    return list;
  }
  const ValueRef one = as_type(make(Type::of(Kind::text), span, facts::Element{}), element);
  return make(wanted, span, facts::ForEach{facts::ListOperation::map, std::move(list), one}, true);
}

}  // namespace

ValueRef undo(const facts::Call& call, size_t varying, ValueRef back, source::Span span) {
  for (const auto& one : {undo_number, undo_text, undo_time}) {
    if (ValueRef undone = one(call, varying, back, span)) {
      return undone;
    }
  }
  if (call.function->name == "reverse") {
    return try_library("reverse", {std::move(back)}, span);
  }
  return nullptr;
}

ValueRef as_type(ValueRef value, const Type& wanted) {
  const Kind from = value->type.kind;
  if (from == wanted.kind || is_unknown(wanted) || wanted.kind == Kind::any || from == Kind::unknown) {
    return value;
  }
  const source::Span span = value->span;
  const bool stored = from == Kind::text || from == Kind::enumeration;
  switch (wanted.kind) {
    case Kind::integer:
      return call_library("integer", {std::move(value)}, span);
    case Kind::decimal:
      return is_number(value->type) ? coerce(std::move(value), wanted) : parse(std::move(value), Kind::decimal);
    case Kind::boolean:
    case Kind::date:
    case Kind::timestamp:
      return stored ? parse(std::move(value), wanted.kind) : value;
    case Kind::text:
      return as_text(std::move(value));
    case Kind::list:
      return stored ? options_of(std::move(value), wanted) : value;
    default:
      return value;
  }
}

}  // namespace treaty::check
