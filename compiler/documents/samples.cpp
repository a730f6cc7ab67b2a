#include "compiler/documents/samples.h"

#include <algorithm>
#include <unordered_map>

#include <fmt/core.h>

#include "compiler/schema/csv.h"
#include "compiler/schema/json_path.h"
#include "compiler/schema/sample_types.h"

namespace treaty::documents {

using schema::Field;
using schema::Record;
using types::Kind;
using types::Type;

constexpr int deepest = 32;

/// What the samples of one place have shown.
struct Inference::Seen {
  size_t present = 0;
  size_t nulls = 0;
  size_t texts = 0, dates = 0, timestamps = 0, local_timestamps = 0;
  size_t integers = 0, decimals = 0, booleans = 0, lists = 0, records = 0;
  uint32_t line = 0;  ///< where it was first
  std::string example;
  std::vector<std::string> names;  ///< of a record's fields, in the order first seen
  std::vector<Seen> fields;        ///< beside `names`
  std::unordered_map<std::string, size_t> index;
  std::vector<Seen> element;  ///< of lists: none or one

  Seen& field(std::string_view name, uint32_t at_line) {
    const auto [found, added] = index.try_emplace(std::string(name), fields.size());
    if (added) {
      names.emplace_back(name);
      fields.emplace_back().line = at_line;
    }
    return fields[found->second];
  }

  void look_at(const Node& value, int depth) {
    ++present;
    switch (value.kind) {
      case Node::Kind::null:
        ++nulls;
        return;
      case Node::Kind::boolean:
        ++booleans;
        break;
      case Node::Kind::integer:
        ++integers;
        break;
      case Node::Kind::decimal:
        ++decimals;
        break;
      case Node::Kind::text:
        look_at_text(value.text);
        break;
      case Node::Kind::list:
        ++lists;
        element.resize(1);
        for (const Member& one : value.members) {
          if (depth < deepest) {
            element[0].look_at(*one.value, depth + 1);
          }
        }
        return;
      case Node::Kind::record:
        ++records;
        for (const Member& one : value.members) {
          if (depth < deepest) {
            field(one.key, one.line).look_at(*one.value, depth + 1);
          }
        }
        return;
    }
    if (example.empty()) {
      example = to_json(value);
    }
  }

  void look_at_text(std::string_view text) {
    ++texts;
    const schema::TextShape shape = schema::shape_of_text(text);
    dates += shape == schema::TextShape::date;
    timestamps += shape == schema::TextShape::timestamp;
    local_timestamps += shape == schema::TextShape::local_timestamp;
  }

  Record record(const std::string& document) const {
    Record record;
    for (size_t i = 0; i < names.size(); ++i) {
      const Seen& seen = fields[i];
      Field field;
      field.name = names[i];
      field.type = seen.type(field, document);
      field.required = seen.present == records;
      field.nullable = seen.nulls > 0;
      field.seen = seen.present - seen.nulls;
      field.samples = records;
      field.origin = {document, seen.line};
      if (!seen.example.empty()) {
        field.example = seen.example;
      }
      record.fields.push_back(std::move(field));
    }
    return record;
  }

  Type type(Field& field, const std::string& document) const {
    const size_t values = present - nulls;
    if (values == 0) {
      return Type::of(Kind::any);  // nothing but null was seen
    }
    if (texts == values) {
      return text_type(field);
    }
    if (integers == values) {
      return Type::of(Kind::integer);
    }
    if (integers + decimals == values) {
      return Type::of(Kind::decimal);
    }
    if (booleans == values) {
      return Type::of(Kind::boolean);
    }
    if (records == values) {
      field.record = std::make_shared<Record>(record(document));
      return Type::of(Kind::record);
    }
    if (lists == values) {
      if (element.empty() || element[0].present == element[0].nulls) {
        return Type::list_of(Type::of(Kind::any));
      }
      Field inner_field;
      Type inner = element[0].type(inner_field, document);
      field.record = inner_field.record;
      return Type::list_of(std::move(inner));
    }
    return Type::of(Kind::any);
  }

