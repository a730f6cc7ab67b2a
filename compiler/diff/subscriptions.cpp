// Consent: what decides it, who is opted in, on which ground and until when.

#include "compiler/diff/compare.h"

namespace treaty::diff {
namespace {

/// What one value of the source means.
struct Meant {
  bool opted_in = false;
  std::string ground;  ///< basis and explanation
  facts::ValueRef until;
  source::Span span;
};

enum class State { unset, in, out };

/// By value; the empty one is `else`.
std::map<std::string, Meant> arms_of(const facts::Subscription& subscription) {
  std::map<std::string, Meant> arms;
  for (size_t i = 0; i < subscription.tree->arms.size(); ++i) {
    const ast::SubscriptionArm& arm = subscription.tree->arms[i];
    const std::string ground = (arm.basis ? arm.basis->text : "") + " " + (arm.explained ? arm.explained->value : "");
    const Meant meant{arm.state.text == "opted_in", ground, subscription.until[i], arm.span};
    if (arm.is_else) {
      arms.try_emplace("", meant);
    }
    for (const ast::ArmValue& value : arm.values) {
      arms.try_emplace(value.value, meant);
    }
  }
  return arms;
}

class Subscriptions {
 public:
  Subscriptions(Context& context, const facts::Map& before, const facts::Map& after)
      : context_(context), before_(before), after_(after) {}

  void compare() {
    using One = facts::Subscription;
    for (const auto& [was, is] : paired<One>(pointers_to(before_.subscriptions), pointers_to(after_.subscriptions),
                                             [](const One& one) { return one.tree->name.value; })) {
      if (was && is) {
        compare(*was, *is);
      } else if (is) {
        context_.add(subscription_added, scope_of(after_), {is->tree->name.value},
                     {inside(before_.tree->name.span), at(is->tree->name.span)});
      } else {
        context_.add(subscription_removed, scope_of(after_), {was->tree->name.value},
                     {at(was->tree->name.span), inside(after_.tree->name.span)});
      }
    }
  }

 private:
  void compare(const facts::Subscription& was, const facts::Subscription& is) {
    const std::string& name = is.tree->name.value;
    const auto add = [&](Kind kind, const Where& where, const std::string& value = {}) -> Change& {
      return context_.add(kind, scope_of(after_), {name}, where,
                          {value.empty() ? "everybody else" : "`" + value + "`"});
    };
    if (!context_.same(was.from, is.from, Depth::whole)) {
      add(subscription_from_changed, {at(was.tree->from.span), at(is.tree->from.span)});
    }
    const auto old_arms = arms_of(was), arms = arms_of(is);
    std::set<std::string> values;
    for (const auto* some : {&old_arms, &arms}) {
      std::ranges::transform(*some, std::inserter(values, values.end()), [](const auto& one) { return one.first; });
    }
    for (const std::string& value : values) {
      const Meant *old_meant = meant(old_arms, value), *now = meant(arms, value);
      const Where where{old_meant ? at(old_meant->span) : inside(was.tree->name.span),
                        now ? at(now->span) : inside(is.tree->name.span)};
      const auto state = [](const Meant* one) {
        return !one ? State::unset : one->opted_in ? State::in : State::out;
      };
      const State before = state(old_meant), after = state(now);
      if (before == after) {
        if (now && old_meant->ground != now->ground) {
          add(subscription_basis_changed, where, value);
        }
        if (now && !context_.same(old_meant->until, now->until, Depth::whole)) {
          add(subscription_until_changed, where, value);
        }
      } else {
        add(after == State::in                              ? subscription_opts_in
            : before == State::out && after == State::unset ? subscription_opt_out_dropped
                                                            : subscription_opts_out,
            where, value);
      }
    }
  }

  /// What holds for a value: its own arm, or `else`.
  static const Meant* meant(const std::map<std::string, Meant>& arms, const std::string& value) {
    const auto own = arms.find(value);
    const auto found = own == arms.end() ? arms.find("") : own;
    return found == arms.end() ? nullptr : &found->second;
  }

  Context& context_;
  const facts::Map& before_;
  const facts::Map& after_;
};

}  // namespace

void compare_subscriptions(Context& context, const Pair<facts::Map>& maps) {
  Subscriptions(context, *maps.before, *maps.after).compare();
}

}  // namespace treaty::diff
