#include "compiler/schema/openapi.h"

#include <algorithm>
#include <cctype>

#include <fmt/core.h>
#include <yaml-cpp/yaml.h>

#include "compiler/schema/json_path.h"

namespace treaty::schema {
namespace {

using types::Kind;
using types::Type;

constexpr int deepest = 24;
constexpr size_t largest = 32 << 20;
constexpr size_t most_fields = 50'000;  // of one record with all it holds: schemas that refer to each other multiply

std::string text_of(const YAML::Node& node) { return node && node.IsScalar() ? node.Scalar() : std::string(); }

bool is_true(const YAML::Node& node) { return text_of(node) == "true"; }

/// The member of a map, undefined where there is none. yaml-cpp itself answers with a node that throws at the next
/// touch, or makes one.
YAML::Node member(const YAML::Node& node, const std::string& name) {
  if (node && node.IsMap()) {
    if (const YAML::Node found = node[name]) {
      return found;
    }
  }
  return YAML::Node(YAML::NodeType::Undefined);
}

/// yaml-cpp recurses on nesting; flow and block nesting are bounded before it sees the text.
bool too_deep(std::string_view bytes) {
  size_t flow = 0;
  size_t indent = 0;
  bool line_start = true;
  for (const char c : bytes) {
    if (c == '\n') {
      line_start = true;
      indent = 0;
    } else if (line_start && (c == ' ' || c == '-')) {
      if (++indent > 400) {
        return true;
      }
    } else {
      line_start = false;
      flow += c == '{' || c == '[';
      flow -= (c == '}' || c == ']') && flow > 0;
      if (flow > 200) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace

struct OpenApi::Document {
  YAML::Node root;
  std::string name;
  mutable size_t fields = 0;  // found for the record that is being read

  /// Follows `$ref` within the document.
  YAML::Node resolve(YAML::Node node) const {
    for (int hops = 0; hops < deepest; ++hops) {
      const std::string reference = text_of(member(node, "$ref"));
      if (!reference.starts_with("#/")) {
        break;
      }
      YAML::Node target;
      target.reset(root);
      for (size_t at = 2; at <= reference.size();) {
        const size_t end = std::min(reference.find('/', at), reference.size());
        const YAML::Node next = member(target, reference.substr(at, end - at));
        if (!next) {
          return {};
        }
        target.reset(next);
        at = end + 1;
      }
      node.reset(target);
    }
    return node;
  }

  YAML::Node operation(std::string_view method, std::string_view path) const {
    std::string verb(method);
    std::transform(verb.begin(), verb.end(), verb.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const YAML::Node paths = member(root, "paths");
    return member(member(paths, std::string(path)), verb);
  }

  /// The schema of the successful JSON answer.
  YAML::Node answer(const YAML::Node& operation) const {
    const YAML::Node responses = member(operation, "responses");
    if (!responses || !responses.IsMap()) {
      return {};
    }
    for (const char* status : {"200", "201", "202", "2XX", "default"}) {
      const YAML::Node response = resolve(member(responses, status));
      if (!response || !response.IsMap()) {
        continue;
      }
      const YAML::Node content = member(response, "content");
      if (!content || !content.IsMap()) {
        continue;
      }
      for (const auto& entry : content) {
        if (text_of(entry.first).find("json") != std::string::npos) {
          return resolve(member(entry.second, "schema"));
        }
      }
    }
    return {};
  }

  void add_properties(Record& record, const YAML::Node& schema, int depth) const {
    if (depth > deepest || !schema || !schema.IsMap()) {
      return;
    }
    if (const YAML::Node parts = member(schema, "allOf"); parts && parts.IsSequence()) {
      for (const auto& part : parts) {
        add_properties(record, resolve(part), depth + 1);
      }
    }
    const YAML::Node more = member(schema, "additionalProperties");
    record.open = record.open || (more && (more.IsMap() || is_true(more)));
    const YAML::Node properties = member(schema, "properties");
    if (properties && properties.IsMap()) {
      for (const auto& entry : properties) {
        record.fields.push_back(field(text_of(entry.first), entry.first, entry.second, depth + 1));
      }
    }
    if (const YAML::Node required = member(schema, "required"); required && required.IsSequence()) {
      for (const auto& one : required) {
        for (Field& field : record.fields) {
          field.required = field.required || field.name == text_of(one);
        }
      }
    }
  }

  Record record(const YAML::Node& schema, int depth) const {
    Record found;
    add_properties(found, schema, depth);
    return found;
  }

  Field field(const std::string& field_name, const YAML::Node& key, const YAML::Node& written, int depth) const {
    Field field;
    field.name = field_name;
    field.origin = {name, static_cast<uint32_t>(key.Mark().line + 1)};
    const YAML::Node schema = resolve(written);
    if (!schema || !schema.IsMap() || ++fields > most_fields) {
      field.type = Type::of(Kind::any);
      return field;
    }
    field.description = text_of(member(schema, "description"));
    field.format = text_of(member(schema, "format"));
    if (const std::string example = text_of(member(schema, "example")); !example.empty()) {
      field.example = example;
    }
    field.type = type(schema, field, depth);
    return field;
  }

  /// The one type besides "null" that `type` names; `any` when there are several or none is told.
  std::string type_name(const YAML::Node& schema, Field& field) const {
    field.nullable = field.nullable || is_true(member(schema, "nullable"));
    const YAML::Node type = member(schema, "type");
    if (type && type.IsSequence()) {
      std::string only;
      for (const auto& one : type) {
        if (text_of(one) == "null") {
          field.nullable = true;
        } else {
          only = only.empty() ? text_of(one) : "any";
        }
      }
      return only;
    }
    if (const std::string single = text_of(type); !single.empty()) {
      return single;
    }
    if (member(schema, "properties") || member(schema, "allOf")) {
      return "object";
    }
    return member(schema, "enum") ? "string" : "any";
  }

  Type type(const YAML::Node& schema, Field& field, int depth) const {
    const std::string kind = type_name(schema, field);
    if (depth > deepest || member(schema, "oneOf") || member(schema, "anyOf")) {
      return Type::of(Kind::any);
    }
    if (kind == "object") {
      field.record = std::make_shared<Record>(record(schema, depth));
      return Type::of(Kind::record);
    }
    if (kind == "array") {
      Field element;
      const YAML::Node items = resolve(member(schema, "items"));
      Type inner = items && items.IsMap() ? type(items, element, depth + 1) : Type::of(Kind::any);
      field.record = element.record;
      return Type::list_of(std::move(inner));
    }
    if (kind == "string") {
      return text_type(schema, field);
    }
    return Type::of(kind == "integer"   ? Kind::integer
                    : kind == "number"  ? Kind::decimal
                    : kind == "boolean" ? Kind::boolean
                                        : Kind::any);
  }

  static Type text_type(const YAML::Node& schema, Field& field) {
    if (const YAML::Node options = member(schema, "enum"); options && options.IsSequence()) {
      std::vector<std::string> values;
      for (const auto& option : options) {
        if (option.IsNull()) {
          field.nullable = true;
        } else {
          values.push_back(text_of(option));
        }
      }
      return Type::enumeration_of(std::move(values));
    }
    const std::string format = text_of(member(schema, "format"));
    return Type::of(format == "date"                                       ? Kind::date
                    : format == "date-time" || format == "local-date-time" ? Kind::timestamp
                                                                           : Kind::text);
  }
};

OpenApi::OpenApi(std::unique_ptr<Document> document) : document_(std::move(document)) {}
OpenApi::OpenApi(OpenApi&&) noexcept = default;
OpenApi& OpenApi::operator=(OpenApi&&) noexcept = default;
OpenApi::~OpenApi() = default;

std::expected<OpenApi, std::string> OpenApi::load(std::string_view bytes, const std::string& name) {
  if (bytes.size() > largest) {
    return std::unexpected("it is larger than 32 MB");
  }
  if (too_deep(bytes)) {
    return std::unexpected("it is nested too deep");
  }
  auto document = std::make_unique<Document>();
  document->name = name;
  try {
    document->root = YAML::Load(std::string(bytes));  // JSON is YAML
  } catch (const YAML::Exception& error) {
    return std::unexpected(fmt::format("line {}: {}", error.mark.line + 1, error.msg));
  }
  if (!document->root.IsMap() || !text_of(member(document->root, "openapi")).starts_with("3.")) {
    return std::unexpected("it is no OpenAPI 3 document: `openapi: 3.…` is missing");
  }
  return OpenApi(std::move(document));
}

std::vector<std::string> OpenApi::operations() const {
  std::vector<std::string> found;
  const YAML::Node paths = member(document_->root, "paths");
  if (!paths || !paths.IsMap()) {
    return found;
  }
  for (const auto& path : paths) {
    if (!path.second.IsMap()) {
      continue;
    }
    for (const auto& operation : path.second) {
      std::string verb = text_of(operation.first);
      std::transform(verb.begin(), verb.end(), verb.begin(),
                     [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
      if (verb == "GET" || verb == "POST" || verb == "PUT" || verb == "PATCH" || verb == "DELETE") {
        found.push_back(verb + " " + text_of(path.first));
      }
    }
  }
  return found;
}

bool OpenApi::has(std::string_view method, std::string_view path) const {
  const YAML::Node operation = document_->operation(method, path);
  return operation && operation.IsMap();
}

std::expected<Record, std::string> OpenApi::record(std::string_view method, std::string_view path,
                                                   std::string_view at) const {
  const YAML::Node operation = document_->operation(method, path);
  if (!operation || !operation.IsMap()) {
    return std::unexpected(fmt::format("it has no operation `{} {}`", method, path));
  }
  YAML::Node schema;
  schema.reset(document_->answer(operation));
  if (!schema || !schema.IsMap()) {
    return std::unexpected(fmt::format("`{} {}` describes no JSON answer", method, path));
  }
  const auto steps = parse_json_path(at.empty() ? "$" : at);
  if (!steps) {
    return std::unexpected(fmt::format("`{}` is no path: write one like `$.data[*]`", at));
  }
  for (const std::string& step : steps->steps) {
    YAML::Node next;
    if (step == JsonPath::each) {
      next.reset(document_->resolve(member(schema, "items")));
    } else {
      next.reset(document_->resolve(member(member(schema, "properties"), step)));
    }
    if (!next || !next.IsMap()) {
      return std::unexpected(
          fmt::format("the answer of `{} {}` has nothing at `{}` of `{}`", method, path, step, at));
    }
    schema.reset(next);
  }
  document_->fields = 0;
  Record record = document_->record(schema, 0);
  if (record.fields.empty() && !record.open) {
    return std::unexpected(fmt::format("what `{} {}` answers at `{}` is no record", method, path, at));
  }
  return record;
}

}  // namespace treaty::schema
