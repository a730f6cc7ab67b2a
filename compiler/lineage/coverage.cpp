#include "compiler/lineage/coverage.h"

#include <algorithm>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "compiler/lineage/inputs.h"

namespace treaty::lineage {
namespace {

using Json = nlohmann::ordered_json;

struct Leaf {
  std::string path;
  std::string type;
};

/// Everything that holds a value, dotted, nested records taken apart.
void leaves(const schema::Record& record, const std::string& prefix, int depth, std::vector<Leaf>& out) {
  constexpr int deepest = 8;
  for (const schema::Field& field : record.fields) {
    const std::string path = prefix + field.name;
    if (field.record && !field.record->fields.empty() && depth < deepest) {
      leaves(*field.record, path + ".", depth + 1, out);
    } else {
      out.push_back({path, types::to_string(field.type)});
    }
  }
}

/// `whole` is `part` or lies above it.
bool covers(const std::string& whole, const std::string& part) {
  return part == whole || (part.size() > whole.size() && part.starts_with(whole) && part[whole.size()] == '.');
}

bool any_covers(const std::vector<std::string>& paths, const std::string& leaf) {
  return std::ranges::any_of(paths, [&](const std::string& path) { return covers(path, leaf); });
}

std::vector<std::string> fields_of(const facts::Map& map, const facts::ValueRef& value) {
  Inputs inputs(map);
  inputs.visit(value);
  std::vector<std::string> names;
  for (Input& input : inputs.take()) {
    names.push_back(std::move(input.field));
  }
  return names;
}

std::string path_of(const ast::Expr& expr) {
  std::string text;
  if (const auto* path = std::get_if<ast::Path>(&expr.node)) {
    for (const auto& segment : path->segments) {
      if (const auto* field = std::get_if<ast::Path::Field>(&segment)) {
        text += (text.empty() ? "" : ".") + field->name.text;
      }
    }
  }
  return text;
}

void add(std::string& text, const std::string& one) {
  if (text.find(one) == std::string::npos) {
    text += (text.empty() ? "" : ", ") + one;
  }
}

/// What all maps of a resource do with one of its fields.
CoverageRow row_of(const facts::Facts& facts, const facts::Resource& resource, const Leaf& leaf) {
  CoverageRow row{.name = leaf.path, .type = leaf.type, .state = "unmapped", .detail = {}};
  std::string mapped, associates, decides, ignored;
  bool never = false, is_ignored = false;
  for (const auto& map : facts.maps) {
    if (map->resource != &resource) {
      continue;
    }
    for (const facts::Field& field : map->fields) {
      if (any_covers(fields_of(*map, field.value), leaf.path)) {
        add(mapped, map->object ? map->object->name + "." + field.property : field.property);
      }
    }
    for (const facts::ReverseField& field : map->reverse) {
      const auto* name = field.path.empty() ? nullptr : std::get_if<std::string>(&field.path.front());
      if (name && covers(*name, leaf.path) && mapped.empty() && map->object) {
        add(mapped, "from " + map->object->name);
      }
    }
    for (const facts::Association& association : map->associations) {
      if (any_covers(fields_of(*map, association.key), leaf.path)) {
        add(associates, association.map);
      }
    }
    bool in_condition = any_covers(fields_of(*map, map->where), leaf.path);
    for (const facts::ListMembership& list : map->lists) {
      in_condition = in_condition || any_covers(fields_of(*map, list.condition), leaf.path);
    }
    for (const facts::Subscription& subscription : map->subscriptions) {
      in_condition = in_condition || any_covers(fields_of(*map, subscription.from), leaf.path);
      for (const facts::ValueRef& until : subscription.until) {
        in_condition = in_condition || any_covers(fields_of(*map, until), leaf.path);
      }
    }
    if (in_condition) {
      add(decides, map->name);
    }
    never = never || any_covers(map->never_paths, leaf.path);
    for (const ast::MapEntry& entry : map->tree->entries) {
      const auto* ignore = std::get_if<ast::Ignore>(&entry.node);
      for (const ast::Expr& path : ignore ? ignore->paths : ast::Exprs()) {
        if (covers(path_of(path), leaf.path)) {
          is_ignored = true;
          ignored = ignore->reason ? ignore->reason->value : "";
        }
      }
    }
  }
  bool changes = false;
  for (const ast::ResourceEntry& entry : resource.tree ? resource.tree->entries : std::vector<ast::ResourceEntry>()) {
    const auto* one = std::get_if<ast::Changes>(&entry.node);
    changes = changes || (one && one->field && one->field->text == leaf.path);
  }
  const bool key = any_covers(resource.key, leaf.path);
  const auto say = [&](const char* state, const std::string& detail) { row.state = state, row.detail = detail; };
  !mapped.empty()       ? say("mapped", mapped)
  : key                 ? say("key", "tells records apart")
  : !associates.empty() ? say("associates", associates)
  : !decides.empty()    ? say("decides", decides)
  : changes             ? say("changes", "tells what changed")
  : never               ? say("never", "must not leave its system")
  : is_ignored          ? say("ignored", ignored)
                        : say("unmapped", "");
  return row;
}

/// The options of a property that no line ever writes.
std::string options_left(const facts::Field& field) {
  if (!field.target || field.target->options.empty() || field.value->type.kind != types::Kind::enumeration) {
    return "";
  }
  std::string left;
  for (const schema::Option& option : field.target->options) {
    if (std::ranges::find(field.value->type.options, option.value) == field.value->type.options.end()) {
      add(left, option.value);
    }
  }
  return left.empty() ? "" : "; never " + left;
}

void add_object(const facts::Facts& facts, const facts::Map& first, std::vector<CoverageTable>& tables) {
  CoverageTable table{.system = first.target->name, .dataset = first.object->name, .target = true, .rows = {}};
  for (const auto& map : facts.maps) {
    if (map->object != first.object) {
      continue;
    }
    for (const facts::Field& field : map->fields) {
      std::string from;
      for (const std::string& name : fields_of(*map, field.value)) {
        add(from, name);
      }
      const bool match = std::ranges::find(map->match, field.property) != map->match.end();
      table.rows.push_back({field.property, field.target ? types::to_string(field.target->type) : "",
                            match ? "match" : "written",
                            map->name + ": " + (from.empty() ? "a constant" : from) + options_left(field)});
    }
  }
  for (const std::string& required : first.object->required) {
    if (std::ranges::find(table.rows, required, &CoverageRow::name) == table.rows.end()) {
      const schema::Property* property = first.object->find(required);
      table.rows.push_back(
          {required, property ? types::to_string(property->type) : "", "unmapped", "HubSpot requires it"});
    }
  }
  tables.push_back(std::move(table));
}

}  // namespace

std::vector<CoverageTable> coverage_of(const facts::Facts& facts) {
  std::vector<CoverageTable> tables;
  std::vector<const void*> seen;
  const auto fresh = [&](const void* one) {
    const bool is_fresh = std::ranges::find(seen, one) == seen.end();
    seen.push_back(one);
    return is_fresh;
  };
  for (const auto& map : facts.maps) {
    if (!map->source || !map->resource || !fresh(map->resource)) {
      continue;
    }
    CoverageTable table{.system = map->source->name,
                        .dataset = map->resource->name,
                        .described = map->resource->described,
                        .rows = {}};
    std::vector<Leaf> all;
    leaves(*map->resource->record, "", 0, all);
    for (const Leaf& leaf : all) {
      table.rows.push_back(row_of(facts, *map->resource, leaf));
    }
    tables.push_back(std::move(table));
  }
  for (const auto& map : facts.maps) {
    if (map->target && map->object && fresh(map->object)) {
      add_object(facts, *map, tables);
    }
  }
  return tables;
}

std::string to_text(const std::vector<CoverageTable>& tables) {
  std::string text;
  for (const CoverageTable& table : tables) {
    const auto open = std::ranges::count(table.rows, "unmapped", &CoverageRow::state);
    text += fmt::format("{}{}.{}   {} {}, {} unmapped{}\n", text.empty() ? "" : "\n", table.system, table.dataset,
                        table.rows.size(), table.target ? "properties" : "fields", open,
                        table.described ? "" : " (no document describes it)");
    for (const CoverageRow& row : table.rows) {
      text += fmt::format("  {:<28} {:<24} {:<11}{}\n", row.name,
                          row.type.size() > 24 ? row.type.substr(0, 21) + "..." : row.type, row.state,
                          row.detail.empty() ? "" : " " + row.detail);
    }
  }
  return text;
}

std::string to_json(const std::vector<CoverageTable>& tables) {
  Json list = Json::array();
  for (const CoverageTable& table : tables) {
    Json rows = Json::array();
    for (const CoverageRow& row : table.rows) {
      rows.push_back({{"name", row.name}, {"type", row.type}, {"state", row.state}, {"detail", row.detail}});
    }
    list.push_back({{"system", table.system},
                    {"dataset", table.dataset},
                    {"target", table.target},
                    {"described", table.described},
                    {"rows", rows}});
  }
  return list.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace treaty::lineage
