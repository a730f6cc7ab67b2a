#include "compiler/diff/meaning.h"

#include <algorithm>
#include <cctype>

#include "compiler/base/match.h"

namespace treaty::diff {
namespace {

std::string path_of(const std::vector<facts::Segment>& segments) {
  std::string text;
  for (const facts::Segment& segment : segments) {
    const auto* name = std::get_if<std::string>(&segment);
    text += name ? "." + std::to_string(name->size()) + ":" + *name
                 : "[" + std::to_string(std::get<int64_t>(segment)) + "]";
  }
  return text;
}

/// What is neither written nor named the same can still be the same set: the order in which its parts stand is no
/// matter.
std::string joined(std::vector<uint32_t> numbers, bool ordered) {
  if (!ordered) {
    std::ranges::sort(numbers);
    numbers.erase(std::ranges::unique(numbers).begin(), numbers.end());
  }
  std::string text;
  for (const uint32_t number : numbers) {
    text += " " + std::to_string(number);
  }
  return text;
}

void add_operands(const facts::ValueRef& value, bool is_and, std::vector<facts::ValueRef>& out) {
  const auto* logic = std::get_if<facts::Logic>(&value->node);
  if (logic && logic->is_and == is_and) {
    add_operands(logic->left, is_and, out);
    add_operands(logic->right, is_and, out);
  } else {
    out.push_back(value);
  }
}

}  // namespace

std::string spelled(const facts::Literal& literal) {
  return match(
      literal, [](std::nullptr_t) { return std::string("null"); },
      [](const std::string& text) { return "\"" + text + "\""; },
      [](bool boolean) { return std::string(boolean ? "true" : "false"); },
      [](const facts::Digits& digits) { return digits.text; },
      [](const facts::Duration& duration) { return std::to_string(duration.microseconds) + "us"; });
}

bool is_written_in_step(const facts::Table& table) {
  for (const std::string_view prefix : {"picklist <- ", "picklist "}) {
    if (table.name.starts_with(prefix)) {
      const std::string_view rest = std::string_view(table.name).substr(prefix.size());
      return !rest.empty() && std::isdigit(static_cast<unsigned char>(rest.front())) != 0;
    }
  }
  return false;
}

uint32_t Meanings::intern(std::string sign) {
  return numbers_.try_emplace(std::move(sign), static_cast<uint32_t>(numbers_.size())).first->second;
}

uint32_t Meanings::of(const facts::Facts& facts, const facts::ValueRef& value, Depth depth, const std::string& zone) {
  if (!value) {
    return intern("nothing");
  }
  if (const auto* let_out = std::get_if<facts::Declassified>(&value->node)) {
    return of(facts, let_out->input, depth, zone);
  }
  const auto* inlined = std::get_if<facts::Inlined>(&value->node);
  if (inlined && (depth == Depth::whole || depth == Depth::tables ||
                  !shared_.transforms.contains(inlined->transform->name.text))) {
    return of(facts, inlined->body, depth, zone);
  }
  const std::tuple key(value.get(), depth, zone);
  if (const auto known = known_.find(key); known != known_.end()) {
    return known->second;
  }
  const uint32_t number = intern(sign(facts, *value, depth, zone));
  known_.emplace(key, number);
  return number;
}

std::string Meanings::sign_lookup(const facts::Facts& facts, const facts::Lookup& lookup, Depth depth,
                                  const std::string& zone) {
  const facts::Table& table = facts.tables[lookup.table];
  const std::string input = std::to_string(of(facts, lookup.input, depth, zone));
  const std::string otherwise = std::to_string(of(facts, lookup.otherwise, depth, zone));
  const bool named = depth != Depth::whole && shared_.tables.contains(table.name);
  if (named || (depth == Depth::open && is_written_in_step(table))) {
    // What `else` of a named picklist says is the picklist's; that of a table is the step's.
    return "find " + input + " in " + (named ? table.name : "picklist") + (lookup.of_picklist ? "" : " " + otherwise);
  }
  std::string rows;
  for (const auto& [key, value] : table.rows) {
    rows += " " + std::to_string(key.size()) + ":" + key + "=" + spelled(value);
  }
  if (table.from) {
    rows += " from " + table.from->object + " " + table.from->key + " " + table.from->value;
  }
  return "find " + input + " in" + rows + " else " + otherwise;
}

std::string Meanings::sign(const facts::Facts& facts, const facts::Value& value, Depth depth,
                           const std::string& zone) {
  const auto number = [&](const facts::ValueRef& one) { return of(facts, one, depth, zone); };
  const auto text = [&](const facts::ValueRef& one) { return " " + std::to_string(number(one)); };
  const auto numbers = [&](const std::vector<facts::ValueRef>& values) {
    std::vector<uint32_t> all;
    std::ranges::transform(values, std::back_inserter(all), number);
    return all;
  };
  return match(
      value.node, [](const facts::Unknown&) { return std::string("unknown"); },
      [&](const facts::Constant& constant) {
        const auto* said = std::get_if<std::string>(&constant.literal);
        return said && !zone.empty() && *said == zone ? std::string("zone") : "constant " + spelled(constant.literal);
      },
      [](const facts::SourceField& field) {
        return (field.of_element ? "element" : "record") + path_of(field.segments);
      },
      [](const facts::Element&) { return std::string("it"); },
      [&](const facts::Access& access) { return "access" + text(access.base) + path_of(access.segments); },
      [&](const facts::Call& call) { return "call " + call.function->key + joined(numbers(call.arguments), true); },
      [&](const facts::MakeList& list) { return "list" + joined(numbers(list.items), true); },
      [&](const facts::Lookup& lookup) { return sign_lookup(facts, lookup, depth, zone); },
      [&](const facts::Compare& compare) {
        const auto* set = std::get_if<facts::MakeList>(&compare.right->node);
        const bool turns = compare.op == facts::Comparison::equal || compare.op == facts::Comparison::not_equal;
        const std::string op = "compare " + std::to_string(static_cast<int>(compare.op));
        if (compare.op == facts::Comparison::in && set) {
          return op + text(compare.left) + " of" + joined(numbers(set->items), false);
        }
        std::vector<uint32_t> sides = numbers({compare.left, compare.right});
        if (turns) {
          std::ranges::sort(sides);
        }
        return op + joined(sides, true);
      },
      [&](const facts::Not& negation) { return "not" + text(negation.operand); },
      [&](const facts::Logic& logic) {
        std::vector<facts::ValueRef> operands;
        add_operands(logic.left, logic.is_and, operands);
        add_operands(logic.right, logic.is_and, operands);
        // What can fail is worked out in the order in which it stands.
        return (logic.is_and ? "and" : "or") + joined(numbers(operands), value.fallible);
      },
      [&](const facts::Choose& choose) {
        return "if" + text(choose.condition) + text(choose.then_value) + text(choose.else_value);
      },
      [&](const facts::Coalesce& coalesce) { return "first of" + joined(numbers(coalesce.alternatives), true); },
      [&](const facts::ForEach& each) {
        return "each " + std::to_string(static_cast<int>(each.op)) + text(each.list) + text(each.body);
      },
      [&](const facts::Inlined& inlined) {
        return "transform " + inlined.transform->name.text + joined(numbers(inlined.arguments), true);
      },
      [&](const facts::Declassified& let_out) { return "same" + text(let_out.input); },
      [](const facts::RunStarted&) { return std::string("run started"); });
}

}  // namespace treaty::diff
