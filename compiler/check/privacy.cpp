// What must never leave its system, and what is masked wherever it shows.

#include <algorithm>

#include "compiler/base/match.h"
#include "compiler/check/maps.h"

namespace treaty::check {
namespace {

bool overlap(const std::string& a, const std::string& b) {
  const std::string& shorter = a.size() < b.size() ? a : b;
  const std::string& longer = a.size() < b.size() ? b : a;
  return longer == shorter || (longer.starts_with(shorter) && longer[shorter.size()] == '.');
}

const facts::Resource* find_resource(Context& context, const ast::QualifiedName& name) {
  const facts::System* system = name.parts.empty() ? nullptr : context.facts.system(name.parts[0].text);
  if (!system) {
    std::vector<std::string> names;
    for (const auto& one : context.facts.systems) {
      names.push_back(one->name);
    }
    const ast::Name wrong = name.parts.empty() ? ast::Name{.text = "", .span = name.span} : name.parts[0];
    suggest(context.out.report(wrong.span, diagnostics::unknown_system, wrong.text), wrong.text, wrong.span, names);
    return nullptr;
  }
  if (name.parts.size() < 2) {
    return nullptr;
  }
  const facts::Resource* resource = system->find(name.parts[1].text);
  if (!resource) {
    auto& said =
        context.out.report(name.parts[1].span, diagnostics::unknown_resource, name.parts[1].text, system->name);
    suggest(said, name.parts[1].text, name.parts[1].span, names_of(system->resources, &facts::Resource::name));
  }
  return resource;
}

/// Holds every map of the resource to one entry's paths.
void apply(Context& context, const facts::Resource& resource, const std::string& path, bool never,
           source::Span span) {
  for (const auto& map : context.facts.maps) {
    if (map->resource != &resource) {
      continue;
    }
    (never ? map->never_paths : map->sensitive_paths).push_back(path);
    if (!never) {
      continue;
    }
    for (const auto& [used, place] : context.used_by[map.get()]) {
      if (overlap(path, used)) {
        context.out.report(place, diagnostics::never_field_used, used)
            .labels.push_back({.span = span, .text = "said here"});
      }
    }
  }
}

std::string dotted(const std::vector<facts::Segment>& segments) {
  std::string text;
  for (const facts::Segment& segment : segments) {
    if (const auto* name = std::get_if<std::string>(&segment)) {
      text += (text.empty() ? "" : ".") + *name;
    }
  }
  return text;
}
/// The source fields a value is made of. Values are shared: each is visited once.
class Sources {
 public:
  explicit Sources(const facts::Map& map) : map_(map) {}

  void visit(const ValueRef& value) {
    if (!value || !seen_.insert(value.get()).second) {
      return;
    }
    match(
        value->node, [](const facts::Unknown&) {}, [](const facts::Constant&) {}, [](const facts::Element&) {},
        [](const facts::RunStarted&) {}, [&](const facts::SourceField& field) { add(field); },
        [&](const facts::Access& access) { visit(access.base); },
        [&](const facts::Call& call) { visit_all(call.arguments); },
        [&](const facts::MakeList& list) { visit_all(list.items); },
        [&](const facts::Lookup& lookup) { visit(lookup.input), visit(lookup.otherwise); },
        [&](const facts::Compare& compare) { visit(compare.left), visit(compare.right); },
        [&](const facts::Not& negation) { visit(negation.operand); },
        [&](const facts::Logic& logic) { visit(logic.left), visit(logic.right); },
        [&](const facts::Choose& choose) {
          visit(choose.condition), visit(choose.then_value), visit(choose.else_value);
        },
        [&](const facts::Coalesce& coalesce) { visit_all(coalesce.alternatives); },
        [&](const facts::ForEach& each) { visit(each.list), visit(each.body); },
        [&](const facts::Inlined& inlined) { visit_all(inlined.arguments), visit(inlined.body); });
  }

  std::set<std::string> paths;

 private:
  void visit_all(const std::vector<ValueRef>& values) {
    for (const ValueRef& value : values) {
      visit(value);
    }
  }
  void add(const facts::SourceField& field) {
    const std::string prefix = field.of_element && map_.each ? dotted(*map_.each) : "";
    const std::string path = dotted(field.segments);
    paths.insert(prefix.empty() || path.empty() ? prefix + path : prefix + "." + path);
  }

  const facts::Map& map_;
  std::set<const facts::Value*> seen_;
};

void mark_sensitive(facts::Map& map) {
  for (facts::Field& field : map.fields) {
    Sources sources(map);
    sources.visit(field.value);
    field.sensitive = std::ranges::any_of(sources.paths, [&](const std::string& path) {
      return std::ranges::any_of(map.sensitive_paths, [&](const std::string& one) { return overlap(path, one); });
    });
  }
}

}  // namespace

void check_privacy(Context& context) {
  for (const ast::Item& item : context.in.contract.items) {
    const auto* privacy = std::get_if<ast::Privacy>(&item.node);
    const facts::Resource* resource = privacy ? find_resource(context, privacy->resource) : nullptr;
    if (!resource) {
      continue;
    }
    for (const ast::Privacy::Entry& entry : privacy->entries) {
      const bool never = entry.label.text == "never";
      for (const ast::Expr& path : entry.paths) {
        Scope scope{.record = resource->record, .record_name = std::string(context.text(privacy->resource.span))};
        scope.on_use = [&](const std::string& used, source::Span span) {
          if (never) {
            context.used[resource].insert(used);
          }
          apply(context, *resource, used, never, span);
        };
        resolve(context, scope, path);
      }
    }
  }
  for (const auto& map : context.facts.maps) {
    mark_sensitive(*map);
  }
}

}  // namespace treaty::check
