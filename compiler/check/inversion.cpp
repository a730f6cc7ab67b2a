// Taking a value back through the steps it came: exact steps by their partner, normalising ones as they are, tables
// and picklists by their rows, calculations by the opposite one.

#include "compiler/check/inversion.h"

#include <algorithm>

#include "compiler/base/match.h"
#include "compiler/check/tables.h"
#include "compiler/check/transforms.h"

namespace treaty::check {
namespace {

/// Whether values come from the record at all. Values are shared: each is looked at once.
class Dependence {
 public:
  bool of(const ValueRef& value) {
    if (!value) {
      return false;
    }
    const auto known = known_.find(value.get());
    if (known != known_.end()) {
      return known->second;
    }
    const bool found = match(
        value->node, [](const facts::Unknown&) { return true; }, [](const facts::Constant&) { return false; },
        [](const facts::SourceField&) { return true; }, [](const facts::Element&) { return true; },
        [](const facts::RunStarted&) { return false; }, [&](const facts::Access& access) { return of(access.base); },
        [&](const facts::Call& call) { return of_any(call.arguments); },
        [&](const facts::MakeList& list) { return of_any(list.items); },
        [&](const facts::Lookup& lookup) { return of(lookup.input) || of(lookup.otherwise); },
        [&](const facts::Compare& compare) { return of(compare.left) || of(compare.right); },
        [&](const facts::Not& negation) { return of(negation.operand); },
        [&](const facts::Logic& logic) { return of(logic.left) || of(logic.right); },
        [&](const facts::Choose& choose) {
          return of(choose.condition) || of(choose.then_value) || of(choose.else_value);
        },
        [&](const facts::Coalesce& coalesce) { return of_any(coalesce.alternatives); },
        [&](const facts::ForEach& each) { return of(each.list); },
        [&](const facts::Inlined& inlined) { return of_any(inlined.arguments); },
        [&](const facts::Declassified& declassified) { return of(declassified.input); });
    known_.emplace(value.get(), found);
    return found;
  }

 private:
  bool of_any(const std::vector<ValueRef>& values) {
    return std::ranges::any_of(values, [&](const ValueRef& value) { return of(value); });
  }
  std::map<const facts::Value*, bool> known_;
};

bool depends(const ValueRef& value) { return Dependence().of(value); }

ValueRef number(source::Span span, int64_t value) {
  return make(Type::of(Kind::integer), span, facts::Constant{facts::Digits{std::to_string(value)}});
}
ValueRef text(source::Span span, std::string value) { return constant(span, std::move(value)); }

/// `value` as a field of the type holds it.
ValueRef as_type(ValueRef value, const Type& wanted) {
  const source::Span span = value->span;
  const Kind from = value->type.kind;
  if (from == wanted.kind || wanted.kind == Kind::unknown || wanted.kind == Kind::any || from == Kind::unknown) {
    return value;
  }
  switch (wanted.kind) {
    case Kind::integer:
      return call_library("integer", {as_text(std::move(value))}, span);
    case Kind::decimal:
      return is_number(value->type) ? coerce(std::move(value), wanted) : parse(std::move(value), Kind::decimal);
    case Kind::boolean:
    case Kind::date:
    case Kind::timestamp:
      return from == Kind::text || from == Kind::enumeration ? parse(std::move(value), wanted.kind) : value;
    case Kind::text:
      return as_text(std::move(value));
    default:
      return value;
  }
}

class Inverter {
 public:
  explicit Inverter(Context& context) : context_(context) {}

  /// False when there is an obstacle.
  bool take(const ValueRef& forward, ValueRef back) {
    const bool taken = back != nullptr && take_node(forward, as_type(std::move(back), forward->type));
    if (!taken && !obstacle.value) {
      obstacle.value = forward;
    }
    return taken;
  }

  std::vector<Taken> taken;
  Obstacle obstacle;

