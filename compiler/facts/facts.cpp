#include "compiler/facts/facts.h"

#include <algorithm>

namespace treaty::facts {

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

}  // namespace treaty::facts
