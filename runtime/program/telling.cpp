#include "runtime/program/telling.h"

#include <algorithm>
#include <functional>
#include <string>

#include <fmt/format.h>

namespace treaty::program {
namespace {

void for_each_op(const ir::Block& block, const std::function<void(const ir::Op&)>& visit) {
  for (const ir::Op& op : block.ops) {
    visit(op);
    for (const ir::Block& inner : op.blocks) for_each_op(inner, visit);
  }
}
void for_each_op(ir::Block& block, const std::function<void(ir::Op&)>& visit) {
  for (ir::Op& op : block.ops) {
    visit(op);
    for (ir::Block& inner : op.blocks) for_each_op(inner, visit);
  }
}

/// Every block of a map with what it is a part of.
template <class Map, class Visit>
void for_each_part(Map& map, const Visit& visit) {
  if (map.where) visit(*map.where, Part{Part::Kind::where, 0});
  visit(map.source_key, Part{Part::Kind::key, 0});
  for (uint32_t i = 0; i < map.fields.size(); ++i) visit(map.fields[i].value, Part{Part::Kind::field, i});
  for (uint32_t i = 0; i < map.associations.size(); ++i) {
    visit(map.associations[i].key, Part{Part::Kind::association, i});
  }
}

std::string dotted(const std::vector<ir::Segment>& segments) {
  std::string text;
  for (const ir::Segment& segment : segments) {
    if (const auto* name = std::get_if<std::string>(&segment)) text += (text.empty() ? "" : ".") + *name;
  }
  return text;
}

bool overlap(const std::string& a, const std::string& b) {
  const std::string& shorter = a.size() < b.size() ? a : b;
  const std::string& longer = a.size() < b.size() ? b : a;
  return shorter.empty() || longer == shorter || (longer.starts_with(shorter) && longer[shorter.size()] == '.');
}

std::string path_of(const ir::MapProgram& map, ir::PathId id) {
  const ir::Path& path = map.paths[id.index];
  const std::string own = dotted(path.segments);
  if (path.root != ir::Path::Root::element || !map.each) return own;
  const std::string prefix = dotted(map.each->segments);
  return own.empty() ? prefix : prefix + "." + own;
}

/// A field that says of itself whether it failed, is null or missing, and lets the others do the same.
ir::Field told(ir::Field field) {
  field.required = false;
  field.on_error = ir::OnError::use;
  field.error_value = std::string(failed_text);
  field.on_null = ir::OnNull::clear;
  field.null_value.reset();
  return field;
}

/// The same value, of a lookup that is not made: its rows are not known.
void give_back(ir::Op& op, const std::vector<ir::Op>& around) {
  const auto asked = std::ranges::find(around, op.arguments[0], &ir::Op::id);
  const bool same_kind = asked != around.end() && asked->type == op.type;
  op.blocks.clear();
  if (same_kind) {
    op.kind = ir::OpKind::coalesce;
    op.blocks.push_back({.result = op.arguments[0]});
  } else {
    op.kind = ir::OpKind::constant;
    op.constant = std::string("?");
  }
  op.arguments.clear();
  op.table = {};
}

void give_back_all(const ir::Program& program, ir::Block& block) {
  for (ir::Op& op : block.ops) {
    for (ir::Block& inner : op.blocks) give_back_all(program, inner);
    if (op.kind == ir::OpKind::lookup &&
        std::holds_alternative<ir::RuntimeTable>(program.tables[op.table.index].content)) {
      give_back(op, block.ops);
    }
  }
}

}  // namespace

bool is_private(const ir::MapProgram& map, const ir::Block& block, const package::Map& described) {
  bool found = false;
  for_each_op(block, [&](const ir::Op& op) {
    if (op.kind != ir::OpKind::load) return;
    const std::string path = path_of(map, op.path);
    const auto touches = [&](const std::string& one) { return overlap(path, one); };
    found = found || std::ranges::any_of(described.sensitive_paths, touches) ||
            std::ranges::any_of(described.never_paths, touches);
  });
  return found;
}

std::vector<std::pair<ir::StepId, Part>> parts_of(const ir::MapProgram& map) {
  std::vector<std::pair<ir::StepId, Part>> parts;
  for_each_part(map, [&](const ir::Block& block, Part part) {
    for_each_op(block, [&](const ir::Op& op) {
      if (op.step.valid()) parts.emplace_back(op.step, part);
    });
    if (part.kind == Part::Kind::association) parts.emplace_back(map.associations[part.index].step, part);
  });
  return parts;
}

Telling telling(const ir::Program& program, const package::Manifest& manifest) {
  Telling told_all{.program = program, .lookups = {}};
  told_all.program.tables.clear();
  for (uint32_t m = 0; m < program.maps.size(); ++m) {
    ir::MapProgram& map = told_all.program.maps[m];
    for_each_part(map, [&](ir::Block& block, Part part) {
      const bool hidden = is_private(program.maps[m], block, manifest.maps[m]);
      for_each_op(block, [&](ir::Op& op) {
        if (op.kind != ir::OpKind::lookup) return;
        told_all.lookups.push_back({m, part, op.table.index, op.step, !op.blocks.empty(), hidden});
        const ir::Table& asked = program.tables[op.table.index];
        op.table = ir::TableId{static_cast<uint32_t>(told_all.program.tables.size())};
        // Without rows of its own, so that the code asks the host, who listens.
        told_all.program.tables.push_back({.name = fmt::format("{}#{}", asked.name, op.table.index),
                                           .value_kind = asked.value_kind,
                                           .content = ir::RuntimeTable{}});
      });
    });
    for (ir::Field& field : map.fields) field = told(std::move(field));
  }
  return told_all;
}

ir::Program bare(const ir::Program& program, uint32_t map) {
  ir::Program one{.tables = program.tables, .maps = {program.maps[map]}, .steps = program.steps};
  for (ir::Field& field : one.maps[0].fields) field = told(std::move(field));
  one.maps[0].associations.clear();
  return one;
}

Alone each_alone(const ir::Program& program) {
  Alone alone;
  alone.program.tables = program.tables;
  alone.program.steps = program.steps;
  for (const ir::MapProgram& map : program.maps) {
    alone.first.push_back(static_cast<uint32_t>(alone.program.maps.size()));
    for (size_t f = 0; f < map.fields.size(); ++f) {
      ir::MapProgram& one = alone.program.maps.emplace_back();
      one.name = fmt::format("{}#{}", map.name, f);
      one.paths = map.paths;
      one.each = map.each;
      one.where = map.where;
      one.source_key = map.source_key;
      one.fields.push_back(map.fields[f]);
      one.fields[0].required = false;
      one.fields[0].on_error = ir::OnError::reject;
      one.fields[0].error_value.reset();
      for_each_part(one, [&](ir::Block& block, Part) { give_back_all(program, block); });
    }
  }
  return alone;
}

}  // namespace treaty::program
