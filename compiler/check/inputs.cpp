#include "compiler/check/inputs.h"

#include <algorithm>

#include "compiler/base/match.h"

namespace treaty::check {
namespace {

using facts::ValueRef;

bool is_hash(const facts::Call& call) {
  // No `? name : ""` here: the two have no type in common but a new string, and a view of it would outlive it.
  const std::string_view name = call.function ? std::string_view(call.function->name) : std::string_view();
  return name == "sha256" || name == "xxh3" || name == "uuid5";
}

}  // namespace

void FieldInputs::visit(const ValueRef& value, How how, bool declassified) {
  if (!value || !seen_.insert({value.get(), how, declassified}).second) {
    return;
  }
  const auto go = [&](const ValueRef& one) { visit(one, how, declassified); };
  const auto all = [&](const std::vector<ValueRef>& values) { std::ranges::for_each(values, go); };
  match(
      value->node, [](const facts::Unknown&) {}, [](const facts::Constant&) {}, [](const facts::Element&) {},
      [](const facts::RunStarted&) {},
      [&](const facts::SourceField& field) {
        found.push_back({path_of(field), value->span, how, declassified});
      },
      [&](const facts::Access& access) { go(access.base); },
      [&](const facts::Call& call) {
        for (const ValueRef& argument : call.arguments) {
          visit(argument, is_hash(call) ? How::hash : how, declassified);
        }
      },
      [&](const facts::MakeList& list) { all(list.items); },
      [&](const facts::Lookup& lookup) {
        visit(lookup.input, How::key, declassified);
        go(lookup.otherwise);
      },
      [&](const facts::Compare& compare) { go(compare.left), go(compare.right); },
      [&](const facts::Not& negation) { go(negation.operand); },
      [&](const facts::Logic& logic) { go(logic.left), go(logic.right); },
      [&](const facts::Choose& choose) {
        visit(choose.condition, How::condition, declassified);
        go(choose.then_value), go(choose.else_value);
      },
      [&](const facts::Coalesce& coalesce) { all(coalesce.alternatives); },
      [&](const facts::ForEach& each) { go(each.list), go(each.body); },
      [&](const facts::Inlined& inlined) { all(inlined.arguments), go(inlined.body); },
      [&](const facts::Declassified& inner) { visit(inner.input, how, true); });
}

std::string FieldInputs::path_of(const facts::SourceField& field) const {
  const std::string prefix = field.of_element && map_.each ? facts::dotted(*map_.each) : "";
  const std::string path = facts::dotted(field.segments);
  return prefix.empty() || path.empty() ? prefix + path : prefix + "." + path;
}

}  // namespace treaty::check
