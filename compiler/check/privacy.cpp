// What must never leave its system, and what is masked wherever it shows.

#include <algorithm>
#include <set>

#include "compiler/check/inputs.h"
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
    const ast::Name wrong = name.parts.empty() ? ast::Name{.text = "", .span = name.span} : name.parts[0];
    suggest_side(context, context.out.report(wrong.span, diagnostics::unknown_system, wrong.text), name);
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

using How = facts::PrivateInput::How;

/// Every value of a map that leaves it, or decides what does.
FieldInputs inputs_of(const facts::Map& map) {
  FieldInputs inputs(map);
  inputs.visit(map.where, How::condition);
  for (const facts::Field& field : map.fields) {
    inputs.visit(field.value, How::value);
  }
  for (const facts::Association& association : map.associations) {
    inputs.visit(association.key, How::key);
  }
  for (const facts::ListMembership& list : map.lists) {
    inputs.visit(list.condition, How::condition);
  }
  for (const facts::Subscription& subscription : map.subscriptions) {
    inputs.visit(subscription.from, How::condition);
    for (const ValueRef& until : subscription.until) {
      inputs.visit(until, How::value);
    }
  }
  return inputs;
}

How how_used(const facts::Map& map, source::Span place) {
  for (const FieldInputs::Input& input : inputs_of(map).found) {
    if (input.span.file == place.file && input.span.begin == place.begin) {
      return input.how;
    }
  }
  return How::value;
}

const char* words_for(How how) {
  switch (how) {
    case How::value:
      return "";
    case How::condition:
      return "what is decided by it tells of it: whoever sees the outcome knows the value, or what it is not";
    case How::key:
      return "what is found by it tells of it: the pairs of a table are known";
    case How::hash:
      return "a hash of it tells of it: whoever can guess the value can check the guess";
  }
  return "";
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
    for (const auto& [used, place] : context.leaving[map.get()]) {
      if (overlap(path, used)) {
        auto& said = context.out.report(place, diagnostics::never_field_used, used);
        said.labels.push_back({.span = span, .text = "said here"});
        if (const char* note = words_for(how_used(*map, place)); *note != 0) {
          said.notes.emplace_back(note);
        }
      }
    }
  }
}

/// What a resource's own entries tell of: its deletions are carried over, its changes are kept count of, its
/// addresses stand in logs.
void check_shown(Context& context, const facts::Resource& resource, const std::string& path, source::Span span) {
  for (const auto& [used, place] : context.shown[&resource]) {
    if (overlap(path, used)) {
      auto& said = context.out.report(place, diagnostics::never_field_used, used);
      said.labels.push_back({.span = span, .text = "said here"});
      said.notes.emplace_back(
          "what is deleted, when it changed and which address is asked for show outside of the system");
    }
  }
}

std::vector<facts::PrivateInput> private_inputs(const facts::Map& map, const ValueRef& value, How how) {
  FieldInputs inputs(map);
  inputs.visit(value, how);
  std::vector<facts::PrivateInput> found;
  const auto labelled = [](const std::vector<std::string>& paths, const std::string& path) {
    return std::ranges::any_of(paths, [&](const std::string& one) { return overlap(path, one); });
  };
  for (const FieldInputs::Input& input : inputs.found) {
    const bool never = labelled(map.never_paths, input.path);
    if (!never && !labelled(map.sensitive_paths, input.path)) {
      continue;
    }
    facts::PrivateInput one{.path = input.path,
                            .label = never ? "never" : "sensitive",
                            .how = input.how,
                            .declassified = input.declassified};
    if (std::ranges::find(found, one) == found.end()) {
      found.push_back(std::move(one));
    }
  }
  return found;
}

/// The key of an association waits in the ledger until the other record is there.
void check_association_keys(Context& context, const facts::Map& map) {
  for (const facts::Association& association : map.associations) {
    for (const facts::PrivateInput& input : association.private_inputs) {
      if (input.label == "sensitive" && input.how == How::key) {
        context.out.report(association.line->key.span, diagnostics::sensitive_key, input.path);
      }
    }
  }
}

