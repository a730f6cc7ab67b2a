// Documents: which loader reads which, and where in it a resource's records are described.

#include "compiler/check/documents.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/documents/dictionary.h"
#include "compiler/documents/recognise.h"
#include "compiler/documents/samples.h"
#include "compiler/documents/shapes.h"
#include "compiler/schema/portal.h"

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

/// The lists of records at the top of a JSON document, as paths: `$.data[*]`.
std::vector<std::string> paths_of_records(const std::string& text, const std::string& name) {
  std::vector<std::string> paths;
  const Loaded whole = documents::load_json(text, "", name);
  for (const schema::Field& field : whole ? whole->fields : std::vector<schema::Field>()) {
    if (field.type.kind == types::Kind::list && field.record) {
      paths.push_back("$." + field.name + "[*]");
    }
  }
  return paths;
}

/// Samples that were found, but not read: whether the path within them or their format is wrong.
void tell_found(Context& context, const ast::SchemaRef& reference, source::Span span, const std::string& text) {
  auto* said = context.out.find(diagnostics::document_unreadable, span);
  if (!said) {
    return;
  }
  const std::string& name = reference.path.value;
  if (name.ends_with(".csv") || name.ends_with(".tsv")) {
    said->notes.push_back("the file is there; its name says CSV: `schema csv \"" + name + "\"`");
    said->fixes.push_back({.span = reference.format.span, .replacement = "csv", .certain = false});
  } else if (reference.at && documents::load_json(text, "", name)) {
    const std::vector<std::string> paths = paths_of_records(text, name);
    said->notes.emplace_back("the file is there; it is the path behind `at` that leads to no records");
    suggest(*said, reference.at->value, reference.at->span, paths);
    for (diagnostics::Fix& fix : said->fixes) {
      fix.replacement = '"' + fix.replacement + '"';
    }
  } else {
    said->notes.emplace_back("the file is there, but it is not what `schema " + reference.format.text + "` reads");
  }
}

/// Fields of a dictionary whose type nobody knows: one message, for they mostly have one cause.
void tell_unknown_types(Context& context, const ast::SchemaRef& reference, const schema::Record& record,
                        diagnostics::Diagnostic*& said) {
  for (const schema::Field& field : record.fields) {
    const std::string line = std::to_string(field.origin.line);
    if (!field.unknown_type.empty() && said) {
      said->notes.push_back(fmt::format("so is `{}` in line {}", field.unknown_type, line));
    } else if (!field.unknown_type.empty()) {
      said = &context.out.report(reference.path.span, diagnostics::unknown_dictionary_type, field.unknown_type,
                                 field.origin.document, line);
    }
    if (field.record) {
      tell_unknown_types(context, reference, *field.record, said);
    }
  }
}

