#include <algorithm>
#include <map>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "compiler/schema/json_path.h"
#include "compiler/schema/sample_types.h"
#include "compiler/schema/samples.h"

namespace treaty::schema {
namespace {

using Json = nlohmann::ordered_json;
using types::Kind;
using types::Type;

constexpr int deepest = 32;

/// What the samples of one place have shown.
struct Seen {
  size_t present = 0;
  size_t nulls = 0;
  size_t texts = 0, dates = 0, timestamps = 0, local_timestamps = 0;
  size_t integers = 0, decimals = 0, booleans = 0, lists = 0, records = 0;
  std::string example;
  std::vector<std::string> names;  ///< of a record's fields, in the order first seen
  std::vector<Seen> fields;        ///< beside `names`
  std::vector<Seen> element;       ///< of lists: none or one

  Seen& field(const std::string& name) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found != names.end()) {
      return fields[static_cast<size_t>(found - names.begin())];
    }
    names.push_back(name);
    return fields.emplace_back();
  }
};

void look_at(Seen& seen, const Json& value, int depth) {
  ++seen.present;
  if (seen.example.empty() && !value.is_null() && !value.is_structured()) {
    seen.example = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  }
  if (value.is_null()) {
    ++seen.nulls;
  } else if (value.is_boolean()) {
    ++seen.booleans;
  } else if (value.is_number_integer()) {
    ++seen.integers;
  } else if (value.is_number()) {
    ++seen.decimals;
  } else if (value.is_string()) {
    ++seen.texts;
    const TextShape shape = shape_of_text(value.get_ref<const std::string&>());
    seen.dates += shape == TextShape::date;
    seen.timestamps += shape == TextShape::timestamp;
    seen.local_timestamps += shape == TextShape::local_timestamp;
  } else if (value.is_array()) {
    ++seen.lists;
    seen.element.resize(1);
    for (const Json& one : value) {
      if (depth < deepest) {
        look_at(seen.element[0], one, depth + 1);
      }
    }
  } else {
    ++seen.records;
    for (const auto& [name, one] : value.items()) {
      if (depth < deepest) {
        look_at(seen.field(name), one, depth + 1);
      }
    }
  }
}

class Inference {
 public:
  Inference(std::string document, std::string_view bytes) : document_(std::move(document)), bytes_(bytes) {}

  Record record(const Seen& seen) const {
    Record record;
    for (size_t i = 0; i < seen.names.size(); ++i) {
      record.fields.push_back(field(seen.names[i], seen.fields[i], seen.records));
    }
    return record;
  }

 private:
  Field field(const std::string& name, const Seen& seen, size_t records) const {
    Field field;
    field.name = name;
    field.type = type(seen, field);
    field.required = seen.present == records;
    field.nullable = seen.nulls > 0;
    field.origin = {document_, line_of(name)};
    if (!seen.example.empty()) {
      field.example = seen.example;
    }
    return field;
  }

  Type type(const Seen& seen, Field& field) const {
    const size_t values = seen.present - seen.nulls;
    if (values == 0) {
      return Type::of(Kind::any);  // nothing but null was seen
    }
    if (seen.texts == values) {
      return text_type(seen, field);
    }
    if (seen.integers == values) {
      return Type::of(Kind::integer);
    }
    if (seen.integers + seen.decimals == values) {
      return Type::of(Kind::decimal);
    }
    if (seen.booleans == values) {
      return Type::of(Kind::boolean);
    }
    if (seen.records == values) {
      field.record = std::make_shared<Record>(record(seen));
      return Type::of(Kind::record);
    }
    if (seen.lists == values) {
      if (seen.element.empty() || seen.element[0].present == seen.element[0].nulls) {
        return Type::list_of(Type::of(Kind::any));
      }
      Field element;
      Type inner = type(seen.element[0], element);
      field.record = element.record;
      return Type::list_of(std::move(inner));
    }
    return Type::of(Kind::any);
  }

