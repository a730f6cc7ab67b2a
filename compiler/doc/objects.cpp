// The object model as a picture, and what the portal will be given.

#include <algorithm>

#include "compiler/doc/sections.h"
#include "compiler/doc/words.h"

namespace treaty::doc {
namespace {

std::string many_of(const facts::Association& association) { return association.many ? "many" : "one"; }

size_t object_box(Picture& picture, const facts::Map& map) {
  const auto found = std::ranges::find(picture.right, map.object->name, &Picture::Box::title);
  if (found != picture.right.end()) {
    return static_cast<size_t>(found - picture.right.begin());
  }
  picture.right.push_back({.title = map.object->name, .note = title_of(*map.target), .rows = {}});
  return picture.right.size() - 1;
}

Picture picture_of(const Gathered& gathered) {
  Picture picture;
  picture.title = "Objects and how they belong together";
  for (const auto& map : gathered.facts.maps) {
    const size_t right = object_box(picture, *map);
    picture.left.push_back({.title = map->resource->name + (map->each ? "." + facts::dotted(*map->each) : ""),
                            .note = title_of(*map->source),
                            .rows = {}});
    picture.arrows.push_back({.from = {picture.left.size() - 1, Picture::head},
                              .to = {right, Picture::head},
                              .label = "",
                              .there = !map->fields.empty(),
                              .back = !map->reverse.empty()});
    picture.words.push_back(title_of(*map->source) + " " + picture.left.back().title + ": each is one of " +
                            title_of(*map->target) + " " + map->object->name);
  }
  for (const auto& map : gathered.facts.maps) {
    const size_t from = object_box(picture, *map);
    for (const facts::Association& association : map->associations) {
      const facts::Map* other = gathered.facts.map(association.map);
      if (!other) {
        continue;
      }
      const size_t to = object_box(picture, *other);
      Picture::Box& box = picture.right[from];
      box.rows.push_back((association.label.empty() ? "belongs to" : association.label) + " → " +
                         other->object->name + " (" + many_of(association) + ")");
      picture.links.push_back({{from, box.rows.size() - 1}, to});
      picture.words.push_back(Line(map->object->name) + " to " + other->object->name +
                              (association.label.empty() ? "" : " as \"" + association.label + "\"") + ": " +
                              many_of(association));
    }
  }
  return picture;
}

Table associations(const Gathered& gathered) {
  Table table;
  table.caption = "Which records are linked, and by which field";
  table.columns = {"Record", "Belongs to", "Label", "How many", "Found by"};
  for (const auto& map : gathered.facts.maps) {
    for (const facts::Association& association : map->associations) {
      const facts::Map* other = gathered.facts.map(association.map);
      table.rows.push_back({map->object->name, other ? other->object->name : association.map,
                            association.label.empty() ? quiet("no label") : Line(association.label),
                            many_of(association), value_of(gathered.facts, association.key)});
    }
  }
  return table;
}

}  // namespace

Section object_model(const Gathered& gathered) {
  Section section{.title = "Object model", .blocks = {}, .sections = {}};
  if (gathered.facts.maps.empty()) {
    return section;
  }
  section.blocks.emplace_back(picture_of(gathered));
  if (Table table = associations(gathered); !table.rows.empty()) {
    section.blocks.emplace_back(
        Paragraph{"A link is made when both records exist in the portal; until then it waits."});
    section.blocks.emplace_back(std::move(table));
  }
  return section;
}

Section created_in_portal(const Gathered& gathered) {
  Section section{.title = "What will be created in the portal", .blocks = {}, .sections = {}};
  Table table;
  table.caption = "Properties that are created where the portal lacks them";
  table.columns = {"Object", "Property", "Label", "Type", "Unique", "Group"};
  for (const auto& system : gathered.facts.systems) {
    for (const ast::SystemEntry& entry : system->tree->entries) {
      const auto* ensure = std::get_if<ast::Ensure>(&entry.node);
      for (size_t i = 0; ensure && i < ensure->properties.size(); ++i) {
        const ast::EnsureProperty& property = ensure->properties[i];
        std::vector<Line> options;
        for (const ast::ArmValue& option : property.options) {
          options.push_back(code(option.value));
        }
        Line type = property.type.text;
        type += options.empty() ? Line() : Line(": ") + joined(options);
        table.rows.push_back({ensure->object.text, code(property.name.text),
                              property.label ? property.label->value : "", type, property.unique ? "yes" : "no",
                              ensure->group ? ensure->group->value : ""});
      }
    }
  }
  if (!table.rows.empty()) {
    section.blocks.emplace_back(
        Paragraph{"Only with the operator's consent (--provision), and only what is not there: existing properties "
                  "are never changed or removed."});
    section.blocks.emplace_back(std::move(table));
  }
  return section;
}

}  // namespace treaty::doc