Loaded load_dictionary(Context& context, const ast::SchemaRef& reference, const std::string& text) {
  Loaded record = documents::load_dictionary(text, reference.path.value);
  if (record) {
    diagnostics::Diagnostic* said = nullptr;
    tell_unknown_types(context, reference, *record, said);
  }
  return record;
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

/// The documents that `reference` names and refers to, by name.
documents::FindText texts_beside(Context& context, const ast::SchemaRef& reference) {
  return [&context, file = reference.path.span.file](const std::string& name) {
    return context.in.documents.find(file, name);
  };
}

std::expected<std::unique_ptr<documents::Api>, std::string> open_api(Context& context,
                                                                     const ast::SchemaRef& reference,
                                                                     const std::string& text) {
  const auto document = context.in.documents.shelf->open(reference.path.value, text);
  if (!document) {
    return std::unexpected(document.error());
  }
  return reference.format.text == "postman"
             ? documents::load_postman(*document)
             : documents::load_openapi(*document, *context.in.documents.shelf, texts_beside(context, reference));
}

/// References that lead nowhere: one message a document, for they mostly have one cause.
void tell_broken(Context& context, const ast::SchemaRef& reference,
                 const std::vector<documents::References::Broken>& broken) {
  if (broken.empty()) {
    return;
  }
  auto& said = context.out.report(reference.path.span, diagnostics::broken_reference, broken.front().reference,
                                  broken.front().document + ":" + std::to_string(broken.front().line));
  if (broken.size() > 1) {
    said.notes.push_back(std::to_string(broken.size() - 1) + " more like it");
  }
}

std::shared_ptr<const schema::Record> read_operation(Context& context, const ast::SchemaRef& reference,
                                                     const ast::Resource& resource) {
  const documents::Api* api = api_of(context, reference);
  const ast::Endpoint* endpoint = reading_endpoint(resource);
  if (!api || !endpoint || !api->has(endpoint->method.text, endpoint->path.value)) {
    return nullptr;  // an operation that is missing is said of every endpoint alike
  }
  const std::string at = endpoint->at ? endpoint->at->value : "$";
  const source::Span span = endpoint->at ? endpoint->at->span : endpoint->path.span;
  const Loaded record = api->record(endpoint->method.text, endpoint->path.value, at);
  OpenedApi& opened = context.apis[&reference];
  const auto broken = opened.told ? std::vector<documents::References::Broken>() : api->broken();
  opened.told = opened.told || !broken.empty();
  if (record) {
    tell_broken(context, reference, broken);
    return std::make_shared<const schema::Record>(*record);
  }
  auto& said = context.out.report(span, diagnostics::document_unreadable,
                                  endpoint->method.text + " " + endpoint->path.value, record.error());
  if (!broken.empty()) {
    said.notes.push_back("`" + broken.front().reference + "` in " + broken.front().document + ", line " +
                         std::to_string(broken.front().line) + ", leads nowhere");
  }
  return nullptr;
}

/// What a document plainly is, where it is said to be something else; empty where it may be what is said.
std::string other_format(Context& context, const ast::SchemaRef& reference, const std::string& text) {
  const std::string& format = reference.format.text;
  const size_t first = text.find_first_not_of(" \t\r\n");
  const bool braces = first != std::string::npos && (text[first] == '{' || text[first] == '[');
  const bool columns = format == "csv" || format == "dictionary";
  if (columns && !braces && !text.starts_with("openapi:") && !text.starts_with("swagger:")) {
    return "";
  }
  const auto document = context.in.documents.shelf->open(reference.path.value, text);
  if (!document) {
    return columns && braces ? "json" : "";  // JSON lines are no one tree
  }
  const std::string plain(documents::recognise((*document)->tree.root()));
  const bool certain = plain == "openapi" || plain == "postman" || columns;
  return certain && plain != format ? plain : "";
}

Loaded load_json_schema(Context& context, const ast::SchemaRef& reference, const std::string& text) {
  const auto document = context.in.documents.shelf->open(reference.path.value, text);
  if (!document) {
    return std::unexpected(document.error());
  }
  documents::References references(*context.in.documents.shelf, texts_beside(context, reference));
  const auto schema = documents::step_into(references, {.node = &(*document)->tree.root(), .in = document->get()},
                                           reference.at ? reference.at->value : "$");
  if (!schema) {
    return std::unexpected("it describes " + schema.error());
  }
  Loaded record = documents::record_of(references, *schema);
  tell_broken(context, reference, references.broken());
  if (record->fields.empty()) {
    return std::unexpected("it describes no record");
  }
  return record;
}

}  // namespace

const documents::Api* api_of(Context& context, const ast::SchemaRef& reference) {
  if (reference.format.text != "openapi" && reference.format.text != "postman") {
    return nullptr;
  }
  const auto [opened, first] = context.apis.try_emplace(&reference);
  const std::string* text = first ? context.in.documents.find(reference.path) : nullptr;
  if (text) {
    auto api = open_api(context, reference, *text);
    if (api) {
      opened->second.api = std::move(*api);
    } else {
      context.out.report(reference.path.span, diagnostics::document_unreadable, reference.path.value, api.error());
    }
  }
  return opened->second.api.get();
}

std::shared_ptr<const schema::Record> read_record(Context& context, const ast::SchemaRef& reference,
                                                  const ast::Resource& resource) {
  static const std::vector<std::string> formats = {"json", "csv", "openapi", "postman", "json_schema", "dictionary"};
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
  if (const std::string other = other_format(context, reference, *text); !other.empty()) {
    context.out.report(reference.format.span, diagnostics::other_format, name, other, format)
        .fixes.push_back({.span = reference.format.span, .replacement = other});
    return nullptr;
  }
  if (format == "openapi" || format == "postman") {
    return read_operation(context, reference, resource);
  }
  const source::Span span =
      reference.at ? source::join(reference.path.span, reference.at->span) : reference.path.span;
  if (format == "csv" || format == "dictionary") {
    return accept(context, reference.path.span, name,
                  format == "csv" ? documents::load_csv(*text, name) : load_dictionary(context, reference, *text));
  }
  if (format == "json") {
    auto record = accept(context, span, name,
                         documents::load_json(*text, reference.at ? reference.at->value : "", name));
    if (!record) {
      tell_found(context, reference, span, *text);
    }
    return record;
  }
  return accept(context, span, name, load_json_schema(context, reference, *text));
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
