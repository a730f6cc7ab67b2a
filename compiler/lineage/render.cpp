#include <fmt/core.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "compiler/lineage/lineage.h"

namespace treaty::lineage {
namespace {

using Json = nlohmann::ordered_json;

const char* name_of(facts::PrivateInput::How how) {
  switch (how) {
    case facts::PrivateInput::How::value:
      return "value";
    case facts::PrivateInput::How::condition:
      return "condition";
    case facts::PrivateInput::How::key:
      return "key";
    case facts::PrivateInput::How::hash:
      return "hash";
  }
  return "";
}

Json private_inputs_of(const Column& column) {
  Json list = Json::array();
  for (const facts::PrivateInput& input : column.private_inputs) {
    list.push_back({{"field", input.path},
                    {"label", input.label},
                    {"as", name_of(input.how)},
                    {"declassified", input.declassified}});
  }
  return list;
}

Json let_go_of(const Dataset& dataset) {
  Json list = Json::array();
  for (const facts::Declassification& one : dataset.let_go) {
    list.push_back({{"fields", one.paths}, {"reason", one.reason}, {"approved", one.party}});
  }
  return list;
}

Json columns_of(const std::vector<Column>& columns) {
  Json list = Json::array();
  for (const Column& column : columns) {
    Json inputs = Json::array();
    for (const Input& input : column.inputs) {
      inputs.push_back({{"field", input.field}, {"indirect", input.indirect}});
    }
    list.push_back({{"property", column.property},
                    {"inputs", std::move(inputs)},
                    {"steps", column.steps},
                    {"unchanged", column.unchanged},
                    {"masked", column.masked},
                    {"private", private_inputs_of(column)},
                    {"place", column.place}});
  }
  return list;
}

Json dataset_of(const std::string& system, const std::string& name) {
  return {{"namespace", system}, {"name", name}};
}

/// Whether nothing but a hash of a private field is left in the column.
bool is_hashed(const Column& column, const std::string& field) {
  bool hashed = false;
  for (const facts::PrivateInput& input : column.private_inputs) {
    if (input.path == field && input.how != facts::PrivateInput::How::hash) {
      return false;
    }
    hashed = hashed || input.path == field;
  }
  return hashed;
}

/// The columnLineage facet of one output.
Json facet_of(const std::vector<Column>& columns, const std::string& from_system, const std::string& from) {
  Json fields = Json::object();
  for (const Column& column : columns) {
    Json inputs = Json::array();
    for (const Input& input : column.inputs) {
      const Json transformation = {{"type", input.indirect ? "INDIRECT" : "DIRECT"},
                                   {"subtype", input.indirect     ? "CONDITIONAL"
                                               : column.unchanged ? "IDENTITY"
                                                                  : "TRANSFORMATION"},
                                   {"description", column.steps},
                                   {"masking", is_hashed(column, input.field)}};
      inputs.push_back({{"namespace", from_system},
                        {"name", from},
                        {"field", input.field},
                        {"transformations", Json::array({transformation})}});
    }
    fields[column.property] = {{"inputFields", std::move(inputs)}};
  }
  return {
      {"_producer", "urn:treaty:compiler"},
      {"_schemaURL",
       "https://openlineage.io/spec/facets/1-2-0/ColumnLineageDatasetFacet.json#/$defs/ColumnLineageDatasetFacet"},
      {"fields", std::move(fields)}};
}

Json event_of(const Dataset& dataset, const std::vector<Column>& columns, bool back, const std::string& contract,
              const std::string& day) {
  const std::string& from_system = back ? dataset.target_system : dataset.source_system;
  const std::string& from = back ? dataset.object : dataset.resource;
  Json output =
      back ? dataset_of(dataset.source_system, dataset.resource) : dataset_of(dataset.target_system, dataset.object);
  output["facets"] = {{"columnLineage", facet_of(columns, from_system, from)}};
  return {{"eventTime", day + "T00:00:00Z"},
          {"producer", "urn:treaty:compiler"},
          {"schemaURL", "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/JobEvent"},
          {"job", {{"namespace", contract}, {"name", dataset.map + (back ? " <-" : "")}}},
          {"inputs", Json::array({dataset_of(from_system, from)})},
          {"outputs", Json::array({std::move(output)})}};
}

void add_text(std::string& text, const std::vector<Column>& columns, const char* arrow) {
  for (const Column& column : columns) {
    std::string inputs;
    for (const Input& input : column.inputs) {
      inputs += (inputs.empty() ? "" : ", ") + input.field + (input.indirect ? " (decides)" : "");
    }
    std::string privacy;
    for (const facts::PrivateInput& input : column.private_inputs) {
      if (privacy.find(input.label) == std::string::npos) {
        privacy += (privacy.empty() ? "   " : ", ") + input.label;
      }
    }
    text += fmt::format(
        "  {:<28} {} {}{}{}\n", column.property, arrow, inputs.empty() ? "nothing of the record" : inputs,
        column.unchanged ? "" : "   by " + column.steps, privacy.empty() ? "" : "   (" + privacy.substr(3) + ")");
  }
}

}  // namespace

std::string to_json(const std::vector<Dataset>& datasets) {
  Json list = Json::array();
  for (const Dataset& dataset : datasets) {
    list.push_back({{"map", dataset.map},
                    {"source", dataset_of(dataset.source_system, dataset.resource)},
                    {"target", dataset_of(dataset.target_system, dataset.object)},
                    {"columns", columns_of(dataset.columns)},
                    {"beside", columns_of(dataset.beside)},
                    {"declassified", let_go_of(dataset)},
                    {"back", columns_of(dataset.back)}});
  }
  return list.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string to_openlineage(const std::vector<Dataset>& datasets, const std::string& contract,
                           const std::string& day) {
  Json events = Json::array();
  for (const Dataset& dataset : datasets) {
    events.push_back(event_of(dataset, dataset.columns, false, contract, day));
    if (!dataset.back.empty()) {
      events.push_back(event_of(dataset, dataset.back, true, contract, day));
    }
  }
  return events.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string to_text(const std::vector<Dataset>& datasets) {
  std::string text;
  for (const Dataset& dataset : datasets) {
    text += fmt::format("{}{}.{} → {}.{}   ({})\n", text.empty() ? "" : "\n", dataset.source_system, dataset.resource,
                        dataset.target_system, dataset.object, dataset.map);
    add_text(text, dataset.columns, "←");
    add_text(text, dataset.beside, "←");
    for (const facts::Declassification& one : dataset.let_go) {
      text += fmt::format("  leaves though it must not: {}   \"{}\", approved by {}\n", fmt::join(one.paths, ", "),
                          one.reason, one.party);
    }
    if (!dataset.back.empty()) {
      text += fmt::format("{}.{} → {}.{}\n", dataset.target_system, dataset.object, dataset.source_system,
                          dataset.resource);
      add_text(text, dataset.back, "←");
    }
  }
  return text;
}

}  // namespace treaty::lineage
