#include <filesystem>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "compiler/cli/contract.h"
#include "compiler/documents/api.h"
#include "compiler/documents/dictionary.h"
#include "compiler/documents/recognise.h"
#include "compiler/documents/samples.h"
#include "compiler/documents/shapes.h"
#include "compiler/driver/documents.h"
#include "compiler/schema/portal.h"

namespace treaty::cli {
namespace {

using schema::Field;
using schema::Record;

struct Wanted {
  std::string path, document_format, operation, at;
  Format format = Format::text;
};

/// What a document says, whatever its format: operations to choose from, or one record.
struct Looked {
  std::string_view format;
  std::vector<std::string> operations;
  std::optional<Record> record;
  std::optional<schema::Portal> portal;
};
using Result = std::expected<Looked, std::string>;

Result with_record(Looked looked, std::expected<Record, std::string> record) {
  if (!record) {
    return std::unexpected(record.error());
  }
  looked.record = std::move(*record);
  return looked;
}

Result look_at_api(Looked looked, const Wanted& wanted,
                   std::expected<std::unique_ptr<documents::Api>, std::string> api) {
  if (!api) {
    return std::unexpected(api.error());
  }
  looked.operations = (*api)->operations();
  if (wanted.operation.empty()) {
    return looked;
  }
  const size_t blank = wanted.operation.find(' ');
  if (blank == std::string::npos) {
    return std::unexpected(fmt::format("`{}` is no operation: write one like `GET /members`", wanted.operation));
  }
  const std::string method = wanted.operation.substr(0, blank);
  const std::string path = wanted.operation.substr(blank + 1);
  if (!wanted.at.empty()) {
    return with_record(std::move(looked), (*api)->record(method, path, wanted.at));
  }
  // Where the records lie is not known yet: what an answer holds is shown, and of a list its elements.
  auto record = (*api)->record(method, path, "$");
  return with_record(std::move(looked), record ? std::move(record) : (*api)->record(method, path, "$[*]"));
}

Result look_at_json_schema(Looked looked, const Wanted& wanted, const documents::Attached& document,
                           documents::References& references) {
  const auto place = documents::step_into(references, {.node = &document.tree.root(), .in = &document},
                                          wanted.at.empty() ? "$" : wanted.at);
  if (!place) {
    return std::unexpected("it describes " + place.error());
  }
  looked.record = documents::record_of(references, *place);
  return looked;
}

Result look_at(const Wanted& wanted, const std::string& bytes) {
  const std::string& name = wanted.path;
  const std::filesystem::path file(name);
  const bool table = file.extension() == ".csv" || file.extension() == ".tsv";
  documents::Shelf shelf;
  std::expected<std::shared_ptr<const documents::Attached>, std::string> document = std::unexpected(std::string());
  std::string_view format = wanted.document_format;
  if (format.empty() && table) {
    format = documents::recognise_table(bytes);
  } else if (!table && format != "csv" && format != "dictionary") {
    document = shelf.open(file.filename().string(), bytes);  // what it names lies beside it
    const size_t first = bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    const bool braces = first != std::string::npos && (bytes[first] == '{' || bytes[first] == '[');
    if (!document && format.empty() && !braces) {
      return std::unexpected(document.error());  // YAML
    }
    format = !format.empty() ? format
             : document      ? documents::recognise((*document)->tree.root())
                             : "json";  // JSON lines
  }
  const Looked looked{.format = format, .operations = {}, .record = {}, .portal = {}};
  if (format == "csv" || format == "dictionary") {
    return with_record(looked,
                       format == "csv" ? documents::load_csv(bytes, name) : documents::load_dictionary(bytes, name));
  }
  if (format == "json") {
    return with_record(looked, documents::load_json(bytes, wanted.at, name));
  }
  if (!document) {
    return std::unexpected(document.error());
  }
  if (format == "snapshot") {
    auto portal = schema::load_snapshot(bytes, name);
    if (!portal) {
      return std::unexpected(portal.error());
    }
    Looked found = looked;
    found.portal = std::move(*portal);
    return found;
  }
  std::map<std::string, std::string> beside;
  const documents::FindText find = [&](const std::string& other) -> const std::string* {
    const auto place = driver::resolve(name, name, other);
    if (!place) {
      complain(fmt::format("`{}` is not read", other), "it lies outside of the document's folder");
    }
    auto text = place ? read_file(*place) : std::nullopt;
    return text ? &(beside[other] = std::move(*text)) : nullptr;
  };
  if (format == "postman") {
    return look_at_api(looked, wanted, documents::load_postman(*document));
  }
  if (format == "openapi") {
    return look_at_api(looked, wanted, documents::load_openapi(*document, shelf, find));
  }
  documents::References references(shelf, find);
  return look_at_json_schema(looked, wanted, **document, references);
}

std::string marks_of(const Field& field) {
  std::string marks = field.required ? "always there" : "";
  const auto add = [&](std::string_view mark) { marks += (marks.empty() ? "" : ", ") + std::string(mark); };
  if (field.nullable) {
    add("may be null");
  }
  if (field.read_only) {
    add("read-only");
  }
  if (!field.unknown_type.empty()) {
    add(fmt::format("`{}` is no type", field.unknown_type));
  }
  if (field.samples > 0) {
    add(fmt::format("seen in {} of {}", field.seen, field.samples));
  }
  return marks;
}

struct Row {
  std::string name, type, marks, example;
};

void add_rows(std::vector<Row>& rows, const Record& record, const std::string& prefix, int depth) {
  constexpr int deepest = 3;  // to look at; a path in a contract goes on
  for (const Field& field : record.fields) {
    const bool list = field.type.kind == types::Kind::list;
    rows.push_back({prefix + field.name + (list ? "[]" : ""), types::to_string(field.type), marks_of(field),
                    field.example.value_or("")});
    if (field.record && depth < deepest) {
      add_rows(rows, *field.record, rows.back().name + ".", depth + 1);
    }
  }
}

void print_rows(const std::vector<Row>& rows) {
  constexpr size_t widest_type = 40;
  size_t name = 0;
  size_t type = 0;
  size_t marks = 0;
  for (const Row& row : rows) {
    name = std::max(name, row.name.size());
    type = std::max(type, std::min(row.type.size(), widest_type));
    marks = std::max(marks, row.marks.size());
  }
  for (const Row& row : rows) {
    std::string line =
        fmt::format("  {:<{}}  {:<{}}  {:<{}}  {}", row.name, name, row.type, type, row.marks, marks, row.example);
    line.erase(line.find_last_not_of(' ') + 1);
    fmt::print("{}\n", line);
  }
}

nlohmann::ordered_json json_of(const Record& record, int depth) {
  constexpr int deepest = 8;
  auto fields = nlohmann::ordered_json::array();
  for (const Field& field : record.fields) {
    nlohmann::ordered_json one = {{"name", field.name},          {"type", types::to_string(field.type)},
                                  {"required", field.required},  {"nullable", field.nullable},
                                  {"readOnly", field.read_only}, {"line", field.origin.line}};
    if (field.samples > 0) {
      one["seen"] = field.seen;
      one["samples"] = field.samples;
    }
    if (!field.description.empty()) {
      one["description"] = field.description;
    }
    if (field.example) {
      one["example"] = nlohmann::ordered_json::parse(*field.example, nullptr, false);
    }
    if (field.record && depth < deepest) {
      one["fields"] = json_of(*field.record, depth + 1);
    }
    fields.push_back(std::move(one));
  }
  return fields;
}

void print_portal(const schema::Portal& portal) {
  for (const schema::HubspotObject& object : portal.objects) {
    fmt::print("{} ({}): {} properties{}\n", object.name, object.type_id, object.properties.size(),
               object.assumed ? ", as in a new portal: the snapshot does not name it" : "");
    std::vector<Row> rows;
    for (const schema::Property& property : object.properties) {
      rows.push_back({property.name, types::to_string(property.type),
                      std::string(property.unique      ? "unique"
                                  : property.read_only ? "read-only"
                                                       : ""),
                      property.label});
    }
    print_rows(rows);
  }
}

void print_json(const Looked& looked) {
  nlohmann::ordered_json json = {{"format", looked.format}};
  if (!looked.operations.empty()) {
    json["operations"] = looked.operations;
  }
  if (looked.record) {
    json["fields"] = json_of(*looked.record, 0);
  }
  if (looked.portal) {
    for (const schema::HubspotObject& object : looked.portal->objects) {
      json["objects"].push_back(
          {{"name", object.name},
           {"typeId", object.type_id},
           {"properties", object.properties.size()},
           {"inSnapshot", !object.assumed}});
    }
  }
  fmt::print("{}\n", json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
}

void import_document(const Wanted& wanted, Exit& exit) {
  const auto bytes = read_file(wanted.path);
  if (!bytes) {
    exit = Exit::world_failed;
    return;
  }
  const Result looked = look_at(wanted, *bytes);
  if (!looked) {
    complain(fmt::format("{}: {}", wanted.path, looked.error()));
    exit = Exit::findings;
    return;
  }
  if (wanted.format == Format::json) {
    print_json(*looked);
    return;
  }
  if (looked->portal) {
    print_portal(*looked->portal);
    return;
  }
  fmt::print("schema {} \"{}\"\n", looked->format, std::filesystem::path(wanted.path).filename().string());
  if (!looked->record) {
    for (const std::string& operation : looked->operations) {
      fmt::print("  {}\n", operation);
    }
    fmt::print("What one answers: treaty import {} --operation \"{}\"\n", wanted.path,
               looked->operations.empty() ? "GET /…" : looked->operations.front());
    return;
  }
  std::vector<Row> rows;
  add_rows(rows, *looked->record, "", 0);
  print_rows(rows);
  if (looked->record->open) {
    fmt::print("  … and fields that it does not name\n");
  }
}

}  // namespace

void add_import(CLI::App& app, Exit& exit) {
  CLI::App* command = app.add_subcommand(
      "import", "Look at a document: its operations, the fields of a record, and how sure they are");
  auto wanted = std::make_shared<Wanted>();
  command
      ->add_option("document", wanted->path,
                   "an API description, a collection, a schema, a dictionary, a sample, a snapshot")
      ->required();
  command->add_option("--as", wanted->document_format, "how to read it, where it does not say itself")
      ->check(CLI::IsMember({"openapi", "postman", "json_schema", "dictionary", "csv", "json", "snapshot"}))
      ->option_text("FORMAT");
  command->add_option("--operation", wanted->operation, "the operation whose answer to show: \"GET /members\"")
      ->option_text("OPERATION");
  command->add_option("--at", wanted->at, "where the records lie in it: '$.data[*]'")->option_text("PATH");
  add_format_option(*command, wanted->format);
  command->footer(
      "Examples:\n"
      "  treaty import clubapp.openapi.yaml\n"
      "  treaty import clubapp.openapi.yaml --operation \"GET /members\" --at '$.data[*]'\n"
      "  treaty import members.jsonl\n"
      "  treaty import fields.csv --as dictionary");
  command->callback([wanted, &exit] { import_document(*wanted, exit); });
}

}  // namespace treaty::cli
