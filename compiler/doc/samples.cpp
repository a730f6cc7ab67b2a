#include "compiler/doc/samples.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "compiler/interpret/interpret.h"
#include "compiler/lineage/inputs.h"
#include "compiler/lower/lower.h"

namespace treaty::doc {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t longest = 80;  ///< of a value that is shown
constexpr int deepest = 8;

std::string shown(const Json& value) {
  std::string text =
      value.is_string() ? value.get<std::string>() : value.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (text.size() > longest) {
    size_t cut = longest;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) {
      --cut;  // never through a letter of several bytes
    }
    text = text.substr(0, cut) + "…";
  }
  return text;
}

Json example_of(const schema::Field& field) {
  using types::Kind;
  const bool textual = field.type.kind == Kind::text || field.type.kind == Kind::date ||
                       field.type.kind == Kind::timestamp || field.type.kind == Kind::enumeration;
  if (!field.example) {
    return field.type.kind == Kind::enumeration && !field.type.options.empty() ? Json(field.type.options.front())
                                                                               : Json(Json::value_t::discarded);
  }
  Json value = Json::parse(*field.example, nullptr, false);
  return value.is_discarded() || (textual && !value.is_string()) ? Json(*field.example) : value;
}

/// What the documents give as examples, as one record. Its own words: nothing is made up but the first of a closed
/// set.
Json record_of(const schema::Record& record, int depth) {
  Json json = Json::object();
  for (const schema::Field& field : record.fields) {
    if (field.record && depth < deepest) {
      const Json inner = record_of(*field.record, depth + 1);
      if (!inner.empty()) {
        json[field.name] = field.type.kind == types::Kind::list ? Json::array({inner}) : inner;
      }
    } else if (Json value = example_of(field); !value.is_discarded()) {
      json[field.name] = field.type.kind == types::Kind::list && !value.is_array() ? Json::array({value}) : value;
    }
  }
  return json;
}

/// The value at a dotted path; in a list, of the element at `position`.
const Json* at(const Json& record, const std::string& path, size_t position) {
  const Json* here = &record;
  for (size_t begin = 0; begin <= path.size();) {
    const size_t end = std::min(path.find('.', begin), path.size());
    if (here->is_array()) {
      if (here->empty()) {
        return nullptr;
      }
      here = &(*here)[std::min(position, here->size() - 1)];
    }
    const auto found = here->is_object() ? here->find(path.substr(begin, end - begin)) : here->end();
    if (!here->is_object() || found == here->end()) {
      return nullptr;
    }
    here = &*found;
    begin = end + 1;
  }
  return here;
}

/// Each field of each map as a map of its own, so that one that fails or a `where` does not hide the others.
ir::Program apart(const ir::Program& program) {
  ir::Program lines{.tables = program.tables, .maps = {}, .steps = program.steps};
  for (const ir::MapProgram& map : program.maps) {
    for (const ir::Field& field : map.fields) {
      ir::MapProgram one = map;
      one.where.reset();
      one.associations.clear();
      one.fields = {field};
      one.fields.front().required = false;
      lines.maps.push_back(std::move(one));
    }
  }
  return lines;
}

std::vector<std::string> inputs_of(const facts::Map& map, const facts::ValueRef& value) {
  lineage::Inputs inputs(map);
  inputs.visit(value);
  std::vector<std::string> paths;
  for (lineage::Input& input : inputs.take()) {
    if (!input.indirect) {
      paths.push_back(std::move(input.field));
    }
  }
  return paths;
}

/// Whether a field of the source holds, or lies within, what is private or must not be read.
bool touches_private(const facts::Map& map, const std::string& path) {
  const auto touches = [&](const std::string& one) { return within({one}, path) || within({path}, one); };
  return std::ranges::any_of(map.sensitive_paths, touches) || std::ranges::any_of(map.never_paths, touches);
}

struct Engine {
  explicit Engine(ir::Program one) : program(std::move(one)), interpreter(program, {}) {}
  ir::Program program;
  interpret::Interpreter interpreter;
};

/// The first of the records for which the line has something to show; `raw` gets the whole, unmasked result.
Sample sample_of(Engine& engine, uint32_t line, const std::vector<std::string>& records,
                 const std::vector<std::string>& inputs, bool masked, std::string* raw = nullptr) {
  Sample sample;
  for (const std::string& text : records) {
    const Json record = Json::parse(text, nullptr, false);
    const std::vector<interpret::Result> outcomes = engine.interpreter.run(line, text);
    for (size_t i = 0; i < outcomes.size(); ++i) {
      const interpret::Result& outcome = outcomes[i];
      if (outcome.status != TREATY_WRITTEN || outcome.fields.empty() ||
          outcome.fields.front().state != TREATY_PRESENT) {
        continue;
      }
      for (const std::string& path : inputs) {
        if (const Json* value = at(record, path, i)) {
          sample.in.emplace_back(path, masked ? stars : shown(*value));
        }
      }
      if (raw != nullptr) {
        *raw = outcome.fields.front().text;
      }
      sample.out = masked ? stars : shown(Json(outcome.fields.front().text));
      return sample;
    }
  }
  return sample;
}

