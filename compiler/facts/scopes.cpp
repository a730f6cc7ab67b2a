#include "compiler/facts/scopes.h"

#include <algorithm>

#include "compiler/schema/portal.h"

namespace treaty::facts {
namespace {

bool ensures(const System& system, const std::string& object) {
  return std::ranges::any_of(system.tree->entries, [&](const ast::SystemEntry& entry) {
    const auto* ensure = std::get_if<ast::Ensure>(&entry.node);
    return ensure && ensure->object.text == object;
  });
}

}  // namespace

std::set<std::string> scopes_of(const Facts& facts, const System& system) {
  std::set<std::string> scopes;
  for (const auto& map : facts.maps) {
    if (map->target != &system || !map->object) {
      continue;
    }
    const std::string& object = map->object->name;
    scopes.insert({schema::scope_of(object, "objects", "read"), schema::scope_of(object, "schemas", "read")});
    if (map->tree->arrow != ast::Arrow::backward) {
      scopes.insert(schema::scope_of(object, "objects", "write"));
    }
    if (ensures(system, object)) {
      scopes.insert(schema::scope_of(object, "schemas", "write"));
    }
    if (!map->lists.empty()) {
      scopes.insert({"crm.lists.read", "crm.lists.write"});
    }
    if (!map->subscriptions.empty()) {
      scopes.insert("communication_preferences.read_write");
    }
  }
  const bool owners = std::ranges::any_of(facts.tables, [&](const Table& table) {
    return table.from && table.from->system == system.name && table.from->object == "owners";
  });
  if (owners) {
    scopes.insert("crm.objects.owners.read");
  }
  return scopes;
}

}  // namespace treaty::facts
