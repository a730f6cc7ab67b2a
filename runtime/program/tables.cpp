#include "runtime/program/tables.h"

#include "compiler/codegen/codegen.h"
#include "compiler/codegen/constants.h"
#include "stdlib/lookup/table.h"

namespace treaty::program {

Tables::Tables(const ir::Program& program, const std::map<std::string, TableRows>& provided) {
  for (const ir::Table& table : program.tables) {
    pointers_.push_back(nullptr);
    if (!codegen::is_hosted(table)) continue;
    auto& hosted = tables_.emplace_back(std::make_unique<treaty_table>());
    if (const auto* rows = std::get_if<ir::Rows>(&table.content)) {
      for (const auto& [key, constant] : rows->rows) hosted->put(key, codegen::value_of(constant, table.value_kind));
    }
    if (const auto found = provided.find(table.name); found != provided.end()) {
      for (const auto& [key, value] : found->second) hosted->put(key, value);
    }
    pointers_.back() = hosted.get();
  }
}

Tables::~Tables() = default;

}  // namespace treaty::program
