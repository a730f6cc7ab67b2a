// Lists and subscriptions: who is on them, and on which legal ground.

#include <algorithm>

#include "compiler/check/amounts.h"
#include "compiler/check/follow_ups.h"
#include "compiler/check/maps.h"
#include "compiler/check/once.h"

namespace treaty::check {
namespace {

const std::vector<std::string> states = {"opted_in", "opted_out"};
/// The grounds HubSpot knows, as its subscription API names them, in lower case.
const std::vector<std::string> bases = {"consent_with_notice",
                                        "legitimate_interest_client",
                                        "legitimate_interest_other",
                                        "legitimate_interest_pql",
                                        "performance_of_contract",
                                        "process_and_store",
                                        "non_gdpr"};

void check_arm(Context& context, const ast::SubscriptionArm& arm) {
  if (std::ranges::find(states, arm.state.text) == states.end()) {
    suggest(context.out.report(arm.state.span, diagnostics::subscription_state, arm.state.text), arm.state.text,
            arm.state.span, states);
    return;
  }
  if (arm.basis && std::ranges::find(bases, arm.basis->text) == bases.end()) {
    suggest(context.out.report(arm.basis->span, diagnostics::legal_basis, arm.basis->text), arm.basis->text,
            arm.basis->span, bases);
  }
  if (arm.state.text == "opted_in" && !arm.basis) {
    context.out.report(arm.state.span, diagnostics::opted_in_without_basis);
  } else if (arm.basis && !arm.explained) {
    context.out.report(arm.basis->span, diagnostics::basis_not_explained);
  }
  if (arm.explained) {
    check_not_empty(context.out, *arm.explained, "explained");
  }
}

/// Arms that stand twice, or that nothing reaches.
void check_reached(Context& context, const ast::Subscription& subscription) {
  Once once(context, diagnostics::duplicate_arm);
  const ast::SubscriptionArm* otherwise = nullptr;
  for (const ast::SubscriptionArm& arm : subscription.arms) {
    if (otherwise) {
      context.out.report(arm.span, diagnostics::unreachable_arm)
          .labels.push_back({.span = otherwise->span, .text = "`else` takes what is left"});
      continue;
    }
    otherwise = arm.is_else ? &arm : nullptr;
    for (const ast::ArmValue& value : arm.values) {
      once(value.value, value.span);
    }
  }
}

/// The arms against a source that is a closed set.
/// The words of a closed set, of a yes or no, and of nothing else.
std::vector<std::string> words_of(const Type& from) {
  return from.kind == Kind::boolean ? std::vector<std::string>{"true", "false"} : from.options;
}

void check_arms(Context& context, const ast::Subscription& subscription, const Type& from) {
  if (from.kind != Kind::enumeration && from.kind != Kind::boolean) {
    return;
  }
  const std::vector<std::string> words = words_of(from);
  std::vector<std::string> left = words;
  bool complete = false;
  for (const ast::SubscriptionArm& arm : subscription.arms) {
    complete = complete || arm.is_else;
    for (const ast::ArmValue& value : arm.values) {
      if (std::ranges::find(words, value.value) == words.end()) {
        auto& said = context.out.report(value.span, diagnostics::arm_not_in_source, value.value,
                                        from.kind == Kind::boolean
                                            ? "`true`, `false`"
                                            : describe(from).substr(std::string_view("one of ").size()));
        suggest(said, value.value, value.span, words);
      }
      std::erase(left, value.value);
    }
  }
  if (!complete && !left.empty()) {
    std::string names;
    for (const std::string& one : left) {
      names += (names.empty() ? "`" : ", `") + one + "`";
    }
    context.out.report(subscription.name.span, diagnostics::picklist_not_covering, names);
  }
}

}  // namespace

void check_list(Context& context, const Scope& scope, facts::Map& map, const ast::ListMembership& list) {
  not_in_force(context, "list");
  map.lists.push_back(
      {.tree = &list, .condition = resolve_condition(context, scope, list.condition), .private_inputs = {}});
}

void check_subscription(Context& context, const Scope& scope, facts::Map& map,
                        const ast::Subscription& subscription) {
  not_in_force(context, "subscription");
  if (map.object && map.object->name != "contacts" && map.object->type_id != "0-1") {
    context.out.report(subscription.name.span, diagnostics::subscription_object, map.object->name);
  }
  facts::Subscription found{
      .tree = &subscription, .from = resolve(context, scope, subscription.from), .until = {}, .private_inputs = {}};
  for (const ast::SubscriptionArm& arm : subscription.arms) {
    check_arm(context, arm);
    ValueRef until = arm.until ? resolve(context, scope, *arm.until) : nullptr;
    const Kind kind = until ? until->type.kind : Kind::unknown;
    if (until && kind != Kind::date && kind != Kind::timestamp && kind != Kind::unknown) {
      context.out.report(arm.until->span, diagnostics::until_not_a_time, describe(until->type));
    }
    found.until.push_back(std::move(until));
  }
  check_reached(context, subscription);
  if (!is_damaged(context, map.span)) {
    check_arms(context, subscription, found.from->type);
  }
  map.subscriptions.push_back(std::move(found));
}

}  // namespace treaty::check
