// What records belong to, and which lists they are on.

#include "compiler/diff/compare.h"
#include "compiler/diff/values.h"

namespace treaty::diff {
namespace {

std::string name_of(const facts::Association& one) {
  return one.map + (one.label.empty() ? "" : " \"" + one.label + "\"");
}

class Links {
 public:
  Links(Context& context, const facts::Map& before, const facts::Map& after)
      : context_(context), before_(before), after_(after) {}

  void compare_associations() {
    using One = facts::Association;
    auto pairs = paired<One>(
        pointers_to(before_.associations), pointers_to(after_.associations),
        [&](const One& one) { return context_.map_name(one.map) + "\n" + one.label; },
        [](const One& one) { return one.map + "\n" + one.label; });
    relabel(pairs);
    for (const auto& [was, is] : pairs) {
      if (was && is) {
        compare(*was, *is);
      } else if (is) {
        add(association_added, {name_of(*is)}, {inside(before_.tree->name.span), at(is->span)});
      } else if (was) {
        add(association_removed, {name_of(*was)}, {at(was->span), inside(after_.tree->name.span)});
      }
    }
  }

  void compare_lists() {
    using One = facts::ListMembership;
    auto pairs = paired<One>(pointers_to(before_.lists), pointers_to(after_.lists),
                             [](const One& one) { return one.tree->list.value; });
    join(pairs,
         [&](const One& was, const One& is) { return context_.same(was.condition, is.condition, Depth::whole); });
    for (const auto& [was, is] : pairs) {
      const Where where{was ? at(span_of(*was)) : inside(before_.tree->name.span),
                        is ? at(span_of(*is)) : inside(after_.tree->name.span)};
      if (!was && !is) {
        continue;
      }
      const std::string name = (is ? is : was)->tree->list.value;
      if (!was || !is) {
        add(is ? list_added : list_removed, {name}, where);
      } else if (was->tree->list.value != name) {
        add(list_renamed, {name}, where, {"`" + was->tree->list.value + "`"});
      } else if (!context_.same(was->condition, is->condition, Depth::whole)) {
        add(list_condition_changed, {name}, where);
      }
    }
  }

 private:
  Change& add(Kind kind, std::vector<std::string> subjects, Where where, std::vector<std::string> arguments = {}) {
    return context_.add(kind, scope_of(after_), std::move(subjects), where, std::move(arguments));
  }
  static source::Span span_of(const facts::ListMembership& list) {
    return source::join(list.tree->list.span, list.tree->condition.span);
  }

  /// Puts what is left over on both sides together where it is alike and nothing else is.
  template <class One, class Alike>
  static void join(std::vector<Pair<One>>& pairs, Alike alike) {
    for (Pair<One>& added : pairs) {
      std::vector<Pair<One>*> candidates;
      for (Pair<One>& removed : pairs) {
        if (!added.before && added.after && removed.before && !removed.after &&
            alike(*removed.before, *added.after)) {
          candidates.push_back(&removed);
        }
      }
      if (candidates.size() == 1) {
        added.before = std::exchange(candidates.front()->before, nullptr);
      }
    }
  }

  void relabel(std::vector<Pair<facts::Association>>& pairs) {
    join(pairs, [&](const facts::Association& was, const facts::Association& is) {
      return context_.map_name(was.map) == is.map && context_.same(was.key, is.key, Depth::whole);
    });
  }

  void compare(const facts::Association& was, const facts::Association& is) {
    const Where where{at(was.span), at(is.span)};
    if (was.label != is.label) {
      add(association_label_changed, {name_of(was)}, where, {is.label.empty() ? "not" : "`" + is.label + "`"});
    }
    if (was.many != is.many) {
      add(is.many ? association_widened : association_narrowed, {name_of(is)}, where);
    }
    if (!context_.same(was.key, is.key, Depth::whole)) {
      add(association_key_changed, {name_of(is)}, where);
    }
    const bool old_said = was.line->cardinality.has_value(), said = is.line->cardinality.has_value();
    if (was.many == is.many && old_said != said) {
      add(default_spelled_out, {is.many ? "many" : "one"}, where);
    }
  }

  Context& context_;
  const facts::Map& before_;
  const facts::Map& after_;
};

}  // namespace

void compare_links(Context& context, const Pair<facts::Map>& maps) {
  Links links(context, *maps.before, *maps.after);
  links.compare_associations();
  links.compare_lists();
}

}  // namespace treaty::diff