  Type text_type(Field& field) const {
    if (dates == texts) {
      field.format = "date";
      return Type::of(Kind::date);
    }
    if (timestamps == texts) {
      field.format = "date-time";
      return Type::of(Kind::timestamp);
    }
    if (local_timestamps == texts) {
      field.format = "local-date-time";
      return Type::of(Kind::timestamp);
    }
    return Type::of(Kind::text);
  }
};

namespace {

void select(const Node& value, const std::vector<std::string>& steps, size_t next, std::vector<const Node*>& found) {
  if (next == steps.size()) {
    found.push_back(&value);
  } else if (steps[next] == schema::JsonPath::each) {
    for (const Member& one : value.is(Node::Kind::list) ? value.members : std::vector<Member>()) {
      select(*one.value, steps, next + 1, found);
    }
  } else if (const Node* member = value.find(steps[next])) {
    select(*member, steps, next + 1, found);
  }
}

}  // namespace

Inference::Inference() : seen_(std::make_unique<Seen>()) {}
Inference::Inference(Inference&&) noexcept = default;
Inference::~Inference() = default;

std::expected<void, std::string> Inference::see(const Node& document, std::string_view at) {
  const std::string_view default_at = document.is(Node::Kind::list) ? "$[*]" : "$";
  const auto path = schema::parse_json_path(at.empty() ? default_at : at);
  if (!path) {
    return std::unexpected(fmt::format("`{}` is no path: write one like `$.data[*]`", at));
  }
  std::vector<const Node*> records;
  select(document, path->steps, 0, records);
  for (const Node* record : records) {
    if (record->is(Node::Kind::record)) {
      seen_->look_at(*record, 0);
    }
  }
  return {};
}

bool Inference::saw_records() const { return seen_->records > 0; }

Record Inference::record(const std::string& document) const { return seen_->record(document); }

std::expected<Record, std::string> load_json(std::string_view bytes, std::string_view at,
                                             const std::string& document) {
  auto tree = Tree::read_json(bytes);
  if (!tree) {
    const Tree::Error error = std::move(tree.error());
    tree = Tree::read_json_lines(bytes);
    if (!tree) {  // the first line alone is no document either: what is wrong is said of the whole
      return std::unexpected(to_string(tree.error().line == 1 ? error : tree.error()));
    }
  }
  Inference inference;
  if (auto seen = inference.see(tree->root(), at); !seen) {
    return std::unexpected(seen.error());
  }
  if (!inference.saw_records()) {
    return std::unexpected(fmt::format("it has no record at `{}`", !at.empty()                         ? at
                                                                   : tree->root().is(Node::Kind::list) ? "$[*]"
                                                                                                       : "$"));
  }
  return inference.record(document);
}

std::expected<Record, std::string> load_csv(std::string_view bytes, const std::string& document) {
  const auto rows = schema::read_csv(bytes);
  if (!rows) {
    return std::unexpected(rows.error());
  }
  if (rows->empty()) {
    return std::unexpected("it has no header");
  }
  Record record;
  for (size_t column = 0; column < rows->front().size(); ++column) {
    Field field;
    field.name = rows->front()[column];
    field.origin = {document, 1};
    field.required = true;
    field.samples = rows->size() - 1;
    field.type = Type::of(Kind::text);
    for (size_t i = 1; i < rows->size(); ++i) {
      const std::string cell = column < (*rows)[i].size() ? (*rows)[i][column] : std::string();
      field.nullable = field.nullable || cell.empty();
      field.seen += !cell.empty();
      if (!cell.empty() && !field.example) {
        field.example = fmt::format("\"{}\"", cell);
      }
    }
    record.fields.push_back(std::move(field));
  }
  return record;
}

}  // namespace treaty::documents
