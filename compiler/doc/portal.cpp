#include "compiler/doc/portal.h"

#include <algorithm>

#include <fmt/core.h>

#include "compiler/doc/entries.h"
#include "compiler/schema/portal.h"

namespace treaty::doc {
namespace {

/// The objects that maps of a system write, each once.
std::vector<std::string> objects_of(const Gathered& gathered, const facts::System& system) {
  std::vector<std::string> names;
  for (const auto& map : gathered.facts.maps) {
    if (map->target == &system && std::ranges::find(names, map->object->name) == names.end()) {
      names.push_back(map->object->name);
    }
  }
  return names;
}

bool reads_owners(const Gathered& gathered, const facts::System& system) {
  return std::ranges::any_of(gathered.facts.tables, [&](const facts::Table& table) {
    return table.from && table.from->system == system.name && table.from->object == "owners";
  });
}

std::vector<Line> codes(const std::vector<std::string>& names) {
  std::vector<Line> lines;
  for (const std::string& name : names) {
    lines.push_back(code(name));
  }
  return lines;
}

bool ensures(const facts::System& system, const std::string& object) {
  return std::ranges::any_of(all_of<ast::Ensure>(system.tree->entries),
                             [&](const ast::Ensure* ensure) { return ensure->object.text == object; });
}

/// Objects that are read as a whole: what they are matched by is not unique in the portal.
std::vector<std::string> enumerated(const Gathered& gathered, const facts::System& system) {
  std::vector<std::string> names;
  for (const auto& map : gathered.facts.maps) {
    const bool whole = std::ranges::any_of(map->match, [&](const std::string& name) {
      const schema::Property* property = map->object->find(name);
      const bool unique = (property && property->unique) || (map->object->name == "contacts" && name == "email");
      return !unique;
    });
    if (map->target == &system && whole && std::ranges::find(names, map->object->name) == names.end()) {
      names.push_back(map->object->name);
    }
  }
  return names;
}

std::vector<std::string> linked(const Gathered& gathered, const facts::System& system) {
  std::vector<std::string> pairs;
  for (const auto& map : gathered.facts.maps) {
    for (const facts::Association& association : map->associations) {
      const facts::Map* other = gathered.facts.map(association.map);
      const std::string pair = other ? map->object->name + "/" + other->object->name : "";
      if (other && map->target == &system && std::ranges::find(pairs, pair) == pairs.end()) {
        pairs.push_back(pair);
      }
    }
  }
  return pairs;
}

}  // namespace

Table hubspot_calls(const Gathered& gathered, const facts::System& system) {
  Table table;
  table.caption = title_of(system) + ": what is called";
  table.columns = {"To", "Request", "For"};
  const std::string said = setting(*system.tree, "version");
  const std::string version = said.empty() ? "2026-09" : said;
  const bool dated = !version.starts_with('v');
  const auto path = [&](const std::string& what, const std::string& rest) {
    return dated ? fmt::format("/crm/{}/{}/{}", what, version, rest)
                 : fmt::format("/crm/{}/{}/{}", version, what, rest);
  };
  const std::vector<std::string> objects = objects_of(gathered, system);
  const auto add = [&](const std::string& to, const std::string& request, const std::vector<std::string>& names) {
    if (!names.empty()) {
      table.rows.push_back({to, code(request), joined(codes(names))});
    }
  };
  add("read the records that are there", "POST " + path("objects", "{object}/batch/read"), objects);
  add("go through all records, as no unique property tells them apart", "GET " + path("objects", "{object}"),
      enumerated(gathered, system));
  add("write, 100 records at once", "POST " + path("objects", "{object}/batch/create, update, upsert"), objects);
  add("know the properties", "GET " + path("properties", "{object}"), objects);
  std::vector<std::string> ensured;
  for (const ast::Ensure* ensure : all_of<ast::Ensure>(system.tree->entries)) {
    ensured.push_back(ensure->object.text);
  }
  add("create missing properties, with the operator's consent", "POST " + path("properties", "{object}"), ensured);
  const std::string pair = dated ? "/crm/associations/" + version + "/{pair}" : "/crm/v4/associations/{pair}";
  add("link records, and read the links", "POST " + pair + "/batch/…", linked(gathered, system));
  if (reads_owners(gathered, system)) {
    add("list the owners", "GET " + (dated ? "/crm/owners/" + version : "/crm/" + version + "/owners"), {"owners"});
  }
  return table;
}

Table hubspot_rights(const Gathered& gathered, const facts::System& system) {
  Table table;
  table.caption = title_of(system) + ": scopes that the key needs";
  table.columns = {"For", "To find and read", "To create and change", "Also"};
  for (const std::string& object : objects_of(gathered, system)) {
    std::vector<Line> also = {code(schema::scope_of(object, "schemas", "read")) + " to know its properties"};
    if (ensures(system, object)) {
      also.push_back(code(schema::scope_of(object, "schemas", "write")) + " to create properties");
    }
    table.rows.push_back({object, code(schema::scope_of(object, "objects", "read")),
                          code(schema::scope_of(object, "objects", "write")), also});
  }
  if (reads_owners(gathered, system)) {
    table.rows.push_back({"owners", code("crm.objects.owners.read"), quiet("never"), ""});
  }
  const auto& maps = gathered.facts.maps;
  const auto later = [&](const char* what) {
    return not_in_force(gathered, what) ? quiet("not before this version carries it out") : Line();
  };
  if (std::ranges::any_of(maps, [](const auto& map) { return !map->lists.empty(); })) {
    table.rows.push_back({"lists", code("crm.lists.read"), code("crm.lists.write"), later("list")});
  }
  if (std::ranges::any_of(maps, [](const auto& map) { return !map->subscriptions.empty(); })) {
    const Line right = code("communication_preferences.read_write");
    table.rows.push_back({"subscriptions", right, right, later("subscription")});
  }
  return table;
}

}  // namespace treaty::doc
