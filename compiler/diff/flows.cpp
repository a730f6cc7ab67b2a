// Where private fields end: every property, link, list, subscription and condition that a labelled field reaches, and
// whether it reached it before.

#include <tuple>

#include "compiler/base/match.h"
#include "compiler/diff/compare.h"
#include "compiler/diff/values.h"

namespace treaty::diff {
namespace {

/// How much an output tells of the field; the more the later.
enum class How { hash, short_hash, decides, value };

struct Seen {
  std::string path;
  How how = How::value;
  bool let_out = false;
};

/// The fields a value is made of, and in which way.
class Inputs {
 public:
  explicit Inputs(const facts::Map& map) : map_(map) {}

  void visit(const facts::ValueRef& value, How how, bool let_out = false) {
    if (!value || !visited_.insert({value.get(), how, let_out}).second) {
      return;
    }
    const auto go = [&](const facts::ValueRef& one) { visit(one, how, let_out); };
    const auto decides = [&](const facts::ValueRef& one) { visit(one, std::min(how, How::decides), let_out); };
    const auto all = [&](const std::vector<facts::ValueRef>& values) { std::ranges::for_each(values, go); };
    match(
        value->node, [](const facts::Unknown&) {}, [](const facts::Constant&) {}, [](const facts::Element&) {},
        [](const facts::RunStarted&) {},
        [&](const facts::SourceField& field) {
          seen.push_back({dotted(map_, field), how, let_out});
        },
        [&](const facts::Access& access) { go(access.base); },
        [&](const facts::Call& call) {
          for (const facts::ValueRef& argument : call.arguments) {
            visit(argument, std::min(how, hash_of(call).value_or(How::value)), let_out);
          }
        },
        [&](const facts::MakeList& list) { all(list.items); },
        [&](const facts::Lookup& lookup) { decides(lookup.input), go(lookup.otherwise); },
        [&](const facts::Compare& compare) { decides(compare.left), decides(compare.right); },
        [&](const facts::Not& negation) { go(negation.operand); },
        [&](const facts::Logic& logic) { go(logic.left), go(logic.right); },
        [&](const facts::Choose& choose) { decides(choose.condition), go(choose.then_value), go(choose.else_value); },
        [&](const facts::Coalesce& coalesce) { all(coalesce.alternatives); },
        [&](const facts::ForEach& each) { go(each.list), go(each.body); },
        [&](const facts::Inlined& inlined) { all(inlined.arguments), go(inlined.body); },
        [&](const facts::Declassified& inner) { visit(inner.input, how, true); });
  }

  std::vector<Seen> seen;

 private:
  static std::optional<How> hash_of(const facts::Call& call) {
    const std::string_view name = call.function ? std::string_view(call.function->name) : std::string_view();
    return name == "sha256" || name == "uuid5" ? std::optional(How::hash)
           : name == "xxh3"                    ? std::optional(How::short_hash)
                                               : std::nullopt;
  }

  const facts::Map& map_;
  std::set<std::tuple<const facts::Value*, How, bool>> visited_;
};

/// One end of a field.
struct Flow {
  How how = How::value;
  const facts::Map* map = nullptr;
  source::Span span;
};
struct End {
  int kind = 0;  ///< row of the kind that says it
  std::string resource, path, to;
  auto operator<=>(const End&) const = default;
};
using Flows = std::map<End, Flow>;
using NameOf = std::function<std::string(const facts::Map&)>;

class Collect {
 public:
  Collect(const driver::Compilation& contract, NameOf resource,
          const std::function<std::string(const std::string&)>& map_name)
      : resource_(std::move(resource)), map_name_(map_name) {
    for (const auto& map : contract.facts.maps) {
      add(*map);
    }
  }
  Flows flows;

