#include "compiler/lineage/lineage.h"

#include <algorithm>
#include <set>

#include "compiler/base/match.h"

namespace treaty::lineage {
namespace {

std::string dotted(const std::vector<facts::Segment>& segments) {
  std::string text;
  for (const facts::Segment& segment : segments) {
    if (const auto* name = std::get_if<std::string>(&segment)) {
      text += (text.empty() ? "" : ".") + *name;
    }
  }
  return text;
}

/// The fields a value is made of, and those that only decide about it. Values are shared: each is visited once a
/// kind.
class Inputs {
 public:
  explicit Inputs(const facts::Map& map) : map_(map) {}

  void visit(const facts::ValueRef& value, bool indirect = false) {
    if (!value || !seen_.insert({value.get(), indirect}).second) {
      return;
    }
    const auto all = [&](const std::vector<facts::ValueRef>& values) {
      std::ranges::for_each(values, [&](const facts::ValueRef& one) { visit(one, indirect); });
    };
    match(
        value->node, [](const facts::Unknown&) {}, [](const facts::Constant&) {}, [](const facts::Element&) {},
        [](const facts::RunStarted&) {}, [&](const facts::SourceField& field) { add(field, indirect); },
        [&](const facts::Access& access) { visit(access.base, indirect); },
        [&](const facts::Call& call) { all(call.arguments); }, [&](const facts::MakeList& list) { all(list.items); },
        [&](const facts::Lookup& lookup) { visit(lookup.input, indirect), visit(lookup.otherwise, indirect); },
        [&](const facts::Compare& compare) { visit(compare.left, indirect), visit(compare.right, indirect); },
        [&](const facts::Not& negation) { visit(negation.operand, indirect); },
        [&](const facts::Logic& logic) { visit(logic.left, indirect), visit(logic.right, indirect); },
        [&](const facts::Choose& choose) {
          visit(choose.condition, true), visit(choose.then_value, indirect), visit(choose.else_value, indirect);
        },
        [&](const facts::Coalesce& coalesce) { all(coalesce.alternatives); },
        [&](const facts::ForEach& each) { visit(each.list, indirect), visit(each.body, indirect); },
        [&](const facts::Inlined& inlined) { visit(inlined.body, indirect); });
  }

  std::vector<Input> take() {
    // What gives the value need not be named again as what decides about it.
    std::erase_if(found_, [&](const Input& one) {
      return one.indirect && std::ranges::find(found_, Input{one.field, false}) != found_.end();
    });
    return std::move(found_);
  }

 private:
  void add(const facts::SourceField& field, bool indirect) {
    const std::string prefix = field.of_element && map_.each ? dotted(*map_.each) : "";
    const std::string path = dotted(field.segments);
    const Input input{prefix.empty() || path.empty() ? prefix + path : prefix + "." + path, indirect};
    if (std::ranges::find(found_, input) == found_.end()) {
      found_.push_back(input);
    }
  }

  const facts::Map& map_;
  std::vector<Input> found_;
  std::set<std::pair<const facts::Value*, bool>> seen_;
};

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
  column.place = place_of(files, field.span);
  return column;
}

Column column_of(const facts::Map& map, const facts::ReverseField& field, const source::FileSet& files) {
  Inputs inputs(map);
  inputs.visit(field.value);
  Column column{.property = dotted(field.path), .inputs = inputs.take()};
  column.steps = field.derived ? "the reverse of " + written(files, field.line->left.span)
                               : written(files, field.line->right.span);
  column.place = place_of(files, field.span);
  return column;
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
                    .back = {}};
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
