// What flows back: which fields of the source are written from HubSpot, with what.

#include "compiler/diff/compare.h"
#include "compiler/diff/values.h"

namespace treaty::diff {
namespace {

using Back = facts::ReverseField;

source::Span line_of(const Back& field) { return source::join(field.line->left.span, field.line->right.span); }

std::string policy(const char* word, const std::optional<facts::Literal>& value, int kind) {
  return std::string(word) + std::to_string(kind) + (value ? spelled(*value) : "");
}

class Reverse {
 public:
  Reverse(Context& context, const facts::Map& before, const facts::Map& after)
      : context_(context), before_(before), after_(after) {}

  void compare() {
    const auto pairs = paired<Back>(pointers_to(before_.reverse), pointers_to(after_.reverse),
                                    [](const Back& field) { return facts::dotted(field.path); });
    for (const auto& [was, is] : pairs) {
      if (was && is) {
        compare(*was, *is);
      } else if (is) {
        context_.add(reverse_added, scope_of(after_), {facts::dotted(is->path)},
                     {inside(before_.tree->name.span), at(line_of(*is))});
      } else {
        context_.add(reverse_removed, scope_of(after_), {facts::dotted(was->path)},
                     {at(line_of(*was)), inside(after_.tree->name.span)});
      }
    }
  }

 private:
  void compare(const Back& was, const Back& is) {
    const std::string name = facts::dotted(is.path);
    const Where where{at(line_of(was)), at(line_of(is))};
    const Difference how =
        difference(context_, {before_, was.value, line_of(was)}, {after_, is.value, line_of(is)}, Depth::tables);
    if (how == Difference::arms || how == Difference::value) {
      context_.add(reverse_changed, scope_of(after_), {name}, where);
    }
    const bool back_only = was.line->arrow == ast::Arrow::backward && is.line->arrow == ast::Arrow::backward;
    if (back_only && context_.system_name(was.owner) != is.owner) {
      context_.add(owner_changed, scope_of(after_), {name}, where, {is.owner.empty() ? "nobody" : is.owner});
    }
    // Of a line both ways the policies are one clause: what changed forward is said there.
    const bool errors = was.value->fallible || is.value->fallible;
    const auto on_error = [](const Back& one) {
      return policy("on error", one.error_value, static_cast<int>(one.on_error));
    };
    const auto on_null = [](const Back& one) {
      return policy("on null", one.null_value, static_cast<int>(one.on_null));
    };
    if (on_error(was) != on_error(is)) {
      context_.add(errors ? reverse_policy_changed : idle_policy_changed, scope_of(after_), {name}, where,
                   {"a wrong value"});
    }
    if (on_null(was) != on_null(is)) {
      context_.add(reverse_policy_changed, scope_of(after_), {name}, where, {"no value"});
    }
  }

  Context& context_;
  const facts::Map& before_;
  const facts::Map& after_;
};

}  // namespace

void compare_reverse(Context& context, const Pair<facts::Map>& maps) {
  Reverse(context, *maps.before, *maps.after).compare();
}

}  // namespace treaty::diff
