// Taking a value back through the steps it came: exact steps by their partner, normalising ones as they are, tables
// and picklists by their rows, calculations by the opposite one.

#include "compiler/check/inversion.h"

#include <algorithm>

#include "compiler/base/match.h"
#include "compiler/check/cases.h"
#include "compiler/check/dependence.h"
#include "compiler/check/pieces.h"
#include "compiler/check/tables.h"
#include "compiler/check/transforms.h"
#include "compiler/check/undo.h"

namespace treaty::check {
namespace {

uint32_t add_table(Context& context, facts::Table table) {
  std::ranges::sort(table.rows, {}, [](const auto& row) { return row.first; });
  auto& tables = context.facts.tables;
  const auto same = std::ranges::find(tables, table.name, &facts::Table::name);
  const auto index = static_cast<uint32_t>(same - tables.begin());
  if (same == tables.end()) {
    tables.push_back(std::move(table));
  }
  return index;
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
        [&](const facts::Call& call) { return take_call(forward, call, std::move(back)); },
        [&](const facts::MakeList& list) { return take_list(list, back); },
        [&](const facts::Lookup& lookup) { return take_lookup(*forward, lookup, std::move(back)); },
        [&](const facts::ForEach& each) { return take_each(*forward, each, std::move(back)); },
        [&](const facts::Inlined& inlined) { return take_inlined(*forward, inlined, std::move(back)); },
        [&](const facts::Declassified& declassified) { return take(declassified.input, std::move(back)); },
        [&](const facts::Access&) { return blocked(*forward, "what else the record held is not known"); },
        [&](const facts::Coalesce&) {
          return blocked(*forward, "whether the value was there before, or put in its place, cannot be told");
        },
        [&](const facts::Choose&) { return take_cases(forward, std::move(back)); },
        [&](const facts::Compare&) { return take_cases(forward, std::move(back)); },
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

  /// The same field a second time says the same again.
  bool leaf(const ValueRef& field, ValueRef back) {
    const bool known = std::ranges::any_of(taken, [&](const Taken& one) { return same_field(one.field, field); });
    if (!known) {
      taken.push_back({field, as_field(context_, *field, as_type(std::move(back), field->type))});
    }
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

  /// `[a, b]`, where nothing but empty ones is left out of it; what `join` does besides.
  static const facts::MakeList* fields_of(const ValueRef& list) {
    const auto* call = std::get_if<facts::Call>(&list->node);
    return call && call->function->name == "compact" ? fields_of(call->arguments[0])
                                                     : std::get_if<facts::MakeList>(&list->node);
  }

  bool take_call(const ValueRef& step, const facts::Call& call, ValueRef back) {
    const functions::Function& function = *call.function;
    const std::vector<ValueRef>& arguments = call.arguments;
    if (function.name == "concat") {
      return take_pieces(step, back);
    }
    const facts::MakeList* list = function.name == "join" ? fields_of(arguments[0]) : nullptr;
    if (list && list->items.size() > 1) {
      return take_joined(*step, *list, arguments[1], std::move(back));
    }
    const auto varying = std::ranges::find_if(arguments, depends);
    if (varying == arguments.end()) {
      return blocked(*step, "it does not come from a field");
    }
    if (std::ranges::count_if(arguments, depends) > 1) {
      return blocked(*step, "it is made of several fields, and they cannot be told apart again");
    }
    const auto position = static_cast<size_t>(varying - arguments.begin());
    if (ValueRef undone = undo(call, position, back, step->span)) {
      return take(*varying, std::move(undone));
    }
    const bool tidies =
        function.reversal == functions::Reversal::normalising || function.reversal == functions::Reversal::rewriting;
    if (tidies && position == 0 && arguments[0]->type.kind == step->type.kind) {
      return take(*varying, tidied(call, std::move(back), step->span));
    }
    return blocked(*step, "no step takes back what `" + function.name + "` does");
  }

  /// A canonical form stays as it is. What can be refused is refused here, before it reaches the source.
  static ValueRef tidied(const facts::Call& call, ValueRef back, source::Span span) {
    if (!call.function->fallible) {
      return back;
    }
    facts::Call again = call;
    again.arguments[0] = back;
    return make(back->type, span, std::move(again), true);
  }

  bool take_pieces(const ValueRef& step, ValueRef back) {
    const auto read = pieces_of(step);
    if (const auto* why = std::get_if<std::string>(&read)) {
      return blocked(*step, *why);
    }
    const auto& pieces = std::get<Pieces>(read);
    if (pieces.pattern == "{}") {
      return take(pieces.values.front(), std::move(back));
    }
    const ValueRef list = call_library("parts", {std::move(back), constant(step->span, pieces.pattern)}, step->span);
    for (size_t i = 0; i < pieces.values.size(); ++i) {
      if (!take(pieces.values[i], item_of(list, static_cast<int64_t>(i)))) {
        return false;
      }
    }
    return true;
  }

  /// `[a, b] | join(" ")`: `a` is what stands before the first separator, `b` the rest; none where nothing is left.
  bool take_joined(const facts::Value& step, const facts::MakeList& list, const ValueRef& separator, ValueRef back) {
    const std::string* written = text_literal_of(separator);
    if (!written || written->empty()) {
      return blocked(step, "nothing that is written out stands between its parts, so where one ends cannot be told");
    }
    const auto count = static_cast<int64_t>(list.items.size());
    const ValueRef most = constant(step.span, facts::Digits{std::to_string(count)});
    const ValueRef parts = call_library("unjoin", {back, separator, most}, step.span);
    const ValueRef none = call_library("none_if", {back, back}, step.span);
    for (int64_t i = 0; i < count; ++i) {
      const ValueRef item = item_of(parts, i);
      const ValueRef found = i == 0 ? item
                                    : make(item->type, step.span, facts::Coalesce{{item, none}},
                                           true);  // missing would leave the field as it is
      if (depends(list.items[static_cast<size_t>(i)]) && !take(list.items[static_cast<size_t>(i)], found)) {
        return false;
      }
    }
    return true;
  }

  bool take_cases(const ValueRef& forward, ValueRef back) {
    const auto read = cases_of(forward);
    if (const auto* why = std::get_if<std::string>(&read)) {
      return blocked(*forward, *why);
    }
    const auto& cases = std::get<Cases>(read);
    facts::Table table{.name = "if <- " + std::to_string(context_.facts.tables.size()),
                       .key = Type::of(Kind::text),
                       .value = cases.subject->type,
                       .rows = {},
                       .from = {}};
    for (const auto& [result, value] : cases.rows) {
      add_spellings(table, result, value);
    }
    return take(cases.subject,
                found_in(add_table(context_, std::move(table)), std::move(back), nullptr, forward->span));
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
    if (std::holds_alternative<facts::Unknown>(back->node)) {
      return false;
    }
    return take(lookup.input, found_in(*table, std::move(back), lookup.back_otherwise, step.span));
  }

  ValueRef found_in(uint32_t table, ValueRef back, ValueRef otherwise, source::Span span) {
    const Type type = context_.facts.tables[table].value;
    const bool fallible = back->fallible || !otherwise;
    return make(type, span,
                facts::Lookup{.table = table, .input = as_text(std::move(back)), .otherwise = std::move(otherwise)},
                fallible);
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
      const std::string shown = spelling(value);
      const auto [before, fresh] = keys.emplace(shown, key);
      if (!fresh) {
        blocked(step, "`" + before->second + "` and `" + key + "` both become `" + shown + "`");
        return std::nullopt;
      }
      add_spellings(back, value, key);
    }
    return add_table(context_, std::move(back));
  }

  /// A number as HubSpot may give it back: without zeros at its end.
  static std::string spelling(const facts::Literal& literal) {
    std::string text = literal_text(literal);
    if (std::holds_alternative<facts::Digits>(literal) && text.find('.') != std::string::npos) {
      text.erase(text.find_last_not_of('0') + 1);
      text.erase(text.ends_with('.') ? text.size() - 1 : text.size());
    }
    return text;
  }
  /// A row for the result as it is sent, and one as HubSpot may give it back.
  static void add_spellings(facts::Table& table, const facts::Literal& result, const facts::Literal& value) {
    table.rows.emplace_back(literal_text(result), value);
    if (const std::string other = spelling(result); other != literal_text(result)) {
      table.rows.emplace_back(other, value);
    }
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
    if (std::holds_alternative<facts::Element>(body->node)) {
      return take(each.list, std::move(back));
    }
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
    if (!context_.transforms.find(inlined.transform->name.text)->second.reverse_sound) {
      blocked(step, "");
      obstacle.reported = true;
      return false;
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

ValueRef as_field(Context& context, const facts::Value& field, ValueRef back) {
  if (field.type.kind != Kind::enumeration || back->type.kind != Kind::text) {
    return back;
  }
  facts::Table options{.name = "options", .key = Type::of(Kind::text), .value = field.type, .rows = {}, .from = {}};
  for (const std::string& option : field.type.options) {
    options.name += " " + option;
    options.rows.emplace_back(option, facts::Literal(option));
  }
  return make(field.type, back->span, facts::Lookup{.table = add_table(context, std::move(options)), .input = back},
              true);
}

}  // namespace treaty::check
