#include "compiler/documents/shapes.h"

#include <algorithm>
#include <deque>
#include <set>

#include <fmt/core.h>

#include "compiler/documents/properties.h"
#include "compiler/schema/json_path.h"

namespace treaty::documents {
namespace {

using schema::Field;
using schema::Record;
using types::Kind;
using types::Type;

constexpr int deepest = 24;         // of schemas that consist of schemas
constexpr size_t most_parts = 500;  // that one schema consists of
constexpr size_t most_fields = 10'000;

/// The kinds of value that one schema allows.
struct Shape {
  std::string_view kind;  // object, array, string, integer, number, boolean; empty: any
  Place place;
};

class Expansion {
 public:
  explicit Expansion(References& references) : references_(references) {}

  Record record(Place schema) {
    Record root;
    pending_.push_back({.record = &root, .alternatives = {schema}, .depth = 0});
    expand();
    return root;
  }

  Field value(Place schema, std::string name) {
    Field field;
    field.name = std::move(name);
    describe(field, {schema});
    expand();
    return field;
  }

 private:
  struct Pending {
    Record* record = nullptr;
    std::vector<Place> alternatives;
    int depth = 0;
  };

  void expand() {
    for (; !pending_.empty(); pending_.pop_front()) {
      Pending next = std::move(pending_.front());
      depth_ = next.depth;
      Properties found = properties_of(references_, next.alternatives);
      next.record->open = found.open || found.list.empty();
      for (Property& property : found.list) {
        Field field;
        field.name = std::string(property.name);
        field.required = property.required;
        field.origin = {property.in->name, property.line};
        if (++fields_ > most_fields || depth_ == deepest) {
          field.type = Type::of(Kind::any);
        } else {
          describe(field, property.values);
        }
        next.record->fields.push_back(std::move(field));
      }
    }
  }

  /// What each schema that a value may have allows; null is told to `field`.
  void shapes(Place written, Field& field, std::vector<Shape>& found, int depth) {
    if (written.node && written.node->find("$ref")) {
      note(*written.node, field);  // what stands beside a reference
    }
    const Place schema = references_.resolve(written);
    if (!schema.node || !schema.node->is(Node::Kind::record) || depth > deepest || found.size() > most_parts) {
      found.push_back({});
      return;
    }
    const Node& node = *schema.node;
    note(node, field);
    const auto parts = members_at(&node, "allOf");
    if (!node.find("properties")) {
      bool alternatives = false;
      for (const char* word : {"oneOf", "anyOf"}) {
        for (const Member& part : members_at(&node, word)) {
          alternatives = true;
          shapes(schema.at(part.value), field, found, depth + 1);
        }
      }
      if (alternatives && parts.empty()) {
        return;
      }
      if (parts.size() == 1 && !node.find("type")) {
        shapes(schema.at(parts[0].value), field, found, depth + 1);
        return;
      }
    }
    add_types(node, schema, field, found, !parts.empty());
  }

  static void add_types(const Node& node, Place schema, Field& field, std::vector<Shape>& found, bool composed) {
    const Node* type = node.find("type");
    if (type && type->is(Node::Kind::list)) {
      for (const Member& one : type->members) {
        add_type(one.value->text, schema, field, found);
      }
    } else if (type && type->is(Node::Kind::text)) {
      add_type(type->text, schema, field, found);
    } else if (node.find("properties") || composed || node.find("additionalProperties")) {
      found.push_back({.kind = "object", .place = schema});
    } else if (node.find("items")) {
      found.push_back({.kind = "array", .place = schema});
    } else if (const Node* value = node.find("const")) {
      add_type(value->is(Node::Kind::text) ? "string" : "", schema, field, found);
    } else {
      found.push_back({.kind = node.find("enum") ? "string" : "", .place = schema});
    }
  }

  static void add_type(std::string_view kind, Place schema, Field& field, std::vector<Shape>& found) {
    if (kind == "null") {
      field.nullable = true;
    } else {
      found.push_back({.kind = kind, .place = schema});
    }
  }

  /// What a schema says beside its type.
  static void note(const Node& node, Field& field) {
    const auto truth = [&](std::string_view key) {
      const Node* value = node.find(key);
      return value && value->is_true();
    };
    field.nullable = field.nullable || truth("nullable") || truth("x-nullable");
    field.read_only = field.read_only || truth("readOnly");
    if (field.description.empty()) {
      field.description = node.text_at("description");
    }
    if (field.format.empty()) {
      field.format = node.text_at("format");
    }
    const Node* example = node.find("example");
    if (const auto several = members_at(&node, "examples"); !example && !several.empty()) {
      example = several.front().value;
    }
    if (!field.example && example && !example->is(Node::Kind::list) && !example->is(Node::Kind::record) &&
        !example->is(Node::Kind::null)) {
      field.example = to_json(*example);
    }
  }

