#include "compiler/diff/values.h"

#include "compiler/base/match.h"

namespace treaty::diff {
namespace {

class Walk {
 public:
  explicit Walk(const std::function<void(const facts::ValueRef&)>& visit) : visit_(visit) {}

  void go(const facts::ValueRef& value) {
    if (!value || !seen_.insert(value.get()).second) {
      return;
    }
    visit_(value);
    const auto all = [&](const std::vector<facts::ValueRef>& values) {
      std::ranges::for_each(values, [&](const facts::ValueRef& one) { go(one); });
    };
    match(
        value->node, [](const facts::Unknown&) {}, [](const facts::Constant&) {}, [](const facts::SourceField&) {},
        [](const facts::Element&) {}, [](const facts::RunStarted&) {},
        [&](const facts::Access& access) { go(access.base); }, [&](const facts::Call& call) { all(call.arguments); },
        [&](const facts::MakeList& list) { all(list.items); },
        [&](const facts::Lookup& lookup) { go(lookup.input), go(lookup.otherwise); },
        [&](const facts::Compare& compare) { go(compare.left), go(compare.right); },
        [&](const facts::Not& negation) { go(negation.operand); },
        [&](const facts::Logic& logic) { go(logic.left), go(logic.right); },
        [&](const facts::Choose& choose) { go(choose.condition), go(choose.then_value), go(choose.else_value); },
        [&](const facts::Coalesce& coalesce) { all(coalesce.alternatives); },
        [&](const facts::ForEach& each) { go(each.list), go(each.body); },
        [&](const facts::Inlined& inlined) { all(inlined.arguments), go(inlined.body); },
        [&](const facts::Declassified& let_out) { go(let_out.input); });
  }

 private:
  const std::function<void(const facts::ValueRef&)>& visit_;
  std::set<const facts::Value*> seen_;
};

/// Values are shared: each is looked at once where it is caught, and once where it is not.
class Rest {
 public:
  explicit Rest(const std::function<bool(const facts::Lookup&)>& is_it) : is_it_(is_it) {}

  bool of(const facts::ValueRef& root, bool caught) {
    bool found = false;
    const std::function<void(const facts::ValueRef&)> visit = [&](const facts::ValueRef& value) {
      if (found || !seen_.insert({value.get(), caught}).second) {
        return;
      }
      if (const auto* lookup = std::get_if<facts::Lookup>(&value->node)) {
        found = is_it_(*lookup) && (caught || lookup->otherwise);
      } else if (const auto* choice = std::get_if<facts::Coalesce>(&value->node); choice && !caught) {
        for (size_t i = 0; i + 1 < choice->alternatives.size() && !found; ++i) {
          found = of(choice->alternatives[i], true);
        }
      }
    };
    Walk(visit).go(root);
    return found;
  }

