#include "compiler/package/manifest.h"

#include <algorithm>

namespace treaty::package {

const System* Manifest::system(std::string_view name) const {
  auto found = std::ranges::find(systems, name, &System::name);
  return found == systems.end() ? nullptr : &*found;
}

const Map* Manifest::map(std::string_view name) const {
  auto found = std::ranges::find(maps, name, &Map::name);
  return found == maps.end() ? nullptr : &*found;
}

std::vector<uint32_t> run_order(const Manifest& manifest) {
  const std::vector<Map>& maps = manifest.maps;
  std::vector<uint32_t> order;
  std::vector<bool> placed(maps.size(), false);
  auto is_placed = [&](const Map& self, const std::string& name) {
    auto found = std::ranges::find(maps, name, &Map::name);
    return found == maps.end() || &*found == &self || placed[static_cast<size_t>(found - maps.begin())];
  };
  auto is_ready = [&](const Map& map) {
    return std::ranges::all_of(map.after, [&](const std::string& name) { return is_placed(map, name); }) &&
           std::ranges::all_of(map.associations, [&](const Association& to) { return is_placed(map, to.map); });
  };
  while (order.size() < maps.size()) {
    uint32_t next = 0;
    while (next < maps.size() && (placed[next] || !is_ready(maps[next]))) ++next;
    // A ring has no first; the checker reports those, so the contract's own order will do.
    if (next == maps.size()) next = static_cast<uint32_t>(std::ranges::find(placed, false) - placed.begin());
    placed[next] = true;
    order.push_back(next);
  }
  return order;
}

}  // namespace treaty::package
