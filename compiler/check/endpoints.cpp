#include "compiler/check/endpoints.h"

#include <algorithm>

#include "compiler/base/address_secrets.h"
#include "compiler/check/documents.h"
#include "compiler/schema/json_path.h"

namespace treaty::check {
namespace {

/// Where an answer says what comes next, in the form of a path.
void check_next_form(Context& context, const ast::Page& page) {
  if (page.next && !schema::parse_json_path(page.next->value)) {
    context.out.report(page.next->span, diagnostics::next_page_missing, page.next->value, "the list");
  }
}

/// Where the records of an answer are.
void check_place(Context& context, const ast::Endpoint& endpoint) {
  if (endpoint.at && !schema::parse_json_path(endpoint.at->value)) {
    context.out.report(endpoint.at->span, diagnostics::not_a_json_path, endpoint.at->value);
  }
}

/// `{id}` names the record's field that takes its place.
void check_path(Context& context, const facts::Resource& resource, const ast::Endpoint& endpoint) {
  const std::string& path = endpoint.path.value;
  if (const size_t at = path.find("${"); at != std::string::npos) {
    const size_t end = path.find('}', at);
    context.out.report(endpoint.path.span, diagnostics::endpoint_text_hole,
                       end == std::string::npos ? "" : path.substr(at + 2, end - at - 2));
    return;
  }
  if (!path.starts_with('/')) {
    context.out.report(endpoint.path.span, diagnostics::endpoint_path, path);
    return;
  }
  if (!secrets_of_address(path).empty()) {
    context.out.report(endpoint.path.span, diagnostics::secret_in_clear).confidential = true;
    return;
  }
  for (size_t at = path.find('{'); at != std::string::npos; at = path.find('{', at + 1)) {
    const size_t end = path.find('}', at);
    if (end == std::string::npos) {
      context.out.report(endpoint.path.span, diagnostics::endpoint_path, path);
      return;
    }
    const std::string name = path.substr(at + 1, end - at - 1);
    if (std::ranges::find(resource.key, name) == resource.key.end()) {
      context.shown[&resource].emplace(name, endpoint.path.span);
    }
    if (resource.described && !resource.record->find(name) && !resource.record->open) {
      auto& said = context.out.report(endpoint.path.span, diagnostics::unknown_field, name, resource.name);
      suggest(said, name, endpoint.path.span, names_of(resource.record->fields, &schema::Field::name));
      said.fixes.clear();  // the name is less than the path that would be replaced
    }
  }
}

/// Whether an answer may have a value at a path; only what the document rules out is no.
bool may_hold(const documents::Api& api, const ast::Endpoint& list, const std::string& path) {
  const size_t dot = path.rfind('.');
  const std::string name = dot == std::string::npos ? "" : path.substr(dot + 1);
  if (name.empty() || name.find_first_of("[]\"'") != std::string::npos) {
    return true;
  }
  const std::string above = path.substr(0, dot);
  if (!may_hold(api, list, above)) {
    return false;
  }
  const auto record = api.record(list.method.text, list.path.value, above);
  return !record || record->open || record->fields.empty() || record->find(name);
}

class Endpoints {
 public:
  Endpoints(Context& context, facts::Resource& resource, const documents::Api& api, const std::string& document)
      : context_(context), resource_(resource), api_(api), document_(document) {}

  void check() {
    for (const ast::ResourceEntry& entry : resource_.tree->entries) {
      if (const auto* endpoint = std::get_if<ast::Endpoint>(&entry.node)) {
        check_operation(*endpoint);
      }
    }
    for (const ast::ResourceEntry& entry : resource_.tree->entries) {
      if (const auto* page = std::get_if<ast::Page>(&entry.node)) {
        check_next(page->next);
        check_parameter(page->parameter);
        check_parameter(page->size_parameter);
      } else if (const auto* changes = std::get_if<ast::Changes>(&entry.node)) {
        check_parameter(changes->since);
      }
    }
  }

