#include <fmt/core.h>

#include "compiler/cli/choice.h"
#include "compiler/cli/contract.h"
#include "compiler/lineage/lineage.h"

namespace treaty::cli {
namespace {

enum class LineageFormat { text, json, openlineage };

void lineage(const std::string& path, LineageFormat format, Exit& exit) {
  if (!read_file(path)) {
    exit = Exit::world_failed;
    return;
  }
  driver::Compilation compilation = driver::check(path, driver::disk(library_folder()), today());
  driver::refuse_library(compilation);
  if (!compilation.ok()) {
    tell_errors(compilation, path, {.format = format == LineageFormat::text ? CheckFormat::text : CheckFormat::json},
                exit);
    return;
  }
  const auto datasets = lineage::lineage_of(compilation.facts, compilation.files);
  const std::string contract = compilation.contract.header->name.text;
  fmt::print("{}", format == LineageFormat::text   ? lineage::to_text(datasets)
                   : format == LineageFormat::json ? lineage::to_json(datasets)
                                                   : lineage::to_openlineage(datasets, contract, today()));
}

}  // namespace

void add_lineage(CLI::App& app, Exit& exit) {
  CLI::App* command =
      app.add_subcommand("lineage", "Where every written value comes from: source field, steps, property");
  auto path = std::make_shared<std::string>();
  auto format = std::make_shared<LineageFormat>(LineageFormat::text);
  command->add_option("contract", *path, "a .map file")->required();
  command->add_option("--format", *format, "text, json, or openlineage: job events with the columnLineage facet")
      ->transform(choice<LineageFormat>({{"text", LineageFormat::text},
                                         {"json", LineageFormat::json},
                                         {"openlineage", LineageFormat::openlineage}}))
      ->option_text("text|json|openlineage");
  command->footer("Examples:\n  treaty lineage club.map\n  treaty lineage --format openlineage club.map | jq .");
  command->callback([path, format, &exit] { lineage(*path, *format, exit); });
}

}  // namespace treaty::cli