 private:
  void add(const facts::Map& map) {
    const std::string& object = map.object->name;
    for (const facts::Field& field : map.fields) {
      add(map, field.value, How::value, private_reaches_property, object + "." + field.property,
          source::join(field.line->left.span, field.line->right.span));
    }
    if (const auto where = last_of<ast::Where>(map.tree->entries); where.node) {
      add(map, map.where, How::decides, private_decides, object, where.span);
    }
    for (const facts::Association& one : map.associations) {
      const std::string label = one.label.empty() ? "" : " \"" + one.label + "\"";
      add(map, one.key, How::decides, private_reaches_association, map_name_(one.map) + label, one.span);
    }
    for (const facts::ListMembership& one : map.lists) {
      add(map, one.condition, How::decides, private_reaches_list, one.tree->list.value, one.tree->condition.span);
    }
    for (const facts::Subscription& one : map.subscriptions) {
      add(map, one.from, How::decides, private_reaches_subscription, one.tree->name.value, one.tree->from.span);
      for (const facts::ValueRef& until : one.until) {
        add(map, until, How::value, private_reaches_subscription, one.tree->name.value, one.tree->from.span);
      }
    }
  }

  void add(const facts::Map& map, const facts::ValueRef& value, How how, Kind kind, const std::string& to,
           source::Span span) {
    Inputs inputs(map);
    inputs.visit(value, how);
    for (const Seen& seen : inputs.seen) {
      if (!seen.let_out) {
        Flow& flow =
            flows.try_emplace({kind.row, resource_(map), seen.path, to}, Flow{seen.how, &map, span}).first->second;
        flow.how = std::max(flow.how, seen.how);
      }
    }
  }

  NameOf resource_;
  std::function<std::string(const std::string&)> map_name_;
};

bool overlap(const std::string& a, const std::string& b) {
  return a == b || a.starts_with(b + ".") || b.starts_with(a + ".");
}

std::string label_of(const facts::Map& map, const std::string& path) {
  const auto labelled = [&](const std::vector<std::string>& paths) {
    return std::ranges::any_of(paths, [&](const std::string& one) { return overlap(one, path); });
  };
  return labelled(map.never_paths) ? "never" : labelled(map.sensitive_paths) ? "sensitive" : "";
}

/// The label that a field has in either contract: one that was dropped in the same change still counts.
std::string label_of(const Context& context, const facts::Map& map, const std::string& path) {
  std::string label = label_of(map, path);
  for (const auto& old_map : context.before.facts.maps) {
    if (label.empty() && context.system_name(old_map->source->name) == map.source->name &&
        context.resource_name(old_map->source->name, old_map->resource->name) == map.resource->name) {
      label = label_of(*old_map, path);
    }
  }
  return label;
}

std::string words_of(How how, How before) {
  const auto word = [](How one) -> std::string {
    return one == How::value        ? "in the clear"
           : one == How::decides    ? "as a condition"
           : one == How::short_hash ? "as a hash that is no secret to whoever tries"
                                    : "as a hash";
  };
  return word(how) + ", no longer only " + word(before);
}

}  // namespace

void compare_flows(Context& context) {
  const Flows before = Collect(
                           context.before,
                           [&](const facts::Map& map) {
                             return context.system_name(map.source->name) + "." +
                                    context.resource_name(map.source->name, map.resource->name);
                           },
                           [&](const std::string& name) { return context.map_name(name); })
                           .flows;
  const Flows after =
      Collect(
          context.after, [](const facts::Map& map) { return map.source->name + "." + map.resource->name; },
          [](const std::string& name) { return name; })
          .flows;
  for (const auto& [end, flow] : after) {
    const std::string label = label_of(context, *flow.map, end.path);
    const auto was = before.find(end);
    if (label.empty() || (was != before.end() && was->second.how >= flow.how)) {
      continue;
    }
    const auto pair = std::ranges::find(context.maps, flow.map, &Pair<facts::Map>::after);
    const bool fresh = !pair->before;
    const Place old_place = was != before.end() ? at(was->second.span)
                            : fresh             ? context.header_before()
                                                : inside(pair->before->tree->name.span);
    const Where where{old_place, at(fresh ? flow.map->tree->name.span : flow.span)};
    const Kind kind = was != before.end() ? private_less_hidden : Kind{end.kind};
    Change& change = context.add(kind, scope_of(*flow.map), {end.path + " -> " + end.to}, where, {label});
    if (was != before.end()) {
      change.arguments.push_back(words_of(flow.how, was->second.how));
    }
  }
}

}  // namespace treaty::diff
