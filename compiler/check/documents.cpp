// Documents: which loader reads which, and where in it a resource's records are described.

#include "compiler/check/documents.h"

#include <algorithm>

#include "compiler/schema/openapi.h"
#include "compiler/schema/portal.h"
#include "compiler/schema/samples.h"

namespace treaty::check {
namespace {

using Loaded = std::expected<schema::Record, std::string>;

std::shared_ptr<const schema::Record> accept(Context& context, source::Span span, std::string_view what,
                                             Loaded record) {
  if (!record) {
    context.out.report(span, diagnostics::document_unreadable, what, record.error());
    return nullptr;
  }
  return std::make_shared<const schema::Record>(std::move(*record));
}

const ast::Endpoint* reading_endpoint(const ast::Resource& resource) {
  const ast::Endpoint* get = nullptr;
  for (const ast::ResourceEntry& entry : resource.entries) {
    const auto* endpoint = std::get_if<ast::Endpoint>(&entry.node);
    if (endpoint && endpoint->verb.text == "list") {
      return endpoint;
    }
    if (endpoint && endpoint->verb.text == "get") {
      get = endpoint;
    }
  }
  return get;
}

std::shared_ptr<const schema::Record> read_openapi(Context& context, const ast::SchemaRef& reference,
                                                   const ast::Resource& resource, const std::string& text) {
  const auto document = schema::OpenApi::load(text, reference.path.value);
  if (!document) {
    context.out.report(reference.path.span, diagnostics::document_unreadable, reference.path.value, document.error());
    return nullptr;
  }
  const ast::Endpoint* endpoint = reading_endpoint(resource);
  if (!endpoint) {
    return nullptr;
  }
  const std::string operation = endpoint->method.text + " " + endpoint->path.value;
  if (!document->has(endpoint->method.text, endpoint->path.value)) {
    auto& said =
        context.out.report(endpoint->path.span, diagnostics::unknown_operation, operation, reference.path.value);
    suggest(said, operation, endpoint->path.span, document->operations());
    said.fixes.clear();  // the operation is more than the path that would be replaced
    return nullptr;
  }
  const std::string at = endpoint->at ? endpoint->at->value : "$";
  return accept(context, endpoint->at ? endpoint->at->span : endpoint->path.span, operation,
                document->record(endpoint->method.text, endpoint->path.value, at));
}

}  // namespace

std::shared_ptr<const schema::Record> read_record(Context& context, const ast::SchemaRef& reference,
                                                  const ast::Resource& resource) {
  static const std::vector<std::string> formats = {"json", "csv", "openapi"};
  const std::string& format = reference.format.text;
  if (std::find(formats.begin(), formats.end(), format) == formats.end()) {
    suggest(context.out.report(reference.format.span, diagnostics::unknown_format, format), format,
            reference.format.span, formats);
    return nullptr;
  }
  const std::string* text = context.in.documents.find(reference.path);
  if (!text) {
    return nullptr;
  }
  const std::string& name = reference.path.value;
  if (format == "openapi") {
    return read_openapi(context, reference, resource, *text);
  }
  if (format == "csv") {
    return accept(context, reference.path.span, name, schema::load_csv(*text, name));
  }
  const source::Span span =
      reference.at ? source::join(reference.path.span, reference.at->span) : reference.path.span;
  return accept(context, span, name, schema::load_json(*text, reference.at ? reference.at->value : "", name));
}

std::optional<schema::Portal> read_portal_schema(Context& context, const ast::SchemaRef* snapshot) {
  if (!snapshot) {
    return schema::standard_portal();
  }
  if (snapshot->format.text != "snapshot") {
    suggest(context.out.report(snapshot->format.span, diagnostics::unknown_format, snapshot->format.text),
            snapshot->format.text, snapshot->format.span, {"snapshot"});
    return std::nullopt;
  }
  const std::string* text = context.in.documents.find(snapshot->path);
  if (!text) {
    return std::nullopt;
  }
  auto portal = schema::load_snapshot(*text, snapshot->path.value);
  if (!portal) {
    context.out.report(snapshot->path.span, diagnostics::document_unreadable, snapshot->path.value, portal.error());
    return std::nullopt;
  }
  return std::move(*portal);
}

}  // namespace treaty::check
