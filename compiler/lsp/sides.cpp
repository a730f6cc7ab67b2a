#include "compiler/lsp/sides.h"

#include <algorithm>

namespace treaty::lsp {

bool is_arrow(std::string_view word) { return word == "->" || word == "<-" || word == "<->"; }

const schema::Record* record_of(const facts::Facts& facts, const std::string& system, const std::string& resource) {
  const facts::System* found = facts.system(system);
  const facts::Resource* inside = found ? found->find(resource) : nullptr;
  return inside ? inside->record.get() : nullptr;
}
const schema::HubspotObject* object_of(const facts::Facts& facts, const std::string& system,
                                       const std::string& object) {
  const facts::System* found = facts.system(system);
  return found && found->portal ? found->portal->find(object) : nullptr;
}
const schema::Record* nested(const schema::Record* record, std::span<const std::string> path) {
  for (const std::string& name : path) {
    const schema::Field* field = record ? record->find(name) : nullptr;
    record = field ? field->record.get() : nullptr;
  }
  return record;
}
Words dotted_at(const Words& words, size_t at) {
  Words names;
  for (; at < words.size(); at += 2) {
    names.push_back(words[at]);
    if (at + 1 >= words.size() || words[at + 1] != ".") break;
  }
  return names;
}
Sides sides_of(const facts::Facts& facts, const Words& head) {
  Sides sides;
  if (head.size() > 1 && head[0] == "map") sides.map = facts.map(head[1]);
  const auto colon = std::ranges::find(head, ":");
  const auto arrow = std::ranges::find_if(head, is_arrow);
  if (colon == head.end()) return sides;
  const Words left = dotted_at(head, colon - head.begin() + 1);
  if (left.size() == 2) sides.left = record_of(facts, left[0], left[1]);
  if (const auto each = std::ranges::find(head, "each"); each < arrow) {
    sides.element = nested(sides.left, dotted_at(head, each - head.begin() + 1));
    const auto as = std::find(each, arrow, "as");
    if (as != arrow && as + 1 != arrow) sides.alias = as[1];
  }
  if (arrow != head.end()) {
    const Words right = dotted_at(head, arrow - head.begin() + 1);
    if (right.size() == 2) sides.right = object_of(facts, right[0], right[1]);
  }
  return sides;
}
Sides sides_named(const facts::Facts& facts, std::string_view name) {
  const facts::Map* map = facts.map(name);
  if (!map || !map->resource) return {};
  return {.map = map, .left = map->resource->record.get(), .element = map->element.get(), .right = map->object};
}

}  // namespace treaty::lsp