  void describe(Field& field, const std::vector<Place>& values) { field.type = type(field, values, 0); }

  Type type(Field& field, const std::vector<Place>& values, int depth) {
    std::vector<Shape> found;
    for (const Place value : values) {
      shapes(value, field, found, 0);
    }
    if (found.empty() || depth > deepest) {
      return Type::of(Kind::any);
    }
    const auto all = [&](std::initializer_list<std::string_view> kinds) {
      return std::ranges::all_of(
          found, [&](const Shape& shape) { return std::ranges::find(kinds, shape.kind) != kinds.end(); });
    };
    if (all({"object"})) {
      auto record = std::make_shared<Record>();
      pending_.push_back({.record = record.get(), .alternatives = places(found), .depth = depth_ + 1});
      field.record = std::move(record);
      return Type::of(Kind::record);
    }
    if (all({"array"})) {
      return list(field, found, depth);
    }
    if (all({"string"})) {
      return text(field, found);
    }
    return Type::of(all({"integer"})             ? Kind::integer
                    : all({"integer", "number"}) ? Kind::decimal
                    : all({"boolean"})           ? Kind::boolean
                                                 : Kind::any);
  }

  static std::vector<Place> places(const std::vector<Shape>& shapes) {
    std::vector<Place> found;
    for (const Shape& shape : shapes) {
      found.push_back(shape.place);
    }
    return found;
  }

  Type list(Field& field, const std::vector<Shape>& lists, int depth) {
    std::vector<Place> items;
    for (const Shape& shape : lists) {
      if (const Node* node = shape.place.node->find("items"); node && node->is(Node::Kind::record)) {
        items.push_back(shape.place.at(node));
      }
    }
    if (items.empty()) {
      return Type::list_of(Type::of(Kind::any));
    }
    Field element;
    Type inner = type(element, items, depth + 1);
    field.record = element.record;
    return Type::list_of(std::move(inner));
  }

  static Type text(Field& field, const std::vector<Shape>& texts) {
    std::vector<std::string> values;
    std::set<std::string_view> seen;
    bool closed = true;
    std::string_view format = texts.front().place.node->text_at("format");
    for (const Shape& shape : texts) {
      const Node& node = *shape.place.node;
      format = node.text_at("format") == format ? format : "";
      const auto options = members_at(&node, "enum");
      const Node* constant = node.find("const");
      closed = closed && (!options.empty() || constant);
      if (constant) {
        add_option(values, seen, *constant, field);
      }
      for (const Member& option : options) {
        add_option(values, seen, *option.value, field);
      }
    }
    if (closed && !values.empty()) {
      return Type::enumeration_of(std::move(values));
    }
    field.format = format;
    return Type::of(format == "date"                                       ? Kind::date
                    : format == "date-time" || format == "local-date-time" ? Kind::timestamp
                                                                           : Kind::text);
  }

  static void add_option(std::vector<std::string>& values, std::set<std::string_view>& seen, const Node& option,
                         Field& field) {
    if (option.is(Node::Kind::null)) {
      field.nullable = true;
    } else if (seen.insert(option.text).second) {
      values.emplace_back(option.text);
    }
  }

  References& references_;
  std::deque<Pending> pending_;
  size_t fields_ = 0;
  int depth_ = 0;  // of the record whose fields are being described
};

/// The first of what a schema consists of that has `word`: `items`, or `properties` with a name.
Place part_with(References& references, Place written, std::string_view word, std::string_view name, int depth = 0) {
  const Place schema = references.resolve(written);
  if (!schema.node || depth > deepest) {
    return {};
  }
  const Node* found = schema.node->find(word);
  if (found && !name.empty()) {
    found = found->find(name);
  }
  if (found) {
    return schema.at(found);
  }
  for (const char* composed : {"allOf", "oneOf", "anyOf"}) {
    for (const Member& part : members_at(schema.node, composed)) {
      if (const Place inner = part_with(references, schema.at(part.value), word, name, depth + 1); inner.node) {
        return inner;
      }
    }
  }
  return {};
}

}  // namespace

Record record_of(References& references, Place schema) { return Expansion(references).record(schema); }

Field value_of(References& references, Place schema, std::string name) {
  return Expansion(references).value(schema, std::move(name));
}

std::expected<Place, std::string> step_into(References& references, Place schema, std::string_view path) {
  const auto steps = schema::parse_json_path(path.empty() ? "$" : path);
  if (!steps) {
    return std::unexpected(fmt::format("`{}` is no path: write one like `$.data[*]`", path));
  }
  for (const std::string& step : steps->steps) {
    schema = step == schema::JsonPath::each ? part_with(references, schema, "items", "")
                                            : part_with(references, schema, "properties", step);
    if (!schema.node) {
      return std::unexpected(fmt::format("nothing at `{}` of `{}`", step, path));
    }
  }
  return references.resolve(schema);
}

}  // namespace treaty::documents
