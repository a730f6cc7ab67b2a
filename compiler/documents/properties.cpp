#include "compiler/documents/properties.h"

#include <algorithm>
#include <iterator>

namespace treaty::documents {
namespace {

constexpr int deepest = 24;         // of schemas that consist of schemas
constexpr size_t most_parts = 500;  // that one record consists of

bool has_type(const Node* node) {
  return node && (node->find("type") || node->find("$ref") || node->find("properties"));
}

/// What a record that is all of these has.
void add_all(Properties& into, Properties part) {
  for (Property& property : part.list) {
    Property* known = into.find(property.name);
    if (!known) {
      into.add(std::move(property));
      continue;
    }
    known->required = known->required || property.required;
    if (has_type(property.values.front().node) || !has_type(known->values.front().node)) {
      known->values = std::move(property.values);  // the later one narrows
    }
  }
  into.required.insert(into.required.end(), part.required.begin(), part.required.end());
  into.open = into.open || part.open;
}

/// What a record that is one of these may have.
Properties any_of(std::vector<Properties> parts) {
  Properties found;
  std::unordered_map<std::string_view, size_t> times;
  for (Properties& part : parts) {
    part.settle();
    found.open = found.open || part.open;
    for (Property& property : part.list) {
      ++times[property.name];
      if (Property* known = found.find(property.name)) {
        known->required = known->required && property.required;
        std::ranges::move(property.values, std::back_inserter(known->values));
      } else {
        found.add(std::move(property));
      }
    }
  }
  for (Property& property : found.list) {
    property.required = property.required && times[property.name] == parts.size();
  }
  return found;
}

Properties gather(References& references, Place written, int depth, size_t& budget) {
  Properties found;
  const Place schema = references.resolve(written);
  if (!schema.node || depth > deepest || budget == 0) {
    found.open = true;
    return found;
  }
  --budget;
  for (const Member& part : members_at(schema.node, "allOf")) {
    add_all(found, gather(references, schema.at(part.value), depth + 1, budget));
  }
  for (const char* word : {"oneOf", "anyOf"}) {
    std::vector<Properties> parts;
    for (const Member& part : members_at(schema.node, word)) {
      const Place alternative = references.resolve(schema.at(part.value));
      if (!alternative.node || alternative.node->text_at("type") != "null") {
        parts.push_back(gather(references, schema.at(part.value), depth + 1, budget));
      }
    }
    if (!parts.empty()) {
      add_all(found, any_of(std::move(parts)));
    }
  }
  Properties own;
  const Node* more = schema.node->find("additionalProperties");
  own.open = (more && (more->is(Node::Kind::record) || more->is_true())) || schema.node->find("patternProperties");
  for (const Member& property : members_at(schema.node, "properties")) {
    if (!own.find(property.key)) {
      own.add({.name = property.key, .line = property.line, .in = schema.in, .values = {schema.at(property.value)}});
    }
  }
  for (const Member& name : members_at(schema.node, "required")) {
    own.required.push_back(name.value->text);
  }
  add_all(found, std::move(own));
  found.settle();
  return found;
}

}  // namespace

Properties properties_of(References& references, const std::vector<Place>& alternatives) {
  std::vector<Properties> parts;
  size_t budget = most_parts;
  for (const Place place : alternatives) {
    parts.push_back(gather(references, place, 0, budget));
  }
  return any_of(std::move(parts));
}

}  // namespace treaty::documents