 private:
  bool take_node(const ValueRef& forward, ValueRef back) {
    return match(
        forward->node, [&](const facts::SourceField&) { return leaf(forward, std::move(back)); },
        [&](const facts::Element&) { return leaf(forward, std::move(back)); },
        [&](const facts::Call& call) { return take_call(*forward, call, std::move(back)); },
        [&](const facts::MakeList& list) { return take_list(list, back); },
        [&](const facts::Lookup& lookup) { return take_lookup(*forward, lookup, std::move(back)); },
        [&](const facts::ForEach& each) { return take_each(*forward, each, std::move(back)); },
        [&](const facts::Inlined& inlined) { return take_inlined(*forward, inlined, std::move(back)); },
        [&](const facts::Declassified& declassified) { return take(declassified.input, std::move(back)); },
        [&](const facts::Access&) { return blocked(*forward, "what else the record held is not known"); },
        [&](const facts::Coalesce&) {
          return blocked(*forward, "whether the value was there before, or put in its place, cannot be told");
        },
        [&](const facts::Choose&) { return blocked(*forward, "which branch it came from cannot be told"); },
        [&](const facts::Compare&) { return blocked(*forward, "a yes or no does not say which value it was"); },
        [&](const facts::Logic&) { return blocked(*forward, "a yes or no does not say which value it was"); },
        [&](const facts::Not& negation) {
          const bool fallible = back->fallible;
          return take(negation.operand,
                      make(Type::of(Kind::boolean), forward->span, facts::Not{std::move(back)}, fallible));
        },
        [&](const facts::Constant&) { return blocked(*forward, "it does not come from a field"); },
        [&](const facts::RunStarted&) { return blocked(*forward, "it does not come from a field"); },
        [&](const facts::Unknown&) { return blocked(*forward, ""); });
  }

  bool blocked(const facts::Value& step, std::string why) {
    obstacle = {.span = step.span, .value = nullptr, .why = std::move(why)};
    return false;
  }

  bool leaf(const ValueRef& field, ValueRef back) {
    taken.push_back({field, as_type(std::move(back), field->type)});
    return true;
  }

  bool take_list(const facts::MakeList& list, const ValueRef& back) {
    for (size_t i = 0; i < list.items.size(); ++i) {
      if (depends(list.items[i]) && !take(list.items[i], item_of(back, static_cast<int64_t>(i)))) {
        return false;
      }
    }
    return true;
  }

  bool take_call(const facts::Value& step, const facts::Call& call, ValueRef back) {
    const functions::Function& function = *call.function;
    const std::vector<ValueRef>& arguments = call.arguments;
    const auto varying = std::ranges::find_if(arguments, depends);
    if (varying == arguments.end()) {
      return blocked(step, "it does not come from a field");
    }
    if (std::ranges::count_if(arguments, depends) > 1) {
      return blocked(step, "it is made of several fields, and they cannot be told apart again");
    }
    const bool first = varying == arguments.begin();
    if (ValueRef undone = undo(function, arguments, first, back, step.span)) {
      return take(*varying, std::move(undone));
    }
    if (function.reversal == functions::Reversal::normalising && first && arguments[0]->type.kind == step.type.kind) {
      return take(*varying, std::move(back));  // a canonical form stays as it is
    }
    return blocked(step, function.reversal == functions::Reversal::one_way
                             ? "`" + function.name + "` maps several values to the same one"
                             : "");
  }