 private:
  void check_operation(const ast::Endpoint& endpoint) {
    if (endpoint.path.value.find("${") != std::string::npos || !endpoint.path.value.starts_with('/')) {
      return;  // said of the path
    }
    if (context_.out.find(diagnostics::method_not_for, endpoint.method.span) ||
        context_.out.find(diagnostics::unknown_method, endpoint.method.span)) {
      return;
    }
    const std::string operation = endpoint.method.text + " " + endpoint.path.value;
    if (!api_.has(endpoint.method.text, endpoint.path.value)) {
      auto& said = context_.out.report(endpoint.path.span, diagnostics::unknown_operation, operation, document_);
      suggest(said, operation, endpoint.path.span, api_.operations());
      said.fixes.clear();  // the operation is more than the path that would be replaced
      return;
    }
    if (endpoint.verb.text == "list") {
      list_ = &endpoint;
    } else if (endpoint.verb.text == "create") {
      resource_.create_body = api_.body(endpoint.method.text, endpoint.path.value);
    } else if (endpoint.verb.text == "update") {
      resource_.update_body = api_.body(endpoint.method.text, endpoint.path.value);
    }
  }

  void check_next(const std::optional<ast::Text>& next) {
    if (next && list_ && api_.has(list_->method.text, list_->path.value) && !may_hold(api_, *list_, next->value)) {
      context_.out.report(next->span, diagnostics::next_page_missing, next->value,
                          list_->method.text + " " + list_->path.value);
    }
  }

  void check_parameter(const std::optional<ast::Text>& name) {
    const auto known = name && list_ ? api_.parameters(list_->method.text, list_->path.value) : std::nullopt;
    if (!known || std::ranges::any_of(*known, [&](const auto& one) { return one.value.name == name->value; })) {
      return;
    }
    std::vector<std::string> names;
    for (const documents::Parameter& one : *known) {
      if (one.in == "query") {
        names.push_back(one.value.name);
      }
    }
    auto& said = context_.out.report(name->span, diagnostics::unknown_parameter, name->value,
                                     list_->method.text + " " + list_->path.value);
    suggest(said, name->value, name->span, names);
    for (diagnostics::Fix& fix : said.fixes) {
      fix.replacement = "\"" + fix.replacement + "\"";
    }
  }

  Context& context_;
  facts::Resource& resource_;
  const documents::Api& api_;
  const std::string& document_;
  const ast::Endpoint* list_ = nullptr;
};

}  // namespace

void check_endpoints(Context& context, facts::Resource& resource, const ast::SchemaRef* schema) {
  const documents::Api* api = schema ? api_of(context, *schema) : nullptr;
  for (const ast::ResourceEntry& entry : resource.tree->entries) {
    if (const auto* endpoint = std::get_if<ast::Endpoint>(&entry.node)) {
      check_path(context, resource, *endpoint);
      if (!api) {  // else the answer it describes was looked into
        check_place(context, *endpoint);
      }
    } else if (const auto* page = std::get_if<ast::Page>(&entry.node)) {
      check_next_form(context, *page);
    }
  }
  if (api) {
    Endpoints(context, resource, *api, schema->path.value).check();
  }
}

void check_bodies(Context& context, const facts::Map& map) {
  if (!map.resource) {
    return;
  }
  // Where the document has no body for it, the record that is read tells at least what cannot be written.
  const bool has_body = map.resource->update_body.has_value();
  const schema::Record& body = has_body ? *map.resource->update_body : *map.resource->record;
  for (const facts::ReverseField& written : map.reverse) {
    const auto* name = written.path.empty() ? nullptr : std::get_if<std::string>(&written.path.front());
    const schema::Field* field = name ? body.find(*name) : nullptr;
    if (has_body && name && !field && !body.open) {
      auto& said = context.out.report(written.span, diagnostics::not_in_body, *name, map.resource->name);
      suggest(said, *name, written.span, names_of(body.fields, &schema::Field::name));
      said.fixes.clear();  // the field that is read has its name from another record
    } else if (field && field->read_only) {
      context.out.report(written.span, diagnostics::field_read_only, *name)
          .notes.push_back("described in " + field->origin.document + ", line " + std::to_string(field->origin.line));
    }
  }
}

}  // namespace treaty::check
