#include "runtime/profile/shape.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include <simdjson.h>

#include "runtime/profile/frequent.h"

namespace treaty::profile {
namespace {

namespace json = simdjson::ondemand;

constexpr size_t longest_name = 60;  // less than may be read past a record
constexpr const char* kind_names[] = {"text", "number", "boolean", "list", "record"};
enum Kind : uint8_t { text_kind, number_kind, boolean_kind, list_kind, record_kind };
enum class Found { null, empty, filled };

struct Hash {
  using is_transparent = void;
  size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

struct Node {
  std::string path;
  bool closed = false, has_escape = false;
  uint64_t counts[3] = {};  ///< by Found
  uint8_t kinds = 0;
  uint64_t last_record = 0;
  Found last_found = Found::null;
  std::vector<uint32_t> children;  ///< in the order in which they were met
  std::unordered_map<std::string, uint32_t, Hash, std::equal_to<>> by_name;
};

}  // namespace

struct Shape::State {
  std::vector<std::string> closed;
  std::vector<Node> nodes = std::vector<Node>(1);
  std::vector<std::string> names = std::vector<std::string>(1);
  json::parser parser;
  uint64_t records = 0;
  bool cut = false;

  /// The node that a key has where it stands where it stood before; most do.
  [[nodiscard]] std::optional<uint32_t> guessed(uint32_t parent, const json::raw_json_string& key,
                                                size_t guess) const {
    const std::vector<uint32_t>& children = nodes[parent].children;
    if (guess >= children.size() || nodes[children[guess]].has_escape ||
        !key.unsafe_is_equal(names[children[guess]])) {
      return std::nullopt;
    }
    return children[guess];
  }

  /// The node of a name in an object; `guess` is where it stood in the object before.
  std::optional<uint32_t> child(uint32_t parent, std::string_view name, size_t guess) {
    {
      const Node& node = nodes[parent];
      if (guess < node.children.size() && names[node.children[guess]] == name) {
        return node.children[guess];
      }
      if (const auto found = node.by_name.find(name); found != node.by_name.end()) {
        return found->second;
      }
      if (nodes.size() >= most_fields || node.children.size() >= most_in_one || name.size() > longest_name) {
        cut = true;
        return std::nullopt;
      }
    }
    const auto id = static_cast<uint32_t>(nodes.size());
    const std::string& in = nodes[parent].path;
    std::string path = in.empty() ? std::string(name) : in + "." + std::string(name);
    const bool is_closed = std::ranges::find(closed, path) != closed.end();
    nodes.push_back(
        {.path = std::move(path), .closed = is_closed, .has_escape = name.find('\\') != std::string_view::npos});
    names.emplace_back(name);
    nodes[parent].children.push_back(id);
    nodes[parent].by_name.emplace(name, id);
    return id;
  }

  /// A path counts once a record, by the best that was found under it: a list has many elements.
  void note(uint32_t id, Found found, std::optional<Kind> kind) {
    Node& node = nodes[id];
    if (kind) {
      node.kinds |= static_cast<uint8_t>(1 << *kind);
    }
    if (node.last_record != records) {
      node.last_record = records;
    } else if (found > node.last_found) {
      --node.counts[static_cast<size_t>(node.last_found)];
    } else {
      return;
    }
    ++node.counts[static_cast<size_t>(found)];
    node.last_found = found;
  }

  bool walk(json::object object, uint32_t id, size_t depth) {
    size_t guess = 0;
    for (auto each : object) {
      json::field field;
      std::string_view name;
      if (std::move(each).get(field) != simdjson::SUCCESS) {
        return false;
      }
      if (const auto known = guessed(id, field.key(), guess)) {
        ++guess;
        if (!walk(field.value(), *known, depth)) {
          return false;
        }
        continue;
      }
      if (field.unescaped_key().get(name) != simdjson::SUCCESS) {
        continue;
      }
      if (const auto under = child(id, name, guess++); under && !walk(field.value(), *under, depth)) {
        return false;
      }
    }
    return true;
  }

  bool walk(json::value value, uint32_t id, size_t depth) {
    json::json_type type{};
    if (value.type().get(type) != simdjson::SUCCESS) {
      note(id, Found::filled, std::nullopt);  // a token that is none; who reads it will say so
      return true;
    }
    switch (type) {
      case json::json_type::null:
        note(id, Found::null, std::nullopt);
        return true;
      case json::json_type::string:
        note(id, value.raw_json_token().starts_with("\"\"") ? Found::empty : Found::filled, text_kind);
        return true;
      case json::json_type::number:
        note(id, Found::filled, number_kind);
        return true;
      case json::json_type::boolean:
        note(id, Found::filled, boolean_kind);
        return true;
      case json::json_type::object:
        note(id, Found::filled, record_kind);
        return nodes[id].closed || depth >= deepest || walk(value.get_object().value_unsafe(), id, depth + 1);
      case json::json_type::array:
        return walk_list(value, id, depth);
    }
    return true;
  }

  /// The fields of a list's records count as its own.
  bool walk_list(json::value value, uint32_t id, size_t depth) {
    json::array list;
    if (value.get_array().get(list) != simdjson::SUCCESS) {
      return false;
    }
    bool any = false;
    for (auto each : list) {
      json::value element;
      json::json_type type{};
      if (std::move(each).get(element) != simdjson::SUCCESS) {
        return false;
      }
      any = true;
      if (nodes[id].closed || depth >= deepest || element.type().get(type) != simdjson::SUCCESS ||
          type != json::json_type::object) {
        continue;
      }
      json::object object;
      if (element.get_object().get(object) != simdjson::SUCCESS || !walk(object, id, depth + 1)) {
        return false;
      }
    }
    note(id, any ? Found::filled : Found::empty, list_kind);
    return true;
  }
};

Shape::Shape(std::vector<std::string> closed) : state_(std::make_unique<State>()) {
  state_->closed = std::move(closed);
}
Shape::Shape(Shape&&) noexcept = default;
Shape::~Shape() = default;

void Shape::add(std::string_view record) {
  ++state_->records;
  json::document document;
  json::object object;
  if (state_->parser.iterate(simdjson::padded_string_view(record.data(), record.size(), record.size() + 64))
              .get(document) == simdjson::SUCCESS &&
      document.get_object().get(object) == simdjson::SUCCESS) {
    state_->walk(object, 0, 0);  // what is no JSON further on was seen so far, and whoever reads it says so
  }
}

uint64_t Shape::records() const { return state_->records; }
bool Shape::is_cut() const { return state_->cut; }

std::vector<ShapeField> Shape::fields() const {
  std::vector<ShapeField> fields;
  const auto visit = [&](const auto& self, uint32_t id) -> void {
    const Node& node = state_->nodes[id];
    if (id != 0) {
      ShapeField& field = fields.emplace_back(
          ShapeField{.path = node.path, .filled = node.counts[2], .null = node.counts[0], .empty = node.counts[1]});
      for (size_t kind = 0; kind < std::size(kind_names); ++kind) {
        if ((node.kinds >> kind & 1) != 0) {
          field.kinds.emplace_back(kind_names[kind]);
        }
      }
    }
    for (const uint32_t child : node.children) {
      self(self, child);
    }
  };
  visit(visit, 0);
  return fields;
}

}  // namespace treaty::profile
