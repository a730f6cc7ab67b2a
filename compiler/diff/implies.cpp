#include "compiler/diff/implies.h"

#include <charconv>

namespace treaty::diff {
namespace {

using facts::Comparison;

/// What an operand must or must not be.
struct Values {
  uint32_t operand = 0;
  bool negated = false;
  std::set<uint32_t> values;
};

std::optional<double> number_of(const facts::ValueRef& value) {
  const auto* constant = std::get_if<facts::Constant>(&value->node);
  const auto* digits = constant ? std::get_if<facts::Digits>(&constant->literal) : nullptr;
  if (!digits) {
    return std::nullopt;
  }
  double number = 0;
  const char* end = digits->text.data() + digits->text.size();
  const auto read = std::from_chars(digits->text.data(), end, number);
  constexpr size_t exact_digits = 15;
  return read.ec == std::errc() && read.ptr == end && digits->text.size() <= exact_digits ? std::optional(number)
                                                                                          : std::nullopt;
}

class Implication {
 public:
  Implication(Meanings& meanings, const facts::Facts& left, const facts::Facts& right)
      : meanings_(meanings), left_(left), right_(right) {}

  bool holds(const facts::ValueRef& a, const facts::ValueRef& b) {
    if (!b || left(a) == right(b)) {
      return true;
    }
    if (!a) {
      return false;
    }
    const auto* a_logic = std::get_if<facts::Logic>(&a->node);
    const auto* b_logic = std::get_if<facts::Logic>(&b->node);
    if (b_logic && b_logic->is_and) {
      return holds(a, b_logic->left) && holds(a, b_logic->right);
    }
    if (a_logic && !a_logic->is_and) {
      return holds(a_logic->left, b) && holds(a_logic->right, b);
    }
    if (b_logic && (holds(a, b_logic->left) || holds(a, b_logic->right))) {
      return true;
    }
    if (a_logic) {
      return holds(a_logic->left, b) || holds(a_logic->right, b);
    }
    return implied_values(a, b) || implied_bound(a, b);
  }

 private:
  uint32_t left(const facts::ValueRef& value) { return meanings_.of(left_, value, Depth::whole); }
  uint32_t right(const facts::ValueRef& value) { return meanings_.of(right_, value, Depth::whole); }

  std::optional<Values> values_of(const facts::Facts& facts, const facts::ValueRef& value) {
    const auto* negation = std::get_if<facts::Not>(&value->node);
    const auto* compare = std::get_if<facts::Compare>(negation ? &negation->operand->node : &value->node);
    const bool equal = compare && (compare->op == Comparison::equal || compare->op == Comparison::not_equal);
    if (!compare || (!equal && compare->op != Comparison::in)) {
      return std::nullopt;
    }
    Values found{.operand = meanings_.of(facts, compare->left, Depth::whole),
                 .negated = (negation != nullptr) != (compare->op == Comparison::not_equal),
                 .values = {}};
    std::vector<facts::ValueRef> items = {compare->right};
    if (compare->op == Comparison::in) {
      const auto* list = std::get_if<facts::MakeList>(&compare->right->node);
      if (!list) {
        return std::nullopt;
      }
      items = list->items;
    }
    for (const facts::ValueRef& item : items) {
      if (!std::holds_alternative<facts::Constant>(item->node)) {
        return std::nullopt;
      }
      found.values.insert(meanings_.of(facts, item, Depth::whole));
    }
    return found;
  }

  bool implied_values(const facts::ValueRef& a, const facts::ValueRef& b) {
    const auto one = values_of(left_, a), other = values_of(right_, b);
    if (!one || !other || one->operand != other->operand) {
      return false;
    }
    const auto within = [](const std::set<uint32_t>& inner, const std::set<uint32_t>& outer) {
      return std::ranges::includes(outer, inner);
    };
    if (one->negated) {
      return other->negated && within(other->values, one->values);
    }
    return other->negated
               ? std::ranges::none_of(one->values, [&](uint32_t value) { return other->values.contains(value); })
               : within(one->values, other->values);
  }

  /// `amount > 10` implies `amount > 0`.
  bool implied_bound(const facts::ValueRef& a, const facts::ValueRef& b) {
    const auto* one = std::get_if<facts::Compare>(&a->node);
    const auto* other = std::get_if<facts::Compare>(&b->node);
    if (!one || !other || left(one->left) != right(other->left)) {
      return false;
    }
    const auto bound = number_of(one->right), wanted = number_of(other->right);
    if (!bound || !wanted) {
      return false;
    }
    const auto is_above = [](Comparison op) { return op == Comparison::greater || op == Comparison::greater_equal; };
    const auto is_below = [](Comparison op) { return op == Comparison::less || op == Comparison::less_equal; };
    const bool strict = one->op == Comparison::greater || one->op == Comparison::less;
    const bool wants_strict = other->op == Comparison::greater || other->op == Comparison::less;
    if (is_above(one->op) && is_above(other->op)) {
      return *bound > *wanted || (*bound == *wanted && (strict || !wants_strict));
    }
    if (is_below(one->op) && is_below(other->op)) {
      return *bound < *wanted || (*bound == *wanted && (strict || !wants_strict));
    }
    return false;
  }

  Meanings& meanings_;
  const facts::Facts& left_;
  const facts::Facts& right_;
};

}  // namespace

bool implies(Meanings& meanings, const Condition& a, const Condition& b) {
  return Implication(meanings, a.facts, b.facts).holds(a.value, b.value);
}

}  // namespace treaty::diff
