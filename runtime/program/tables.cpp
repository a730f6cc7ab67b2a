#include "runtime/program/tables.h"

#include "compiler/codegen/codegen.h"
#include "compiler/codegen/constants.h"
#include "stdlib/lookup/table.h"

namespace treaty::program {

std::unique_ptr<treaty_table> table_of(const ir::Table& table) {
  auto filled = std::make_unique<treaty_table>();
  if (const auto* rows = std::get_if<ir::Rows>(&table.content)) {
    for (const auto& [key, constant] : rows->rows) filled->put(key, codegen::value_of(constant, table.value_kind));
  }
  return filled;
}

Tables::Tables(const ir::Program& program, const std::map<std::string, TableRows>& provided) {
  for (const ir::Table& table : program.tables) {
    pointers_.push_back(nullptr);
    if (!codegen::is_hosted(table)) continue;
    auto& hosted = tables_.emplace_back(table_of(table));
    if (const auto found = provided.find(table.name); found != provided.end()) {
      for (const auto& [key, value] : found->second) hosted->put(key, value);
    }
    pointers_.back() = hosted.get();
  }
}

Tables::Tables(std::vector<std::unique_ptr<treaty_table>> tables) : tables_(std::move(tables)) {
  for (const auto& table : tables_) pointers_.push_back(table.get());
}

Tables::~Tables() = default;

}  // namespace treaty::program