  static Type text_type(const Seen& seen, Field& field) {
    if (seen.dates == seen.texts) {
      field.format = "date";
      return Type::of(Kind::date);
    }
    if (seen.timestamps == seen.texts) {
      field.format = "date-time";
      return Type::of(Kind::timestamp);
    }
    if (seen.local_timestamps == seen.texts) {
      field.format = "local-date-time";
      return Type::of(Kind::timestamp);
    }
    return Type::of(Kind::text);
  }

  /// The line where the key first stands.
  uint32_t line_of(const std::string& name) const {
    const size_t at = bytes_.find("\"" + name + "\"");
    return at == std::string_view::npos ? 0 : static_cast<uint32_t>(std::count(bytes_.begin(), bytes_.begin() + static_cast<long>(at), '\n')) + 1;
  }

  std::string document_;
  std::string_view bytes_;
};

void select(const Json& value, const std::vector<std::string>& steps, size_t next, std::vector<const Json*>& found) {
  if (next == steps.size()) {
    found.push_back(&value);
    return;
  }
  if (steps[next] == JsonPath::each) {
    if (value.is_array()) {
      for (const Json& one : value) {
        select(one, steps, next + 1, found);
      }
    }
  } else if (value.is_object()) {
    if (const auto member = value.find(steps[next]); member != value.end()) {
      select(*member, steps, next + 1, found);
    }
  }
}

/// nlohmann's parser recurses for nothing, but a tree is destroyed recursively: a sample is never this deep.
bool too_deep(std::string_view bytes) {
  size_t depth = 0;
  size_t most = 0;
  bool text = false;
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (text) {
      i += bytes[i] == '\\';
      text = i < bytes.size() && bytes[i] != '"';
    } else if (bytes[i] == '"') {
      text = true;
    } else if (bytes[i] == '{' || bytes[i] == '[') {
      most = std::max(most, ++depth);
    } else if ((bytes[i] == '}' || bytes[i] == ']') && depth > 0) {
      --depth;
    }
  }
  return most > 200;
}

/// One document, or JSON lines as an array.
std::expected<Json, std::string> parse(std::string_view bytes) {
  if (too_deep(bytes)) {
    return std::unexpected("it is nested more than 200 deep");
  }
  Json whole = Json::parse(bytes, nullptr, false);
  if (!whole.is_discarded()) {
    return whole;
  }
  Json lines = Json::array();
  size_t number = 0;
  for (size_t at = 0; at < bytes.size();) {
    ++number;
    const size_t end = std::min(bytes.find('\n', at), bytes.size());
    const std::string_view line = bytes.substr(at, end - at);
    at = end + 1;
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) {
      continue;
    }
    Json record = Json::parse(line, nullptr, false);
    if (record.is_discarded()) {
      return std::unexpected(fmt::format("line {} is not JSON", number));
    }
    lines.push_back(std::move(record));
  }
  return lines;
}

}  // namespace

std::expected<Record, std::string> load_json(std::string_view bytes, std::string_view at, const std::string& document) {
  auto json = parse(bytes);
  if (!json) {
    return std::unexpected(json.error());
  }
  const std::string_view default_at = json->is_array() ? "$[*]" : "$";
  const auto path = parse_json_path(at.empty() ? default_at : at);
  if (!path) {
    return std::unexpected(fmt::format("`{}` is no path: write one like `$.data[*]`", at));
  }
  std::vector<const Json*> records;
  select(*json, path->steps, 0, records);
  Seen seen;
  for (const Json* record : records) {
    if (record->is_object()) {
      look_at(seen, *record, 0);
    }
  }
  if (seen.records == 0) {
    return std::unexpected(fmt::format("it has no record at `{}`", at.empty() ? default_at : at));
  }
  return Inference(document, bytes).record(seen);
}

}  // namespace treaty::schema
