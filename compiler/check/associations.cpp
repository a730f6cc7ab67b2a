// What points at records of other maps, and in which order the maps can run.

#include <algorithm>

#include "compiler/check/amounts.h"
#include "compiler/check/maps.h"

namespace treaty::check {
namespace {

bool is_key(const Type& type) {
  const Kind kind = type.kind == Kind::list ? element_of(type).kind : type.kind;
  return kind == Kind::text || kind == Kind::integer || kind == Kind::enumeration || kind == Kind::unknown ||
         kind == Kind::null;
}

/// Depth first through what each map waits for.
class Order {
 public:
  explicit Order(Context& context) : context_(context) {}

  void visit(const facts::Map& map) {
    if (done_.contains(&map) || reported_) {
      return;
    }
    const auto open = std::ranges::find(trail_, &map);
    if (open != trail_.end()) {
      report(open);
      return;
    }
    trail_.push_back(&map);
    for (const facts::Map* next : waits_for(context_, map)) {
      visit(*next);
    }
    trail_.pop_back();
    done_.insert(&map);
  }

 private:
  void report(std::vector<const facts::Map*>::const_iterator open) {
    std::string names;
    for (auto one = open; one != trail_.cend(); ++one) {
      names += "`" + (*one)->name + "` → ";
    }
    names += "`" + (*open)->name + "`";
    context_.out.report((*open)->tree->name.span, diagnostics::after_cycle, names);
    reported_ = true;
  }

  Context& context_;
  std::vector<const facts::Map*> trail_;
  std::set<const facts::Map*> done_;
  bool reported_ = false;
};

}  // namespace

std::vector<const facts::Map*> waits_for(const Context& context, const facts::Map& map) {
  std::vector<const facts::Map*> before;
  const auto add = [&](const std::string& name) {
    const facts::Map* one = context.facts.map(name);
    if (one && one != &map && std::ranges::find(before, one) == before.end()) {
      before.push_back(one);
    }
  };
  std::ranges::for_each(map.after, add);
  for (const facts::Association& association : map.associations) {
    add(association.map);
  }
  return before;
}

void check_association(Context& context, const Scope& scope, facts::Map& map, const ast::MapEntry& entry,
                       const ast::Associate& associate) {
  ValueRef key = settled(context, resolve(context, scope, associate.key));
  if (associate.label) {
    check_not_empty(context.out, *associate.label, "associate");
  }
  if (const auto& many = associate.cardinality; many && many->text != "one" && many->text != "many") {
    suggest(context.out.report(many->span, diagnostics::unknown_cardinality, many->text), many->text, many->span,
            {"one", "many"});
  } else if (many && many->text == "one" && key->type.kind == Kind::list) {
    context.out.report(many->span, diagnostics::list_into_one, context.text(key->span))
        .labels.push_back({.span = key->span, .text = "a list"});
  }
  const ast::Name& name = associate.map;
  if (!context.maps.contains(name.text)) {
    suggest(context.out.report(name.span, diagnostics::unknown_map, name.text), name.text, name.span,
            keys_of(context.maps));
    return;
  }
  if (!std::holds_alternative<facts::Unknown>(key->node) && !is_key(key->type)) {
    context.out.report(key->span, diagnostics::associate_key_type, name.text, describe(key->type));
    return;
  }
  facts::Association association{.line = &associate, .span = entry.span, .map = name.text};
  association.label = associate.label ? associate.label->value : "";
  association.many = associate.cardinality ? associate.cardinality->text == "many" : key->type.kind == Kind::list;
  association.key = key;
  map.associations.push_back(std::move(association));
}

void check_order(Context& context) {
  Order order(context);
  for (const auto& map : context.facts.maps) {
    order.visit(*map);
  }
}

}  // namespace treaty::check
