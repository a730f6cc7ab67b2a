// A collection holds requests in folders, and with each the answers that somebody saved: what is not among them is
// unknown.

#include <algorithm>
#include <map>

#include <fmt/core.h>

#include "compiler/documents/api.h"
#include "compiler/documents/samples.h"

namespace treaty::documents {
namespace {

constexpr int deepest = 24;

/// `:id` and `{{id}}` are `{id}`.
std::string segment(std::string_view written) {
  if (written.starts_with(':')) {
    return "{" + std::string(written.substr(1)) + "}";
  }
  if (written.starts_with("{{") && written.ends_with("}}")) {
    return "{" + std::string(written.substr(2, written.size() - 4)) + "}";
  }
  return std::string(written);
}

/// The path of an address as text: without its host, its query and its fragment.
std::string path_of(std::string_view address) {
  address = address.substr(0, std::min(address.find_first_of("?#"), address.size()));
  if (const size_t scheme = address.find("://"); scheme != std::string_view::npos) {
    address.remove_prefix(scheme + 3);
  }
  const size_t slash = address.find('/');
  std::string path;
  for (size_t at = slash; at != std::string_view::npos && at < address.size();) {
    const size_t end = std::min(address.find('/', at + 1), address.size());
    path += "/" + segment(address.substr(at + 1, end - at - 1));
    at = end;
  }
  return path;
}

struct Request {
  std::string method, path;
  std::vector<Parameter> parameters;
  const Node* body = nullptr;          ///< the JSON text
  std::vector<const Member*> answers;  ///< the JSON texts of successful answers
};

class Collection final : public Api {
 public:
  explicit Collection(std::shared_ptr<const Attached> document) : document_(std::move(document)) {
    add_items(members_at(&document_->tree.root(), "item"), 0);
  }

  std::vector<std::string> operations() const override {
    std::vector<std::string> found;
    for (const Request& request : requests_) {
      found.push_back(request.method + " " + request.path);
    }
    return found;
  }

  bool has(std::string_view method, std::string_view path) const override { return find(method, path) != nullptr; }

  std::expected<schema::Record, std::string> record(std::string_view method, std::string_view path,
                                                    std::string_view at) const override {
    const Request* request = find(method, path);
    if (!request) {
      return std::unexpected(fmt::format("it has no request `{} {}`", method, path));
    }
    Inference inference;
    for (const Member* answer : request->answers) {
      const auto tree = Tree::read_json(answer->value->text);
      if (!tree) {
        return std::unexpected(
            fmt::format("the answer saved on line {} is not JSON: {}", answer->line, to_string(tree.error())));
      }
      if (auto seen = inference.see(tree->root(), at); !seen) {
        return std::unexpected(seen.error());
      }
    }
    if (!inference.saw_records()) {
      return std::unexpected(
          fmt::format("no successful answer saved with `{} {}` has a record at `{}`: save one in Postman", method,
                      path, at.empty() ? "$" : at));
    }
    return placed(inference.record(document_->name), request->answers.front()->line);
  }

  std::optional<std::vector<Parameter>> parameters(std::string_view method, std::string_view path) const override {
    const Request* request = find(method, path);
    return request ? std::optional(request->parameters) : std::nullopt;
  }

  std::optional<schema::Record> body(std::string_view method, std::string_view path) const override {
    const Request* request = find(method, path);
    if (!request || !request->body) {
      return std::nullopt;
    }
    Inference inference;
    const auto tree = Tree::read_json(request->body->text);
    if (!tree || !inference.see(tree->root(), "$") || !inference.saw_records()) {
      return std::nullopt;
    }
    schema::Record record = placed(inference.record(document_->name), request->body->line);
    record.open = true;  // one example does not say what else may stand in it
    for (schema::Field& field : record.fields) {
      field.required = false;
    }
    return record;
  }

 private:
  void add_items(std::span<const Member> items, int depth) {
    for (const Member& item : items) {
      if (depth < deepest) {
        add_items(members_at(item.value, "item"), depth + 1);
      }
      if (const Node* request = item.value->find("request")) {
        add_request(*item.value, *request);
      }
    }
  }

  void add_request(const Node& item, const Node& written) {
    Request request;
    request.method = written.is(Node::Kind::text) ? "GET" : std::string(written.text_at("method"));
    const Node* url = written.is(Node::Kind::text) ? &written : written.find("url");
    if (!url) {
      return;
    }
    for (const Member& part : members_at(url, "path")) {
      request.path += "/" + segment(part.value->text);
    }
    if (request.path.empty()) {
      request.path = path_of(url->is(Node::Kind::text) ? url->text : url->text_at("raw"));
    }
    for (const Member& query : members_at(url, "query")) {
      Parameter parameter{.value = {}, .in = "query"};
      parameter.value.name = std::string(query.value->text_at("key"));
      parameter.value.origin = {document_->name, query.line};
      request.parameters.push_back(std::move(parameter));
    }
    if (const Node* body = written.find("body")) {
      request.body = body->find("raw");
    }
    for (const Member& response : members_at(&item, "response")) {
      const std::string_view code = response.value->text_at("code");
      if (!code.empty() && !code.starts_with('2')) {
        continue;
      }
      for (const Member& member : response.value->members) {
        if (member.key == "body" && member.value->is(Node::Kind::text) && !member.value->text.empty()) {
          request.answers.push_back(&member);
        }
      }
    }
    requests_.push_back(std::move(request));
  }

  const Request* find(std::string_view method, std::string_view path) const {
    const Request* alike = nullptr;
    for (const Request& request : requests_) {
      if (request.method == method && (request.path == path || same_form(request.path, path)) &&
          (!alike || alike->answers.empty())) {
        alike = &request;
      }
    }
    return alike;
  }

  /// The lines within a saved text are no lines of the document: what is known is where the text stands.
  static schema::Record placed(schema::Record record, uint32_t line) {
    for (schema::Field& field : record.fields) {
      field.origin.line = line;
    }
    return record;
  }

  std::shared_ptr<const Attached> document_;
  std::vector<Request> requests_;
};

}  // namespace

std::expected<std::unique_ptr<Api>, std::string> load_postman(std::shared_ptr<const Attached> document) {
  const Node& root = document->tree.root();
  const Node* info = root.find("info");
  if (!info || !root.find("item")) {
    return std::unexpected("it is no Postman collection: `info` and `item` are expected");
  }
  return std::make_unique<Collection>(std::move(document));
}

}  // namespace treaty::documents
