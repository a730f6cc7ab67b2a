#pragma once

// A JSON or YAML document taken apart, each value with the line it stands on.

#include <cstdint>
#include <deque>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace treaty::documents {

struct Node;
/// An entry of a record, or an element of a list (its key is empty).
struct Member {
  std::string_view key;
  uint32_t line = 0;  ///< where the key stands
  const Node* value = nullptr;
};
struct Node {
  enum class Kind : uint8_t { null, boolean, integer, decimal, text, list, record };
  Kind kind = Kind::null;
  uint32_t line = 0;
  std::string_view text;  ///< of a scalar: as it is meant, escapes resolved
  std::vector<Member> members;

  [[nodiscard]] bool is(Kind one) const { return kind == one; }
  [[nodiscard]] bool is_true() const { return kind == Kind::boolean && text == "true"; }
  /// The entry of a record; null where there is none, or this is no record.
  [[nodiscard]] const Node* find(std::string_view key) const;
  /// The text of an entry that is a scalar other than null; empty where it is none.
  [[nodiscard]] std::string_view text_at(std::string_view key) const;
};

/// The elements of a list at `key`, the entries of a record; nothing where there is none.
std::span<const Member> members_at(const Node* node, std::string_view key);
/// A scalar as JSON writes it.
std::string to_json(const Node& scalar);

/// Owns its nodes; they stay where they are for as long as it lives.
class Tree {
 public:
  struct Error {
    uint32_t line = 0;  ///< 0: the whole document
    std::string text;
  };
  /// JSON where the first character is a bracket or a brace, YAML otherwise. At most 64 MiB, 200 deep.
  static std::expected<Tree, Error> read(std::string_view bytes);
  static std::expected<Tree, Error> read_json(std::string_view bytes);
  /// YAML's core types; anchors and `<<`; one document.
  static std::expected<Tree, Error> read_yaml(std::string_view bytes);
  /// A line a document, as a list of them; blank lines are left out.
  static std::expected<Tree, Error> read_json_lines(std::string_view bytes);

  [[nodiscard]] const Node& root() const { return *root_; }

  // For the readers.
  Node& add(Node::Kind kind, uint32_t line, std::string_view text = {});
  std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }
  void set_root(const Node& node) { root_ = &node; }

  static constexpr size_t deepest = 200;
  static constexpr size_t largest = size_t{64} << 20;

 private:
  std::deque<Node> nodes_;
  std::deque<std::string> texts_;
  const Node* root_ = nullptr;
};
/// `line 7: …`
std::string to_string(const Tree::Error& error);

}  // namespace treaty::documents