  /// What undoes a call in its changing argument; null where nothing does.
  ValueRef undo(const functions::Function& function, const std::vector<ValueRef>& arguments, bool first,
                ValueRef back, source::Span span) {
    const std::string& key = function.key;
    const std::string& name = function.name;
    if (name == "text") {
      return as_type(std::move(back), arguments[0]->type);
    }
    if (key == "integer" || key == "decimal" || key == "boolean" || key == "decimal_of_integer") {
      return as_type(std::move(back),
                     arguments[0]->type.kind == Kind::any ? Type::of(Kind::text) : arguments[0]->type);
    }
    if (name == "add" || name == "subtract" || name == "multiply" || name == "divide") {
      return undo_operator(name, arguments, first, std::move(back), span);
    }
    if (name == "negate" || name == "reverse") {
      return try_library(name, {std::move(back)}, span);
    }
    if (name == "percent") {
      return try_library("divide", {coerce(std::move(back), Type::of(Kind::decimal)), hundred(span)}, span);
    }
    if (name == "from_epoch_ms") {
      return try_library("epoch_ms", {std::move(back)}, span);
    }
    if (name == "add_days" && first) {
      return try_library("add_days", {std::move(back), call_library("negate", {arguments[1]}, span)}, span);
    }
    if (name == "base64_encode" || name == "hex_encode" || name == "url_encode") {
      return try_library(name.substr(0, name.find('_')) + "_decode", {std::move(back)}, span);
    }
    if (name == "base64_decode" || name == "hex_decode") {
      return try_library(name.substr(0, name.find('_')) + "_encode", {std::move(back)}, span);
    }
    if (name == "unit" && first) {
      return try_library("unit", {coerce(std::move(back), Type::of(Kind::decimal)), arguments[2], arguments[1]},
                         span);
    }
    if (name == "split" && first) {
      return try_library("join", {std::move(back), arguments[1]}, span);
    }
    if (name == "join" && first) {
      const auto* list = std::get_if<facts::MakeList>(&arguments[0]->node);
      const int64_t limit = list ? static_cast<int64_t>(list->items.size()) : 0;
      return try_library("split", {std::move(back), arguments[1], number(span, limit)}, span);
    }
    if (name == "concat" && !first) {
      return try_library("after", {std::move(back), arguments[0]}, span);
    }
    return undo_time(key, arguments, std::move(back), span);
  }

  ValueRef undo_time(const std::string& key, const std::vector<ValueRef>& arguments, ValueRef back,
                     source::Span span) {
    const auto written = [&](size_t i) {
      const std::string* one = i < arguments.size() ? text_literal_of(arguments[i]) : nullptr;
      return one ? *one : std::string();
    };
    if (key == "date") {
      return written(1) == "iso" ? as_text(std::move(back))
                                 : try_library("format", {std::move(back), text(span, written(1))}, span);
    }
    if (key == "timestamp") {
      const std::string zone = written(4).empty() ? "UTC" : written(4);
      return written(1) == "iso"
                 ? as_text(std::move(back))
                 : try_library("format", {std::move(back), text(span, written(1)), text(span, zone)}, span);
    }
    if (key == "timestamp_of_timestamp") {
      return back;
    }
    if (key == "timestamp_of_date") {
      return try_library("date", {std::move(back), arguments[1]}, span);
    }
    return nullptr;
  }

  static ValueRef hundred(source::Span span) { return coerce(number(span, 100), Type::of(Kind::decimal)); }

  /// x + c, x - c, c - x, x * c, x / c, c / x
  static ValueRef undo_operator(const std::string& name, const std::vector<ValueRef>& arguments, bool first,
                                ValueRef back, source::Span span) {
    const Type decimal = Type::of(Kind::decimal);
    const ValueRef constant = coerce(arguments[first ? 1 : 0], decimal);
    back = coerce(std::move(back), decimal);
    if (name == "add") {
      return try_library("subtract", {std::move(back), constant}, span);
    }
    if (name == "multiply") {
      return try_library("divide", {std::move(back), constant}, span);
    }
    if (first) {
      return try_library(name == "subtract" ? "add" : "multiply", {std::move(back), constant}, span);
    }
    return try_library(name, {constant, std::move(back)}, span);
  }

  bool take_lookup(const facts::Value& step, const facts::Lookup& lookup, ValueRef back) {
    if (depends(lookup.otherwise)) {
      return blocked(step, "its `else` comes from a field as well");
    }
    const std::optional<uint32_t> table = lookup.of_picklist ? lookup.back : turned(step, lookup.table);
    if (!table) {
      return lookup.of_picklist ? blocked(step,
                                          "its arms go one way only: write `<->` between them, or `<-` for the "
                                          "one that a value comes back to")
                                : false;
    }
    const bool keyed = !std::holds_alternative<facts::Unknown>(back->node);
    const Type type = context_.facts.tables[*table].value;
    if (lookup.of_picklist && !lookup.back_otherwise) {
      check_covered(context_, context_.facts.tables[*table], back->type, step.span);
    }
    facts::Lookup there{.table = *table, .input = as_text(std::move(back)), .otherwise = lookup.back_otherwise};
    return keyed && take(lookup.input, make(type, step.span, std::move(there), true));
  }

