// Swagger 2 and OpenAPI 3 differ in where a schema stands, not in what it says.

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/core.h>

#include "compiler/documents/api.h"
#include "compiler/documents/shapes.h"

namespace treaty::documents {
namespace {

constexpr std::array<std::string_view, 6> verbs = {"get", "post", "put", "patch", "delete", "head"};

std::string changed(std::string_view text, int (*change)(int)) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [&](unsigned char c) { return static_cast<char>(change(c)); });
  return result;
}

class OpenApi final : public Api {
 public:
  OpenApi(std::shared_ptr<const Attached> document, Shelf& shelf, FindText find)
      : document_(std::move(document)), references_(shelf, std::move(find)) {}

  std::vector<std::string> operations() const override {
    std::vector<std::string> found;
    for (const Member& path : members_at(&document_->tree.root(), "paths")) {
      const Place item = references_.resolve(place(path.value));
      for (const Member& operation :
           item.node ? std::span<const Member>(item.node->members) : std::span<const Member>()) {
        if (std::ranges::find(verbs, operation.key) != verbs.end()) {
          found.push_back(changed(operation.key, std::toupper) + " " + std::string(path.key));
        }
      }
    }
    return found;
  }

  bool has(std::string_view method, std::string_view path) const override {
    return find(method, path).operation.node != nullptr;
  }

  std::expected<schema::Record, std::string> record(std::string_view method, std::string_view path,
                                                    std::string_view at) const override {
    const Found found = find(method, path);
    if (!found.operation.node) {
      return std::unexpected(fmt::format("it has no operation `{} {}`", method, path));
    }
    const Place answer = answer_of(found.operation);
    if (!answer.node) {
      return std::unexpected(fmt::format("`{} {}` describes no JSON answer", method, path));
    }
    const auto schema = step_into(references_, answer, at);
    if (!schema) {
      return std::unexpected(fmt::format("the answer of `{} {}` has {}", method, path, schema.error()));
    }
    schema::Record record = record_of(references_, *schema);
    const bool named =
        schema->node && (schema->node->text_at("type") == "object" || schema->node->find("additionalProperties"));
    if (record.fields.empty() && !named) {
      return std::unexpected(fmt::format("what `{} {}` answers at `{}` is no record", method, path, at));
    }
    return record;
  }

  std::optional<std::vector<Parameter>> parameters(std::string_view method, std::string_view path) const override {
    const Found found = find(method, path);
    if (!found.operation.node) {
      return std::nullopt;
    }
    std::vector<Parameter> parameters;
    for (const Place holder : {found.operation, found.path}) {
      for (const Member& written : members_at(holder.node, "parameters")) {
        const Place one = references_.resolve(holder.at(written.value));
        if (!one.node) {
          return std::nullopt;  // what is said elsewhere and was not found may be any of them
        }
        if (one.node->text_at("in") == "body" || one.node->text_at("in") == "formData") {
          continue;
        }
        const Node* schema = one.node->find("schema");  // Swagger 2 writes the type beside the name
        Parameter parameter{.value = value_of(references_, one.at(schema ? schema : one.node),
                                              std::string(one.node->text_at("name"))),
                            .in = std::string(one.node->text_at("in"))};
        const Node* required = one.node->find("required");
        parameter.value.required = required && required->is_true();
        parameter.value.origin = {one.in->name, one.node->line};
        parameters.push_back(std::move(parameter));
      }
    }
    return parameters;
  }

  std::optional<schema::Record> body(std::string_view method, std::string_view path) const override {
    const Found found = find(method, path);
    if (!found.operation.node) {
      return std::nullopt;
    }
    Place schema;
    if (const Node* request = found.operation.node->find("requestBody")) {
      schema = json_of(references_.resolve(found.operation.at(request)));
    }
    for (const Member& written : members_at(found.operation.node, "parameters")) {
      const Place one = references_.resolve(found.operation.at(written.value));
      if (one.node && one.node->text_at("in") == "body") {
        schema = one.at(one.node->find("schema"));
      }
    }
    if (!schema.node) {
      return std::nullopt;
    }
    schema::Record record = record_of(references_, schema);
    return record.fields.empty() ? std::nullopt : std::optional(std::move(record));
  }

  std::vector<References::Broken> broken() const override { return references_.broken(); }

 private:
  struct Found {
    Place operation, path;
  };

  Place place(const Node* node) const { return {.node = node, .in = document_.get()}; }

  /// The operation of exactly this path, else of one of its form.
  Found find(std::string_view method, std::string_view path) const {
    const std::string verb = changed(method, std::tolower);
    Found alike;
    for (const Member& member : members_at(&document_->tree.root(), "paths")) {
      if (member.key != path && !same_form(member.key, path)) {
        continue;
      }
      const Place item = references_.resolve(place(member.value));
      const Node* operation = item.node ? item.node->find(verb) : nullptr;
      if (!operation || !operation->is(Node::Kind::record)) {
        continue;
      }
      alike = {.operation = item.at(operation), .path = item};
      if (member.key == path) {
        break;
      }
    }
    return alike;
  }

  /// The schema of what `content` says for JSON.
  Place json_of(Place holder) const {
    for (const Member& media : members_at(holder.node, "content")) {
      if (media.key.find("json") != std::string_view::npos || media.key == "*/*") {
        return holder.at(media.value->find("schema"));
      }
    }
    return {};
  }

  Place answer_of(Place operation) const {
    const Node* responses = operation.node->find("responses");
    for (const char* status : {"200", "201", "202", "2XX", "default"}) {
      const Node* written = responses ? responses->find(status) : nullptr;
      const Place response = references_.resolve(operation.at(written));
      if (!response.node) {
        continue;
      }
      if (const Node* schema = response.node->find("schema")) {  // Swagger 2
        return references_.resolve(response.at(schema));
      }
      if (const Place schema = json_of(response); schema.node) {
        return references_.resolve(schema);
      }
    }
    return {};
  }

  std::shared_ptr<const Attached> document_;
  mutable References references_;  // remembers what it has found
};

}  // namespace

bool same_form(std::string_view path, std::string_view other) {
  const auto next = [](std::string_view& rest) {
    const size_t end = std::min(rest.find('/'), rest.size());
    const std::string_view segment = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return segment;
  };
  while (!path.empty() && !other.empty()) {
    const std::string_view one = next(path);
    const std::string_view two = next(other);
    if (one != two && !(one.starts_with('{') && two.starts_with('{'))) {
      return false;
    }
  }
  return path.empty() && other.empty();
}

std::expected<std::unique_ptr<Api>, std::string> load_openapi(std::shared_ptr<const Attached> document, Shelf& shelf,
                                                              FindText find) {
  const Node& root = document->tree.root();
  if (!root.text_at("openapi").starts_with("3.") && !root.text_at("swagger").starts_with("2")) {
    return std::unexpected("it is no OpenAPI document: neither `openapi: 3.…` nor `swagger: \"2.0\"` stands in it");
  }
  return std::make_unique<OpenApi>(std::move(document), shelf, std::move(find));
}

}  // namespace treaty::documents
