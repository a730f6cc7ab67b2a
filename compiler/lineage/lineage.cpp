#include "compiler/lineage/lineage.h"

#include <algorithm>
#include <iterator>

#include "compiler/lineage/inputs.h"

namespace treaty::lineage {
namespace {

/// What is written, on one line.
std::string written(const source::FileSet& files, source::Span span) {
  std::string text;
  for (const char c : files.text(span)) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!blank) {
      text += c;
    } else if (!text.empty() && text.back() != ' ') {
      text += ' ';
    }
  }
  return text;
}

std::string place_of(const source::FileSet& files, source::Span span) {
  const source::File& file = files[span.file];
  return file.name() + ":" + std::to_string(file.position(span.begin).line);
}

Column column_of(const facts::Map& map, const facts::Field& field, const source::FileSet& files) {
  Inputs inputs(map);
  inputs.visit(field.value);
  inputs.visit(map.where, true);
  Column column{.property = field.property, .inputs = inputs.take()};
  column.steps = written(files, field.line->left.span);
  column.unchanged = std::holds_alternative<facts::SourceField>(field.value->node);
  column.masked = field.sensitive;
  column.private_inputs = field.private_inputs;
  column.place = place_of(files, field.span);
  return column;
}

Column column_of(const facts::Map& map, const facts::ReverseField& field, const source::FileSet& files) {
  Inputs inputs(map);
  inputs.visit(field.value);
  Column column{.property = facts::dotted(field.path), .inputs = inputs.take()};
  column.steps = field.derived ? "the reverse of " + written(files, field.line->left.span)
                               : written(files, field.line->right.span);
  column.place = place_of(files, field.span);
  return column;
}

/// What else is decided by the record: with which others it is tied, and on which lists people are.
std::vector<Column> beside(const facts::Map& map, const source::FileSet& files) {
  std::vector<Column> columns;
  const auto add = [&](std::string what, const facts::ValueRef& value, bool decides, source::Span steps,
                       const std::vector<facts::PrivateInput>& private_inputs) {
    Inputs inputs(map);
    inputs.visit(value, decides);
    Column column{.property = std::move(what), .inputs = inputs.take()};
    column.steps = written(files, steps);
    column.unchanged = std::holds_alternative<facts::SourceField>(value->node);
    column.masked = !private_inputs.empty();
    column.private_inputs = private_inputs;
    column.place = place_of(files, steps);
    columns.push_back(std::move(column));
  };
  for (const facts::Association& one : map.associations) {
    add("association with " + one.map + (one.label.empty() ? "" : " \"" + one.label + "\""), one.key, false,
        one.line->key.span, one.private_inputs);
  }
  for (const facts::ListMembership& one : map.lists) {
    add("list \"" + one.tree->list.value + "\"", one.condition, true, one.tree->condition.span, one.private_inputs);
  }
  for (const facts::Subscription& one : map.subscriptions) {
    add("subscription \"" + one.tree->name.value + "\"", one.from, true, one.tree->from.span, one.private_inputs);
  }
  return columns;
}

}  // namespace

std::vector<Dataset> lineage_of(const facts::Facts& facts, const source::FileSet& files) {
  std::vector<Dataset> datasets;
  for (const auto& map : facts.maps) {
    if (!map->source || !map->resource || !map->target || !map->object) {
      continue;
    }
    Dataset dataset{.map = map->name,
                    .source_system = map->source->name,
                    .resource = map->resource->name,
                    .target_system = map->target->name,
                    .object = map->object->name,
                    .columns = {},
                    .let_go = {},
                    .beside = beside(*map, files),
                    .back = {}};
    std::ranges::copy_if(facts.declassified, std::back_inserter(dataset.let_go),
                         [&](const facts::Declassification& one) { return one.map == map->name; });
    for (const facts::Field& field : map->fields) {
      dataset.columns.push_back(column_of(*map, field, files));
    }
    for (const facts::ReverseField& field : map->reverse) {
      dataset.back.push_back(column_of(*map, field, files));
    }
    datasets.push_back(std::move(dataset));
  }
  return datasets;
}

}  // namespace treaty::lineage
