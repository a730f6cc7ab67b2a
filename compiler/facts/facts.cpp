#include "compiler/facts/facts.h"

#include <algorithm>

namespace treaty::facts {
namespace {

bool has_bad_line(const std::vector<ast::MapEntry>& entries) {
  return std::ranges::any_of(entries, [](const ast::MapEntry& entry) {
    const auto* group = std::get_if<ast::Group>(&entry.node);
    return std::holds_alternative<ast::Bad>(entry.node) || (group && has_bad_line(group->entries));
  });
}

}  // namespace

std::string dotted(const std::vector<Segment>& path) {
  std::string text;
  for (const Segment& segment : path) {
    if (const auto* name = std::get_if<std::string>(&segment)) {
      text += (text.empty() ? "" : ".") + *name;
    }
  }
  return text;
}

std::string dotted_with_positions(const std::vector<Segment>& path) {
  std::string text;
  for (const Segment& segment : path) {
    const auto* name = std::get_if<std::string>(&segment);
    text += (text.empty() ? "" : ".") + (name ? *name : std::to_string(std::get<int64_t>(segment)));
  }
  return text;
}

const Resource* System::find(std::string_view resource) const {
  const auto found = std::ranges::find(resources, resource, &Resource::name);
  return found == resources.end() ? nullptr : &*found;
}

const Map* Facts::map(std::string_view name) const {
  const auto found = std::ranges::find_if(maps, [&](const auto& map) { return map->name == name; });
  return found == maps.end() ? nullptr : found->get();
}

const System* Facts::system(std::string_view name) const {
  const auto found = std::ranges::find_if(systems, [&](const auto& system) { return system->name == name; });
  return found == systems.end() ? nullptr : found->get();
}

bool has_unread_lines(const Map& map) { return has_bad_line(map.tree->entries); }

bool has_unread_lines(const Resource& resource) {
  return resource.tree && std::ranges::any_of(resource.tree->entries, [](const ast::ResourceEntry& entry) {
           return std::holds_alternative<ast::Bad>(entry.node);
         });
}

}  // namespace treaty::facts
