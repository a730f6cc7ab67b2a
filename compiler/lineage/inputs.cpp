#include "compiler/lineage/inputs.h"

#include <algorithm>

#include "compiler/base/match.h"

namespace treaty::lineage {

void Inputs::visit(const facts::ValueRef& value, bool indirect) {
  if (!value || !seen_.insert({value.get(), indirect}).second) {
    return;
  }
  const auto all = [&](const std::vector<facts::ValueRef>& values) {
    std::ranges::for_each(values, [&](const facts::ValueRef& one) { visit(one, indirect); });
  };
  match(
      value->node, [](const facts::Unknown&) {}, [](const facts::Constant&) {}, [](const facts::Element&) {},
      [](const facts::RunStarted&) {}, [&](const facts::SourceField& field) { add(field, indirect); },
      [&](const facts::Access& access) { visit(access.base, indirect); },
      [&](const facts::Call& call) { all(call.arguments); }, [&](const facts::MakeList& list) { all(list.items); },
      [&](const facts::Lookup& lookup) { visit(lookup.input, indirect), visit(lookup.otherwise, indirect); },
      [&](const facts::Compare& compare) { visit(compare.left, indirect), visit(compare.right, indirect); },
      [&](const facts::Not& negation) { visit(negation.operand, indirect); },
      [&](const facts::Logic& logic) { visit(logic.left, indirect), visit(logic.right, indirect); },
      [&](const facts::Choose& choose) {
        visit(choose.condition, true), visit(choose.then_value, indirect), visit(choose.else_value, indirect);
      },
      [&](const facts::Coalesce& coalesce) { all(coalesce.alternatives); },
      [&](const facts::ForEach& each) { visit(each.list, indirect), visit(each.body, indirect); },
      [&](const facts::Inlined& inlined) { visit(inlined.body, indirect); },
      [&](const facts::Declassified& declassified) { visit(declassified.input, indirect); });
}

std::vector<Input> Inputs::take() {
  // What gives the value need not be named again as what decides about it.
  std::erase_if(found_, [&](const Input& one) {
    return one.indirect && std::ranges::find(found_, Input{one.field, false}) != found_.end();
  });
  return std::move(found_);
}

void Inputs::add(const facts::SourceField& field, bool indirect) {
  const std::string prefix = field.of_element && map_.each ? facts::dotted(*map_.each) : "";
  const std::string path = facts::dotted(field.segments);
  const Input input{prefix.empty() || path.empty() ? prefix + path : prefix + "." + path, indirect};
  if (std::ranges::find(found_, input) == found_.end()) {
    found_.push_back(input);
  }
}

}  // namespace treaty::lineage
