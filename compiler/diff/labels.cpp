// What must never leave, what is masked, and what was let go all the same.

#include "compiler/base/match.h"
#include "compiler/diff/compare.h"

namespace treaty::diff {
namespace {

struct Label {
  bool never = false;
  source::Span span;
  std::string reason;
};
/// By path, of one resource.
using Labels = std::map<std::string, Label>;

std::string path_of(const ast::Expr& expr) {
  std::string text;
  const auto* path = std::get_if<ast::Path>(&expr.node);
  for (const auto& segment : path ? path->segments : decltype(path->segments)()) {
    if (const auto* field = std::get_if<ast::Path::Field>(&segment)) {
      text += (text.empty() ? "" : ".") + field->name.text;
    }
  }
  return text;
}

std::map<std::string, Labels> labels_of(const driver::Compilation& contract,
                                        const std::function<std::string(const ast::QualifiedName&)>& name_of) {
  std::map<std::string, Labels> labels;
  for (const auto& privacy : all_of<ast::Privacy>(contract.contract.items)) {
    Labels& of = labels[name_of(privacy.node->resource)];
    for (const ast::Privacy::Entry& entry : privacy.node->entries) {
      for (const ast::Expr& path : entry.paths) {
        const Label label{entry.label.text == "never", path.span, entry.reason ? entry.reason->value : ""};
        Label& known = of.try_emplace(path_of(path), label).first->second;
        known = label.never && !known.never ? label : known;
      }
    }
  }
  return labels;
}

/// What holds for a path: its own label, or that of what it is in.
const Label* label_for(const Labels& labels, const std::string& path) {
  const Label* found = nullptr;
  for (const auto& [labelled, label] : labels) {
    const bool covers = path == labelled || path.starts_with(labelled + ".");
    found = covers && (!found || label.never) ? &label : found;
  }
  return found;
}

std::string joined_name(const ast::QualifiedName& name) { return joined(texts_of(name.parts), "."); }

void compare_one(Context& context, const std::string& resource, const Labels& before, const Labels& after) {
  const auto word = [](const Label& label) { return std::string(label.never ? "never" : "sensitive"); };
  const std::string scope = "privacy " + resource;
  for (const auto& [path, was] : before) {
    const Label* is = label_for(after, path);
    const Place place = is ? at(is->span) : context.header_after();
    if (!is) {
      context.add(label_dropped, scope, {path}, {at(was.span), place}, {word(was)}).was = word(was) + " " + path;
    } else if (was.never && !is->never) {
      Change& change = context.add(label_weakened, scope, {path}, {at(was.span), place});
      change.was = "never " + path;
      change.is = "sensitive " + path;
    } else if (was.reason != is->reason) {
      Change& change = context.add(words_changed, scope, {"the reason for " + path}, {at(was.span), place});
      change.was = was.reason;
      change.is = is->reason;
    }
  }
  for (const auto& [path, is] : after) {
    const Label* was = label_for(before, path);
    if (!was || (is.never && !was->never)) {
      context
          .add(label_added, scope, {path}, {was ? at(was->span) : context.header_before(), at(is.span)}, {word(is)})
          .is = word(is) + " " + path;
    }
  }
}

void compare_declassified(Context& context) {
  const auto key = [](const std::string& map, const facts::Declassification& one) {
    return map + " " + joined(one.paths);
  };
  const auto& before = context.before.facts.declassified;
  const auto& after = context.after.facts.declassified;
  const auto pairs = paired<facts::Declassification>(
      pointers_to(before), pointers_to(after), [&](const auto& one) { return key(context.map_name(one.map), one); },
      [&](const auto& one) { return key(one.map, one); });
  for (const auto& [was, is] : pairs) {
    const std::string scope = "map " + (is ? is->map : was->map);
    if (was && is) {
      if (was->party != is->party || was->reason != is->reason) {
        context.add(declassify_changed, scope, is->paths, {at(was->span), at(is->span)}, {is->party});
      }
    } else if (is) {
      context.add(declassify_added, scope, is->paths, {context.header_before(), at(is->span)}, {is->party});
    } else {
      context.add(declassify_removed, scope, was->paths, {at(was->span), context.header_after()});
    }
  }
}

}  // namespace

void compare_labels(Context& context) {
  const auto before = labels_of(context.before, [&](const ast::QualifiedName& name) {
    return name.parts.size() < 2 ? joined_name(name)
                                 : context.system_name(name.parts[0].text) + "." +
                                       context.resource_name(name.parts[0].text, name.parts[1].text);
  });
  const auto after = labels_of(context.after, joined_name);
  std::set<std::string> resources;
  std::ranges::transform(before, std::inserter(resources, resources.end()),
                         [](const auto& one) { return one.first; });
  std::ranges::transform(after, std::inserter(resources, resources.end()), [](const auto& one) { return one.first; });
  for (const std::string& resource : resources) {
    const auto was = before.find(resource), is = after.find(resource);
    const bool gone = std::ranges::none_of(context.after.facts.systems, [&](const auto& system) {
      return std::ranges::any_of(system->resources,
                                 [&](const auto& one) { return system->name + "." + one.name == resource; });
    });
    if (!gone) {
      compare_one(context, resource, was == before.end() ? Labels() : was->second,
                  is == after.end() ? Labels() : is->second);
    }
  }
  compare_declassified(context);
}

}  // namespace treaty::diff