 private:
  const std::function<bool(const facts::Lookup&)>& is_it_;
  std::set<std::pair<const facts::Value*, bool>> seen_;
};

/// A step that drops something of its input.
struct Lossy {
  std::string name;
  std::string sign;  ///< with its fixed arguments
};

/// One-way steps that put values together or turn them into another form: what goes in is still told by what comes
/// out.
bool keeps_its_input(const functions::Function& function) {
  static const std::set<std::string_view> names = {
      "concat",  "text",      "add",        "subtract",  "multiply", "divide", "format",   "epoch_ms",
      "epoch_s", "json_text", "add_months", "timestamp", "unit",     "repeat", "pad_left", "pad_right"};
  return names.contains(function.name);
}

std::optional<Lossy> lossy_step(const facts::Value& value) {
  if (const auto* each = std::get_if<facts::ForEach>(&value.node)) {
    switch (each->op) {
      case facts::ListOperation::filter:
        return Lossy{"filter", "filter"};
      case facts::ListOperation::sum:
        return Lossy{"sum", "sum"};
      case facts::ListOperation::any:
        return Lossy{"any", "any"};
      case facts::ListOperation::all:
        return Lossy{"all", "all"};
      case facts::ListOperation::map:
      case facts::ListOperation::sort:
        return std::nullopt;
    }
  }
  const auto* call = std::get_if<facts::Call>(&value.node);
  if (!call || call->function->reversal != functions::Reversal::one_way || keeps_its_input(*call->function)) {
    return std::nullopt;
  }
  Lossy lossy{call->function->name, call->function->key};
  for (const facts::ValueRef& argument : call->arguments) {
    const auto* constant = argument ? std::get_if<facts::Constant>(&argument->node) : nullptr;
    lossy.sign += constant ? " " + spelled(constant->literal) : " -";
  }
  return lossy;
}

std::vector<Lossy> lossy_steps(const facts::ValueRef& root) {
  std::vector<Lossy> found;
  each_part(root, [&](const facts::ValueRef& value) {
    if (auto one = lossy_step(*value)) {
      found.push_back(std::move(*one));
    }
  });
  return found;
}

/// A field of either record that the documents describe by another type.
bool reads_changed_type(const Written& was, const Written& is) {
  std::map<std::string, types::Type> types;
  each_part(was.value, [&](const facts::ValueRef& value) {
    if (const auto* field = std::get_if<facts::SourceField>(&value->node)) {
      types.emplace(dotted(was.map, *field), value->type);
    }
  });
  bool changed = false;
  each_part(is.value, [&](const facts::ValueRef& value) {
    const auto* field = std::get_if<facts::SourceField>(&value->node);
    const auto known = field ? types.find(dotted(is.map, *field)) : types.end();
    changed = changed || (known != types.end() && !(known->second == value->type));
  });
  return changed;
}

}  // namespace

void each_part(const facts::ValueRef& root, const std::function<void(const facts::ValueRef&)>& visit) {
  Walk(visit).go(root);
}

bool goes_on(const facts::ValueRef& root, const std::function<bool(const facts::Lookup&)>& is_it, bool caught) {
  return Rest(is_it).of(root, caught);
}

std::string dotted(const facts::Map& map, const facts::SourceField& field) {
  const std::string prefix = field.of_element && map.each ? facts::dotted(*map.each) : "";
  const std::string path = facts::dotted(field.segments);
  return prefix.empty() || path.empty() ? prefix + path : prefix + "." + path;
}

std::set<std::string> fields_of(const facts::Map& map, const facts::ValueRef& root) {
  std::set<std::string> names;
  each_part(root, [&](const facts::ValueRef& value) {
    if (const auto* field = std::get_if<facts::SourceField>(&value->node)) {
      names.insert(dotted(map, *field));
    }
  });
  return names;
}

Difference difference(Context& context, const Written& was, const Written& is, Depth named) {
  if (context.same(was.value, is.value, Depth::whole)) {
    return Difference::none;
  }
  if (context.same(was.value, is.value, named)) {
    return Difference::elsewhere;
  }
  const std::string &old_zone = was.map.source->zone, &zone = is.map.source->zone;
  if (old_zone != zone &&
      context.meanings.of(context.before.facts, was.value, named, old_zone.empty() ? "UTC" : old_zone) ==
          context.meanings.of(context.after.facts, is.value, named, zone.empty() ? "UTC" : zone)) {
    return Difference::elsewhere;
  }
  if (context.same_text(was.span, is.span) && reads_changed_type(was, is)) {
    return Difference::elsewhere;
  }
  return context.same(was.value, is.value, Depth::open) ? Difference::arms : Difference::value;
}

void add_value_change(Context& context, Kind otherwise, const std::string& scope, const std::string& subject,
                      const Written& was, const Written& is, const Where& where) {
  std::vector<Lossy> steps = lossy_steps(is.value);
  const std::vector<Lossy> old_steps = lossy_steps(was.value);
  for (const Lossy& old_step : old_steps) {
    const auto same = std::ranges::find(steps, old_step.sign, &Lossy::sign);
    if (same != steps.end()) {
      steps.erase(same);
    }
  }
  if (steps.empty()) {
    context.add(otherwise, scope, {subject}, where);
    return;
  }
  std::vector<std::string> added, changed;
  for (const Lossy& step : steps) {
    const bool known = std::ranges::find(old_steps, step.name, &Lossy::name) != old_steps.end();
    (known ? changed : added).push_back("`" + step.name + "`");
  }
  context.add(added.empty() ? lossy_step_changed : lossy_step_added, scope, {subject}, where,
              {joined(added.empty() ? changed : added)});
}

std::vector<ValuePair> value_pairs(const Context& context) {
  std::vector<ValuePair> pairs;
  for (const auto& [old_map, map] : context.maps) {
    if (!old_map || !map) {
      continue;
    }
    const auto add = [&](const std::string& use, const facts::ValueRef& was, const facts::ValueRef& is, bool back) {
      pairs.push_back({map->name + "." + use, {*old_map, was, {}}, {*map, is, {}}, back});
    };
    for (const facts::Field& field : map->fields) {
      const auto was = std::ranges::find(old_map->fields, field.property, &facts::Field::property);
      if (was != old_map->fields.end()) {
        add(field.property, was->value, field.value, false);
      }
    }
    for (const facts::ReverseField& field : map->reverse) {
      const auto was = std::ranges::find_if(old_map->reverse, [&](const facts::ReverseField& one) {
        return facts::dotted(one.path) == facts::dotted(field.path);
      });
      if (was != old_map->reverse.end()) {
        add(facts::dotted(field.path), was->value, field.value, true);
      }
    }
    if (old_map->where && map->where) {
      add("where", old_map->where, map->where, false);
    }
    for (size_t i = 0; i < std::min(old_map->associations.size(), map->associations.size()); ++i) {
      add("associate", old_map->associations[i].key, map->associations[i].key, false);
    }
    for (size_t i = 0; i < std::min(old_map->lists.size(), map->lists.size()); ++i) {
      add("list", old_map->lists[i].condition, map->lists[i].condition, false);
    }
    for (size_t i = 0; i < std::min(old_map->subscriptions.size(), map->subscriptions.size()); ++i) {
      add("subscription", old_map->subscriptions[i].from, map->subscriptions[i].from, false);
    }
  }
  return pairs;
}

}  // namespace treaty::diff
