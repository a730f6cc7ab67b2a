#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "compiler/ast/ast.h"

namespace treaty::doc {

/// The entries of one kind, in their order.
template <class Node, class Entries>
std::vector<const Node*> all_of(const Entries& entries) {
  std::vector<const Node*> found;
  for (const auto& entry : entries) {
    if (const auto* one = std::get_if<Node>(&entry.node)) {
      found.push_back(one);
    }
  }
  return found;
}

/// What a system says under `base`, `version`, …; empty where it says nothing.
inline std::string setting(const ast::System& system, std::string_view key) {
  for (const ast::Setting* one : all_of<ast::Setting>(system.entries)) {
    if (one->key.text == key) {
      const auto* text = std::get_if<ast::Text>(&one->value);
      return text ? text->value : std::get<ast::Name>(one->value).text;
    }
  }
  return "";
}

}  // namespace treaty::doc