void label(facts::Map& map) {
  for (facts::Field& field : map.fields) {
    field.private_inputs = private_inputs(map, field.value, How::value);
    field.sensitive = !field.private_inputs.empty();
  }
  for (facts::Association& association : map.associations) {
    association.private_inputs = private_inputs(map, association.key, How::key);
  }
  for (facts::ListMembership& list : map.lists) {
    list.private_inputs = private_inputs(map, list.condition, How::condition);
  }
  for (facts::Subscription& subscription : map.subscriptions) {
    subscription.private_inputs = private_inputs(map, subscription.from, How::condition);
  }
  map.filtered_by = private_inputs(map, map.where, How::condition);
}

/// What tells records apart stands in the ledger, in logs and in letters, and in the addresses of requests.
void check_key(Context& context, const facts::Resource& resource, const std::string& path, bool never,
               source::Span span) {
  for (const ast::ResourceEntry& entry : resource.tree->entries) {
    const auto* key = std::get_if<ast::Key>(&entry.node);
    for (const ast::Name& field : key ? key->fields : std::vector<ast::Name>()) {
      if (!overlap(path, field.text)) {
        continue;
      }
      auto& said = never ? context.out.report(field.span, diagnostics::never_key, field.text)
                         : context.out.report(field.span, diagnostics::sensitive_key, field.text);
      said.labels.push_back({.span = span, .text = "said here"});
    }
  }
}

/// A reason for what nobody kept back hides the ones that matter.
void check_needless(Context& context) {
  for (facts::Declassification& one : context.facts.declassified) {
    const auto of = std::ranges::find_if(context.facts.maps, [&](const auto& map) {
      return std::ranges::any_of(one.paths, [&](const std::string& path) {
        return context.used_by[map.get()].contains(path) &&
               std::ranges::any_of(map->never_paths, [&](const std::string& never) { return overlap(never, path); });
      });
    });
    one.map = of == context.facts.maps.end() ? "" : (*of)->name;
    if (one.map.empty()) {
      context.out.report(one.span, diagnostics::declassify_needless);
    }
  }
}

}  // namespace

void check_privacy(Context& context) {
  std::map<std::pair<const facts::Resource*, std::string>, source::Span> labelled;
  for (const ast::Item& item : context.in.contract.items) {
    const auto* privacy = std::get_if<ast::Privacy>(&item.node);
    const facts::Resource* resource = privacy ? find_resource(context, privacy->resource) : nullptr;
    if (!resource) {
      continue;
    }
    for (const ast::Privacy::Entry& entry : privacy->entries) {
      static const std::vector<std::string> labels = {"never", "sensitive"};
      if (std::ranges::find(labels, entry.label.text) == labels.end()) {
        suggest(context.out.report(entry.label.span, diagnostics::privacy_label, entry.label.text), entry.label.text,
                entry.label.span, labels);
        continue;
      }
      const bool never = entry.label.text == "never";
      for (const ast::Expr& path : entry.paths) {
        Scope scope{.record = resource->record, .record_name = std::string(context.text(privacy->resource.span))};
        scope.on_use = [&](const Use& use) {
          const auto [before, fresh] = labelled.emplace(std::pair(resource, use.path), use.span);
          if (!fresh) {
            context.out.report(use.span, diagnostics::labelled_twice, use.path)
                .labels.push_back({.span = before->second, .text = "first here"});
          }
          if (never) {
            context.used[resource].insert(use.path);
            check_shown(context, *resource, use.path, use.span);
          }
          apply(context, *resource, use.path, never, use.span);
          check_key(context, *resource, use.path, never, use.span);
        };
        resolve(context, scope, path);
      }
    }
  }
  for (const auto& map : context.facts.maps) {
    label(*map);
    check_association_keys(context, *map);
  }
  check_needless(context);
}

}  // namespace treaty::check
