#pragma once

#include "compiler/facts/facts.h"
#include "compiler/ir/ir.h"
#include "compiler/package/manifest.h"
#include "compiler/source/source.h"

namespace treaty::lower {

/// The typed program of a contract without errors. Maps, fields and tables in the order of the contract; same facts,
/// same program. Tables that no map uses are left out.
ir::Program lower(const facts::Facts& facts, const source::FileSet& files);

/// What the run needs to know beside the program; maps and fields in the program's order. The semantic hash is left
/// empty.
package::Manifest describe(const facts::Facts& facts, const ast::Contract& contract, const source::FileSet& files);

/// The lines from right to left, one map each in the contract's order: a record of HubSpot in, its properties as
/// texts; the fields of the source out, by their dotted path.
ir::Program lower_reverse(const facts::Facts& facts, const source::FileSet& files);
/// Who is on which list: one map each in the contract's order, a field of yes or no a list, by the list's name.
ir::Program lower_lists(const facts::Facts& facts, const source::FileSet& files);

/// One half of a line that flows both ways, by itself: its values without what the map around it asks of a record. A
/// step that fails rejects it, whatever the line says.
struct Half {
  const facts::Map* map = nullptr;
  std::vector<facts::Field> fields;       ///< from left to right
  std::vector<facts::ReverseField> back;  ///< or from right to left
};
/// One map a half, in their order.
ir::Program lower_halves(const facts::Facts& facts, const source::FileSet& files, const std::vector<Half>& halves);
/// One value as the only field of the only map.
ir::Program lower_value(const facts::Facts& facts, const source::FileSet& files, const facts::ValueRef& value,
                        const std::string& zone);

/// The examples of the contract's transforms as a program: one map an example, with the fields `actual` and
/// `expected`.
ir::Program lower_examples(const facts::Facts& facts, const source::FileSet& files);

}  // namespace treaty::lower
