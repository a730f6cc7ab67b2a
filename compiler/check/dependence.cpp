#include "compiler/check/dependence.h"

#include <algorithm>
#include <set>

#include "compiler/base/match.h"

namespace treaty::check {
namespace {

/// Values are shared: each is looked at once.
class Dependence {
 public:
  enum class On { record, element };
  explicit Dependence(On on) : on_(on) {}

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
        [&](const facts::SourceField& field) { return on_ == On::record || field.of_element; },
        [&](const facts::Element&) { return on_ == On::record; },  // of a step's own list, which is asked there
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
        [&](const facts::ForEach& each) { return of(each.list) || (on_ == On::element && of(each.body)); },
        [&](const facts::Inlined& inlined) { return of_any(inlined.arguments); },
        [&](const facts::Declassified& declassified) { return of(declassified.input); });
    known_.emplace(value.get(), found);
    return found;
  }

 private:
  bool of_any(const std::vector<ValueRef>& values) {
    return std::ranges::any_of(values, [&](const ValueRef& value) { return of(value); });
  }
  On on_;
  std::map<const facts::Value*, bool> known_;
};

class Understanding {
 public:
  bool of(const ValueRef& value) {
    if (!value || !seen_.insert(value.get()).second) {
      return true;
    }
    return match(
        value->node, [](const facts::Unknown&) { return false; }, [](const facts::Constant&) { return true; },
        [](const facts::SourceField&) { return true; }, [](const facts::Element&) { return true; },
        [](const facts::RunStarted&) { return true; }, [&](const facts::Access& access) { return of(access.base); },
        [&](const facts::Call& call) { return of_all(call.arguments); },
        [&](const facts::MakeList& list) { return of_all(list.items); },
        [&](const facts::Lookup& lookup) { return of(lookup.input) && of(lookup.otherwise); },
        [&](const facts::Compare& compare) { return of(compare.left) && of(compare.right); },
        [&](const facts::Not& negation) { return of(negation.operand); },
        [&](const facts::Logic& logic) { return of(logic.left) && of(logic.right); },
        [&](const facts::Choose& choose) {
          return of(choose.condition) && of(choose.then_value) && of(choose.else_value);
        },
        [&](const facts::Coalesce& coalesce) { return of_all(coalesce.alternatives); },
        [&](const facts::ForEach& each) { return of(each.list) && of(each.body); },
        [&](const facts::Inlined& inlined) { return of_all(inlined.arguments) && of(inlined.body); },
        [&](const facts::Declassified& declassified) { return of(declassified.input); });
  }

 private:
  bool of_all(const std::vector<ValueRef>& values) {
    return std::ranges::all_of(values, [&](const ValueRef& value) { return of(value); });
  }
  std::set<const facts::Value*> seen_;
};

}  // namespace

bool is_understood(const ValueRef& value) { return Understanding().of(value); }

bool depends(const ValueRef& value) { return Dependence(Dependence::On::record).of(value); }

bool depends_on_element(const ValueRef& value) { return Dependence(Dependence::On::element).of(value); }

bool same_field(const ValueRef& a, const ValueRef& b) {
  if (a == b) {
    return true;
  }
  const auto* left = a ? std::get_if<facts::SourceField>(&a->node) : nullptr;
  const auto* right = b ? std::get_if<facts::SourceField>(&b->node) : nullptr;
  return left && right && left->of_element == right->of_element && left->segments == right->segments;
}

}  // namespace treaty::check
