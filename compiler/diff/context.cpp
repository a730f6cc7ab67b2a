#include "compiler/diff/context.h"

#include "compiler/base/match.h"

namespace treaty::diff {
namespace {

std::vector<const ast::Contract*> trees_of(const driver::Compilation& compilation) {
  std::vector<const ast::Contract*> trees = {&compilation.contract};
  for (const ast::Contract& library : compilation.libraries) {
    trees.push_back(&library);
  }
  return trees;
}

std::set<std::string> transforms_of(const driver::Compilation& compilation) {
  std::set<std::string> names;
  for (const ast::Contract* tree : trees_of(compilation)) {
    for (const auto& transform : all_of<ast::Transform>(tree->items)) {
      names.insert(transform.node->name.text);
    }
  }
  return names;
}

std::set<std::string> tables_of(const driver::Compilation& compilation) {
  std::set<std::string> names;
  for (const facts::Table& table : compilation.facts.tables) {
    if (!is_written_in_step(table)) {
      names.insert(table.name);
    }
  }
  return names;
}

std::set<std::string> both(const std::set<std::string>& a, const std::set<std::string>& b) {
  std::set<std::string> out;
  std::ranges::set_intersection(a, b, std::inserter(out, out.begin()));
  return out;
}

template <class T>
std::vector<const T*> raw(const std::vector<std::unique_ptr<T>>& owned) {
  std::vector<const T*> pointers;
  for (const auto& one : owned) {
    pointers.push_back(one.get());
  }
  return pointers;
}

/// Joins what is left over on either side where exactly one of each fits the other.
template <class T, class Fits>
void join_certain(std::vector<Pair<T>>& pairs, Fits fits) {
  for (Pair<T>& added : pairs) {
    if (added.before || !added.after) {
      continue;
    }
    std::vector<Pair<T>*> candidates;
    for (Pair<T>& removed : pairs) {
      if (!removed.after && removed.before && fits(*removed.before, *added.after)) {
        candidates.push_back(&removed);
      }
    }
    const auto rivals = candidates.size() != 1 ? 0 : std::ranges::count_if(pairs, [&](const Pair<T>& other) {
      return !other.before && other.after && fits(*candidates[0]->before, *other.after);
    });
    if (rivals == 1) {
      added.before = std::exchange(candidates[0]->before, nullptr);
    }
  }
  std::erase_if(pairs, [](const Pair<T>& pair) { return !pair.before && !pair.after; });
}

}  // namespace

Context::Context(const driver::Compilation& old_contract, const driver::Compilation& new_contract)
    : before(old_contract),
      after(new_contract),
      meanings({both(transforms_of(old_contract), transforms_of(new_contract)),
                both(tables_of(old_contract), tables_of(new_contract))}) {
  for (const driver::Compilation* one : {&before, &after}) {
    for (const ast::Contract* tree : trees_of(*one)) {
      for (const ast::Item& item : tree->items) {
        match(item.node, [&](const auto& node) { item_spans_.emplace(&node, item.span); });
      }
    }
  }
  pair_systems();
  pair_maps();
}

void Context::pair_systems() {
  systems = paired<facts::System>(raw(before.facts.systems), raw(after.facts.systems),
                                  [](const facts::System& system) { return system.name; });
  join_certain(systems, [](const facts::System& was, const facts::System& is) { return was.kind == is.kind; });
}

void Context::pair_maps() {
  maps = paired<facts::Map>(raw(before.facts.maps), raw(after.facts.maps),
                            [](const facts::Map& map) { return map.name; });
  const auto each_of = [](const facts::Map& map, const driver::Compilation& of) {
    return map.tree->each ? plain(of.files.text(map.tree->each->span)) : std::string();
  };
  join_certain(maps, [&](const facts::Map& was, const facts::Map& is) {
    return system_name(was.source->name) == is.source->name &&
           resource_name(was.source->name, was.resource->name) == is.resource->name &&
           was.object->name == is.object->name && each_of(was, before) == each_of(is, after);
  });
}

Change& Context::add(Kind kind, std::string scope, std::vector<std::string> subjects, Where where,
                     std::vector<std::string> arguments) {
  Change change{.row = kind.row,
                .scope = std::move(scope),
                .subjects = std::move(subjects),
                .arguments = std::move(arguments),
                .before = where.before,
                .after = where.after,
                .was = {},
                .is = {},
                .notes = {}};
  if (where.before && !where.before->around) {
    change.was = text_before(where.before->span);
  }
  if (where.after && !where.after->around) {
    change.is = text_after(where.after->span);
  }
  changes.push_back(std::move(change));
  return changes.back();
}

bool Context::same(const facts::ValueRef& was, const facts::ValueRef& is, Depth depth) {
  return meanings.of(before.facts, was, depth) == meanings.of(after.facts, is, depth);
}

std::string Context::system_name(const std::string& old_name) const {
  for (const Pair<facts::System>& pair : systems) {
    if (pair.before && pair.after && pair.before->name == old_name) {
      return pair.after->name;
    }
  }
  return old_name;
}

std::string Context::map_name(const std::string& old_name) const {
  for (const Pair<facts::Map>& pair : maps) {
    if (pair.before && pair.after && pair.before->name == old_name) {
      return pair.after->name;
    }
  }
  return old_name;
}

std::string Context::resource_name(const std::string& old_system, const std::string& old_resource) const {
  for (const Pair<facts::System>& pair : systems) {
    if (!pair.before || !pair.after || pair.before->name != old_system || pair.after->find(old_resource)) {
      continue;
    }
    const facts::Resource* was = pair.before->find(old_resource);
    const auto signature = [](const facts::Resource& resource, const driver::Compilation& of) {
      std::string text;
      for (const ast::ResourceEntry& entry : resource.tree->entries) {
        text += plain(of.files.text(entry.span)) + "\n";
      }
      return text;
    };
    std::vector<const facts::Resource*> same;
    for (const facts::Resource& is : pair.after->resources) {
      // A file is found by its resource's name: there another name is another file.
      if (was && pair.after->kind != "files" && !pair.before->find(is.name) &&
          signature(*was, before) == signature(is, after)) {
        same.push_back(&is);
      }
    }
    return same.size() == 1 ? same.front()->name : old_resource;
  }
  return old_resource;
}

std::string scope_of(const facts::Map& map) { return "map " + map.name; }
std::string scope_of(const facts::System& system) { return "system " + system.name; }

}  // namespace treaty::diff
