// Source fields that go nowhere, and those that are ignored and mapped at once.

#include <algorithm>

#include "compiler/base/match.h"
#include "compiler/check/follow_ups.h"
#include "compiler/check/maps.h"
#include "compiler/check/once.h"

namespace treaty::check {
namespace {

/// `whole` is `part` or lies above it.
bool covers(std::string_view whole, std::string_view part) {
  return part == whole || (part.size() > whole.size() && part.starts_with(whole) && part[whole.size()] == '.');
}

/// What no line reads or names, dotted; a record of which nothing is used is named itself, not by its parts.
void unused(const schema::Record& record, const std::string& prefix, const std::set<std::string>& used,
            std::vector<std::string>& out) {
  for (const schema::Field& field : record.fields) {
    const std::string path = prefix + field.name;
    if (std::ranges::any_of(used, [&](const std::string& one) { return covers(one, path); })) {
      continue;
    }
    const bool in_part = std::ranges::any_of(used, [&](const std::string& one) { return covers(path, one); });
    if (in_part && field.record) {
      unused(*field.record, path + ".", used, out);
    } else {
      out.push_back(path);
    }
  }
}

/// Whether any map of the resource has `ignore` or more than this line of it: where the warning stands.
const facts::Map* largest(const Context& context, const facts::Resource& resource) {
  const facts::Map* largest = nullptr;
  for (const auto& map : context.facts.maps) {
    if (map->resource == &resource && (!largest || map->fields.size() > largest->fields.size())) {
      largest = map.get();
    }
  }
  return largest;
}

bool has_errors(const Context& context, const facts::Resource& resource) {
  return std::ranges::any_of(context.facts.maps, [&](const auto& map) {
    return map->resource == &resource &&
           (has_unread_lines(*map) || std::ranges::any_of(context.out.all(), [&](const auto& said) {
              return said.kind().severity == diagnostics::Severity::error && said.span.file == map->span.file &&
                     said.span.begin >= map->span.begin && said.span.end <= map->span.end;
            }));
  });
}

void use_entries(Context& context, const facts::Resource& resource) {
  if (!resource.tree) {
    return;
  }
  for (const ast::ResourceEntry& entry : resource.tree->entries) {
    if (const auto* changes = std::get_if<ast::Changes>(&entry.node); changes && changes->field) {
      context.used[&resource].insert(changes->field->text);
    }
  }
}

void check_resource(Context& context, const facts::Resource& resource) {
  const facts::Map* map = largest(context, resource);
  if (!map || !resource.described) {
    return;
  }
  const source::Span all_of_it{map->span.file, 0,
                               static_cast<uint32_t>(context.in.files[map->span.file].text().size())};
  if (has_errors(context, resource) || is_damaged(context, all_of_it)) {
    return;  // what goes nowhere may be what a wrong line was about
  }
  use_entries(context, resource);
  std::vector<std::string> all;
  unused(*resource.record, "", context.used[&resource], all);
  if (all.empty()) {
    return;
  }
  constexpr size_t most = 40;
  std::string names;
  for (size_t i = 0; i < all.size() && i < most; ++i) {
    names += (names.empty() ? "" : ", ") + all[i];
  }
  if (all.size() > most) {
    names += " and " + std::to_string(all.size() - most) + " more";
  }
  context.out.report(map->tree->left.span, diagnostics::unmapped_fields, context.text(map->tree->left.span), names);
}

}  // namespace

void check_ignore(Context& context, const Scope& scope, facts::Map& map) {
  Once once(context, diagnostics::named_twice);
  for (const ast::MapEntry& entry : map.tree->entries) {
    const auto* ignore = std::get_if<ast::Ignore>(&entry.node);
    if (!ignore) {
      continue;
    }
    bool fresh = true;  // one field that stands twice says it for its line
    for (const ast::Expr& path : ignore->paths) {
      fresh = fresh && once(std::string(context.text(path.span)), path.span);
      std::string ignored;
      Scope own = scope;
      own.on_use = [&](const Use& use) { ignored = use.path; };
      resolve(context, own, path);
      if (ignored.empty() || !map.resource) {
        continue;
      }
      for (const auto& [used, span] : context.used_by[&map]) {
        if (covers(ignored, used)) {
          context.out.report(path.span, diagnostics::ignored_and_mapped, ignored)
              .labels.push_back({.span = span, .text = "mapped here"});
          break;
        }
      }
      context.used[map.resource].insert(ignored);
    }
  }
}

void check_coverage(Context& context) {
  for (const auto& system : context.facts.systems) {
    for (const facts::Resource& resource : system->resources) {
      check_resource(context, resource);
    }
  }
}

}  // namespace treaty::check
