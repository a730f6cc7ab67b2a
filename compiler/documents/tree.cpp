#include "compiler/documents/tree.h"

#include <algorithm>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

namespace treaty::documents {

const Node* Node::find(std::string_view key) const {
  if (kind != Kind::record) {
    return nullptr;
  }
  const auto found = std::ranges::find(members, key, &Member::key);
  return found == members.end() ? nullptr : found->value;
}

std::string_view Node::text_at(std::string_view key) const {
  const Node* node = find(key);
  const bool scalar = node && !node->is(Kind::list) && !node->is(Kind::record) && !node->is(Kind::null);
  return scalar ? node->text : std::string_view();
}

std::span<const Member> members_at(const Node* node, std::string_view key) {
  const Node* found = node ? node->find(key) : nullptr;
  return found ? std::span<const Member>(found->members) : std::span<const Member>();
}

std::string to_json(const Node& scalar) {
  using Json = nlohmann::json;
  return scalar.is(Node::Kind::text) ? Json(scalar.text).dump(-1, ' ', false, Json::error_handler_t::replace)
                                     : std::string(scalar.is(Node::Kind::null) ? "null" : scalar.text);
}

Node& Tree::add(Node::Kind kind, uint32_t line, std::string_view text) {
  return nodes_.emplace_back(Node{.kind = kind, .line = line, .text = text, .members = {}});
}

std::expected<Tree, Tree::Error> Tree::read(std::string_view bytes) {
  const size_t first = bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  const bool json = first != std::string_view::npos && (bytes[first] == '{' || bytes[first] == '[');
  return json ? read_json(bytes) : read_yaml(bytes);
}

std::string to_string(const Tree::Error& error) {
  return error.line == 0 ? error.text : fmt::format("line {}: {}", error.line, error.text);
}

}  // namespace treaty::documents
