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

/// The source fields a value is made of.
void collect(const facts::Value& value, const facts::Map& map, std::set<std::string>& out);
void collect(const ValueRef& value, const facts::Map& map, std::set<std::string>& out) {
  if (value) {
    collect(*value, map, out);
  }
}
void collect_all(const std::vector<ValueRef>& values, const facts::Map& map, std::set<std::string>& out) {
  for (const ValueRef& value : values) {
    collect(value, map, out);
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
void collect(const facts::Value& value, const facts::Map& map, std::set<std::string>& out) {
  match(
      value.node, [](const facts::Unknown&) {}, [](const facts::Constant&) {}, [](const facts::Element&) {},
      [](const facts::RunStarted&) {},
      [&](const facts::SourceField& field) {
        const std::string prefix = field.of_element && map.each ? dotted(*map.each) : "";
        const std::string path = dotted(field.segments);
        out.insert(prefix.empty() || path.empty() ? prefix + path : prefix + "." + path);
      },
      [&](const facts::Access& access) { collect(access.base, map, out); },
      [&](const facts::Call& call) { collect_all(call.arguments, map, out); },
      [&](const facts::MakeList& list) { collect_all(list.items, map, out); },
      [&](const facts::Lookup& lookup) { collect(lookup.input, map, out), collect(lookup.otherwise, map, out); },
      [&](const facts::Compare& compare) { collect(compare.left, map, out), collect(compare.right, map, out); },
      [&](const facts::Not& negation) { collect(negation.operand, map, out); },
      [&](const facts::Logic& logic) { collect(logic.left, map, out), collect(logic.right, map, out); },
      [&](const facts::Choose& choose) {
        collect(choose.condition, map, out), collect(choose.then_value, map, out),
            collect(choose.else_value, map, out);
      },
      [&](const facts::Coalesce& coalesce) { collect_all(coalesce.alternatives, map, out); },
      [&](const facts::ForEach& each) { collect(each.list, map, out), collect(each.body, map, out); },
      [&](const facts::Inlined& inlined) {
        collect_all(inlined.arguments, map, out), collect(inlined.body, map, out);
      });
}

void mark_sensitive(facts::Map& map) {
  for (facts::Field& field : map.fields) {
    std::set<std::string> paths;
    collect(field.value, map, paths);
    field.sensitive = std::ranges::any_of(paths, [&](const std::string& path) {
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
