#pragma once

// What a record has, put together from the schemas that describe it.

#include <string_view>
#include <unordered_map>
#include <vector>

#include "compiler/documents/shelf.h"

namespace treaty::documents {

/// A property as the schemas that name it describe it.
struct Property {
  std::string_view name;
  uint32_t line = 0;
  const Attached* in = nullptr;
  std::vector<Place> values;
  bool required = false;
};
struct Properties {
  std::vector<Property> list;
  std::unordered_map<std::string_view, size_t> index;
  std::vector<std::string_view> required;
  bool open = false;

  Property* find(std::string_view name) {
    const auto found = index.find(name);
    return found == index.end() ? nullptr : &list[found->second];
  }
  void add(Property property) {
    index.emplace(property.name, list.size());
    list.push_back(std::move(property));
  }
  void settle() {
    for (const std::string_view name : required) {
      if (Property* property = find(name)) {
        property->required = true;
      }
    }
  }
};

/// The properties of a record that one of these schemas describes. What lies behind more than 500 parts, or 24 deep,
/// is left open.
Properties properties_of(References& references, const std::vector<Place>& alternatives);

}  // namespace treaty::documents