/// Those that tests give to this map, then those they give to other maps of the same resource or object.
std::vector<std::string> records_of(const facts::Facts& facts, const driver::TestReport& tests, const facts::Map& map,
                                    bool reverse) {
  std::vector<std::string> own, others;
  for (const driver::TestResult& test : tests.results) {
    for (const driver::Trial& trial : test.trials) {
      const facts::Map* other = facts.map(trial.map);
      const bool same = other && (reverse ? other->object == map.object : other->resource == map.resource);
      if (trial.reverse == reverse && same) {
        (other == &map ? own : others).push_back(trial.given);
      }
    }
  }
  own.insert(own.end(), others.begin(), others.end());
  return own;
}

void walk(const Json& value, const std::string& path, int depth,
          std::vector<std::pair<std::string, std::string>>& out) {
  const bool nested =
      value.is_array() && std::ranges::any_of(value, [](const Json& item) { return item.is_structured(); });
  if (depth == deepest && (value.is_object() || nested)) {
    out.emplace_back(path, "…");  // what is private in it cannot be told apart any more
  } else if (value.is_object() || nested) {
    size_t position = 0;
    for (const auto& item : value.items()) {
      walk(item.value(),
           value.is_array() ? path + "[" + std::to_string(position++) + "]"
                            : path + (path.empty() ? "" : ".") + item.key(),
           depth + 1, out);
    }
  } else {
    out.emplace_back(path, shown(value));
  }
}

/// `items[0].sku` as the contract names it: `items.sku`.
std::string without_positions(const std::string& path) {
  std::string text;
  bool inside = false;
  for (const char c : path) {
    inside = c == '[' || (inside && c != ']');
    if (!inside && c != ']') {
      text += c;
    }
  }
  return text;
}

}  // namespace

bool feeds_private(const facts::Map& map, const std::string& property) {
  const auto private_of = [&](const facts::ValueRef& value) {
    const std::vector<std::string> inputs = inputs_of(map, value);
    return std::ranges::any_of(inputs, [&](const std::string& path) { return touches_private(map, path); });
  };
  return std::ranges::any_of(map.fields,
                             [&](const facts::Field& field) {
                               return field.property == property && (field.sensitive || private_of(field.value));
                             }) ||
         std::ranges::any_of(map.reverse, [&](const facts::ReverseField& field) {
           const std::vector<std::string> inputs = inputs_of(map, field.value);
           return touches_private(map, facts::dotted(field.path)) &&
                  std::ranges::find(inputs, property) != inputs.end();
         });
}

bool within(const std::vector<std::string>& paths, const std::string& path) {
  return std::ranges::any_of(paths, [&](const std::string& one) {
    return path == one || (path.size() > one.size() && path.starts_with(one) && path[one.size()] == '.');
  });
}

std::vector<std::pair<std::string, std::string>> leaves_of(const facts::Map& map, const std::string& json) {
  std::vector<std::pair<std::string, std::string>> all;
  walk(Json::parse(json, nullptr, false), "", 0, all);
  std::erase_if(all, [&](const auto& leaf) { return within(map.never_paths, without_positions(leaf.first)); });
  for (auto& [path, text] : all) {
    text = within(map.sensitive_paths, without_positions(path)) ? stars : text;
  }
  return all;
}

std::vector<std::pair<std::string, std::string>> stored_leaves_of(const facts::Map& map, const std::string& json) {
  std::vector<std::pair<std::string, std::string>> all;
  walk(Json::parse(json, nullptr, false), "", 0, all);
  for (auto& [property, text] : all) {
    text = feeds_private(map, property) ? stars : text;
  }
  return all;
}

Samples samples_of(const driver::Compilation& compilation, const driver::TestReport& tests) {
  Samples samples;
  Engine forward(apart(*compilation.program));
  Engine reverse(apart(lower::lower_reverse(compilation.facts, compilation.files)));
  uint32_t line = 0, reverse_line = 0;
  for (const auto& map : compilation.facts.maps) {
    std::vector<std::string> records = records_of(compilation.facts, tests, *map, false);
    records.push_back(record_of(*map->resource->record, 0).dump(-1, ' ', false, Json::error_handler_t::replace));
    std::vector<Sample>& there = samples.forward.emplace_back();
    Json written = Json::object();
    for (const facts::Field& field : map->fields) {
      std::string raw;
      const std::vector<std::string> inputs = inputs_of(*map, field.value);
      const bool masked = feeds_private(*map, field.property);
      there.push_back(sample_of(forward, line++, records, inputs, masked, &raw));
      if (!there.back().out.empty()) {
        written[field.property] = raw;
      }
    }
    // Where no test says what HubSpot holds, it is what was written there.
    std::vector<std::string> stored = records_of(compilation.facts, tests, *map, true);
    stored.push_back(written.dump(-1, ' ', false, Json::error_handler_t::replace));
    std::vector<Sample>& back = samples.reverse.emplace_back();
    for (const facts::ReverseField& field : map->reverse) {
      const std::vector<std::string> inputs = inputs_of(*map, field.value);
      const bool masked =
          touches_private(*map, facts::dotted(field.path)) ||
          std::ranges::any_of(inputs, [&](const std::string& property) { return feeds_private(*map, property); });
      back.push_back(sample_of(reverse, reverse_line++, stored, inputs, masked));
    }
  }
  return samples;
}

}  // namespace treaty::doc
