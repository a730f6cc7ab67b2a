#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "compiler/ir/ir.h"
#include "runtime/program/program.h"
#include "stdlib/abi/abi.h"

namespace treaty::program {

/// The rows of a table; none where they are loaded when a run begins.
std::unique_ptr<treaty_table> table_of(const ir::Table& table);

/// The tables that native code looks up in memory, by their index in the program. Immutable; shared by threads.
class Tables {
 public:
  /// `provided`: the rows of tables that are loaded when a run begins, by name.
  Tables(const ir::Program& program, const std::map<std::string, TableRows>& provided);
  /// One a table of the program, null where its rows are code.
  explicit Tables(std::vector<std::unique_ptr<treaty_table>> tables);
  ~Tables();
  Tables(const Tables&) = delete;
  Tables& operator=(const Tables&) = delete;

  [[nodiscard]] const treaty_table* const* data() const { return pointers_.data(); }

 private:
  std::vector<std::unique_ptr<treaty_table>> tables_;
  std::vector<const treaty_table*> pointers_;
};

}  // namespace treaty::program
