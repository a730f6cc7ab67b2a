#include "compiler/ir/shape.h"

#include <algorithm>

namespace treaty::ir {

const Shape& shape_of(OpKind kind) {
  static const Shape leaf{}, unary{.arguments = 1}, any_number{.more_arguments = true},
      comparison{.arguments = 2, .type = Kind::boolean}, negation{.arguments = 1, .type = Kind::boolean},
      logic{.blocks = 2, .most_blocks = 2, .type = Kind::boolean},
      choice{.arguments = 1, .blocks = 2, .most_blocks = 2}, list{.more_arguments = true, .type = Kind::list},
      one_of{.blocks = 1, .most_blocks = 100'000}, found{.arguments = 1, .most_blocks = 1},
      sum{.arguments = 1, .blocks = 1, .most_blocks = 1, .each_element = true},
      list_to_list{.arguments = 1, .blocks = 1, .most_blocks = 1, .each_element = true, .type = Kind::list},
      list_to_boolean{.arguments = 1, .blocks = 1, .most_blocks = 1, .each_element = true, .type = Kind::boolean},
      instant{.type = Kind::timestamp};
  switch (kind) {
    case OpKind::constant:
    case OpKind::load:
    case OpKind::element:
      return leaf;
    case OpKind::field:
      return unary;
    case OpKind::call:
      return any_number;
    case OpKind::make_list:
      return list;
    case OpKind::lookup:
      return found;
    case OpKind::equal:
    case OpKind::not_equal:
    case OpKind::less:
    case OpKind::less_equal:
    case OpKind::greater:
    case OpKind::greater_equal:
    case OpKind::in:
      return comparison;
    case OpKind::logical_not:
      return negation;
    case OpKind::logical_and:
    case OpKind::logical_or:
      return logic;
    case OpKind::choose:
      return choice;
    case OpKind::coalesce:
      return one_of;
    case OpKind::list_map:
    case OpKind::list_filter:
    case OpKind::list_sort:
      return list_to_list;
    case OpKind::list_sum:
      return sum;
    case OpKind::list_any:
    case OpKind::list_all:
      return list_to_boolean;
    case OpKind::run_started:
      return instant;
  }
  return leaf;
}

size_t depth_of(const Block& block) {
  size_t deepest = 0;
  for (const Op& op : block.ops) {
    for (const Block& inner : op.blocks) deepest = std::max(deepest, depth_of(inner) + 1);
  }
  return deepest;
}

bool fits_34_digits(__int128 coefficient) {
  constexpr auto limit = static_cast<__int128>(100'000'000'000'000'000) * 100'000'000'000'000'000;  // 10^34
  return coefficient < limit && coefficient > -limit;
}

bool can_write(Encoding encoding, const Constant& constant) {
  if (std::holds_alternative<Null>(constant) || std::holds_alternative<std::string>(constant)) return true;
  switch (encoding) {
    case Encoding::text:
    case Encoding::options:
    case Encoding::decimal:
      return !std::holds_alternative<bool>(constant) || encoding != Encoding::decimal;
    case Encoding::boolean:
      return std::holds_alternative<bool>(constant);
    case Encoding::integer:
    case Encoding::date:
    case Encoding::timestamp:
      return std::holds_alternative<int64_t>(constant);
  }
  return false;
}

}  // namespace treaty::ir