  /// A table with keys and values changed over; says which keys share a value where that cannot be.
  std::optional<uint32_t> turned(const facts::Value& step, uint32_t index) {
    const facts::Table& table = context_.facts.tables[index];
    if (table.from) {
      blocked(step, "the rows of `" + table.name + "` are known only when a run begins");
      return std::nullopt;
    }
    facts::Table back{.name = table.name + " <-", .key = Type::of(Kind::text), .value = Type::of(Kind::text)};
    std::map<std::string, std::string> keys;
    for (const auto& [key, value] : table.rows) {
      const std::string shown = literal_text(value);
      const auto [before, fresh] = keys.emplace(shown, key);
      if (!fresh) {
        blocked(step, "`" + before->second + "` and `" + key + "` both become `" + shown + "`");
        return std::nullopt;
      }
    }
    for (const auto& [value, key] : keys) {
      back.rows.emplace_back(value, facts::Literal(key));
    }
    return add_table(std::move(back));
  }

  uint32_t add_table(facts::Table table) {
    auto& tables = context_.facts.tables;
    const auto same = std::ranges::find(tables, table.name, &facts::Table::name);
    const auto index = static_cast<uint32_t>(same - tables.begin());
    if (same == tables.end()) {
      tables.push_back(std::move(table));
    }
    return index;
  }

  static std::string literal_text(const facts::Literal& literal) {
    return match(
        literal, [](std::nullptr_t) { return std::string(); }, [](const std::string& text) { return text; },
        [](bool boolean) { return std::string(boolean ? "true" : "false"); },
        [](const facts::Digits& digits) { return digits.text; },
        [](const facts::Duration& duration) { return std::to_string(duration.microseconds); });
  }

  bool take_each(const facts::Value& step, const facts::ForEach& each, ValueRef back) {
    if (each.op == facts::ListOperation::sort) {
      return take(each.list, std::move(back));  // the canonical order stays
    }
    if (each.op != facts::ListOperation::map) {
      return blocked(step, "what was left out or added up cannot be told");
    }
    Inverter inner(context_);
    const ValueRef it = make(each.body->type, step.span, facts::Element{});
    if (!inner.take(each.body, it) || inner.taken.size() != 1) {
      obstacle = inner.obstacle;
      return false;
    }
    const ValueRef body = inner.taken.front().value;
    return take(each.list, make(Type::list_of(body->type), step.span,
                                facts::ForEach{facts::ListOperation::map, std::move(back), body}, true));
  }

  bool take_inlined(const facts::Value& step, const facts::Inlined& inlined, ValueRef back) {
    if (!inlined.transform || !inlined.transform->reverse) {
      return take(inlined.body, std::move(back));
    }
    const auto varying = std::ranges::find_if(inlined.arguments, depends);
    if (varying == inlined.arguments.end()) {
      return blocked(step, "it does not come from a field");
    }
    const ValueRef value = resolve_reverse(context_, *inlined.transform, std::move(back));
    if (std::ranges::count_if(inlined.arguments, depends) == 1) {
      return take(*varying, value);
    }
    for (size_t i = 0; i < inlined.arguments.size(); ++i) {
      if (depends(inlined.arguments[i]) && !take(inlined.arguments[i], item_of(value, static_cast<int64_t>(i)))) {
        return false;
      }
    }
    return true;
  }

  Context& context_;
};

}  // namespace

Inverse invert(Context& context, const ValueRef& forward, ValueRef back) {
  Inverter inverter(context);
  if (!inverter.take(forward, std::move(back))) {
    return inverter.obstacle;
  }
  return std::move(inverter.taken);
}

}  // namespace treaty::check
