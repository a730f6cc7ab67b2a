#include "runtime/program/offline.h"

#include <algorithm>

namespace treaty::program {
namespace {

/// The first table of a run that the block asks; null where it asks none.
const ir::Table* portal_table(const ir::Block& block, const ir::Program& program) {
  for (const ir::Op& op : block.ops) {
    if (op.kind == ir::OpKind::lookup) {
      const ir::Table& table = program.tables[op.table.index];
      if (std::holds_alternative<ir::RuntimeTable>(table.content)) return &table;
    }
    for (const ir::Block& inner : op.blocks) {
      if (const ir::Table* table = portal_table(inner, program)) return table;
    }
  }
  return nullptr;
}

/// The greatest id of a block and of those inside it.
uint32_t greatest_id(const ir::Block& block) {
  uint32_t greatest = 0;
  for (const ir::Op& op : block.ops) {
    greatest = std::max(greatest, op.id.index);
    for (const ir::Block& inner : op.blocks) greatest = std::max(greatest, greatest_id(inner));
  }
  return greatest;
}

std::string title_of(const package::Manifest& manifest, const std::string& system) {
  const package::System* found = manifest.system(system);
  return found == nullptr || found->title.empty() ? system : found->title;
}

}  // namespace

std::vector<LeftOut> leave_out_portal_tables(package::Package& package) {
  std::vector<LeftOut> left_out;
  for (size_t m = 0; m < package.program.maps.size(); ++m) {
    std::vector<ir::Field>& fields = package.program.maps[m].fields;
    package::Map& map = package.manifest.maps[m];
    const auto leave_out = [&](std::string property, const ir::Table& table) {
      const auto& from = std::get<ir::RuntimeTable>(table.content);
      left_out.push_back({map.name, std::move(property), table.name, title_of(package.manifest, from.system)});
    };
    std::optional<ir::Block>& where = package.program.maps[m].where;
    if (const ir::Table* table = where ? portal_table(*where, package.program) : nullptr) {
      leave_out("", *table);
      where.reset();
    }
    for (size_t f = 0; f < fields.size();) {
      const ir::Table* table = portal_table(fields[f].value, package.program);
      if (table == nullptr) {
        ++f;
        continue;
      }
      leave_out(fields[f].property, *table);
      fields.erase(fields.begin() + static_cast<ptrdiff_t>(f));
      map.fields.erase(map.fields.begin() + static_cast<ptrdiff_t>(f));  // in the order of the program's
    }
  }
  return left_out;
}

bool pass_portal_conditions(ir::Program& program) {
  bool found = false;
  for (ir::MapProgram& map : program.maps) {
    if (!map.where || portal_table(*map.where, program) == nullptr) continue;
    ir::Op yes;
    yes.id = ir::ValueId{greatest_id(*map.where) + 1};
    yes.kind = ir::OpKind::constant;
    yes.type = ir::Kind::boolean;
    yes.constant = true;
    map.where->result = yes.id;
    map.where->ops.push_back(std::move(yes));
    found = true;
  }
  return found;
}

}  // namespace treaty::program
