#include "compiler/interpret/evaluator.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include "compiler/functions/functions.h"
#include "compiler/interpret/library.h"
#include "stdlib/errors.h"
#include "stdlib/record/record.h"

namespace treaty::interpret {
namespace {

treaty_value absent(ir::Kind kind, treaty_state state) {
  treaty_value value{};
  value.kind = static_cast<uint8_t>(kind == ir::Kind::any ? ir::Kind::text : kind);
  value.state = static_cast<uint8_t>(state);
  return value;
}

treaty_value boolean(bool is_true) {
  treaty_value value{};
  value.kind = TREATY_BOOLEAN;
  value.as.integer = is_true ? 1 : 0;
  return value;
}

bool is_true(const treaty_value& value) { return value.state == TREATY_PRESENT && value.as.integer != 0; }
bool is_false(const treaty_value& value) { return value.state == TREATY_PRESENT && value.as.integer == 0; }

/// Missing wins over null; present where neither is there.
treaty_state weakest(treaty_state left, treaty_state right) { return std::max(left, right); }
treaty_state state_of(const treaty_value& value) { return static_cast<treaty_state>(value.state); }

}  // namespace

treaty_value value_of(const ir::Constant& constant, ir::Kind kind, Workspace& workspace) {
  treaty_value value = absent(kind, TREATY_PRESENT);
  if (std::holds_alternative<ir::Null>(constant)) {
    value.state = TREATY_NULL;
  } else if (const auto* text = std::get_if<std::string>(&constant)) {
    std::string_view kept = workspace.keep(*text);
    value.kind = TREATY_TEXT;
    value.as.text.data = kept.data();
    value.as.text.size = kept.size();
  } else if (const auto* integer = std::get_if<int64_t>(&constant)) {
    value.as.integer = *integer;
  } else if (const auto* is_true = std::get_if<bool>(&constant)) {
    value = boolean(*is_true);
  } else {
    const auto& decimal = std::get<ir::Decimal>(constant);
    value.kind = TREATY_DECIMAL;
    value.as.coefficient = decimal.coefficient;
    value.scale = decimal.scale;
  }
  return value;
}

Tables read_tables(const ir::Program& program, const std::vector<RuntimeRows>& loaded) {
  Tables tables(program.tables.size());
  for (size_t i = 0; i < tables.size(); ++i) {
    if (const auto* rows = std::get_if<ir::Rows>(&program.tables[i].content)) {
      tables[i].insert(rows->rows.begin(), rows->rows.end());
    }
    for (const RuntimeRows& given : loaded) {
      if (given.table != program.tables[i].name) continue;
      for (const auto& [key, value] : given.rows) tables[i].insert_or_assign(key, value);
    }
  }
  return tables;
}

bool Evaluator::evaluate(const ir::Block& block, treaty_value& result) {
  values_.clear();
  it_ = nullptr;
  failure_ = {};
  return run_block(block, result);
}

bool Evaluator::run_block(const ir::Block& block, treaty_value& result) {
  for (const ir::Op& op : block.ops) {
    treaty_value value{};
    bool good = run_op(op, value);
    if (scope_.trace) scope_.trace(op, good ? value : failure_.value, good ? 0 : failure_.error);
    if (!good) return false;
    values_[op.id.index] = value;
  }
  result = values_[block.result.index];
  return true;
}

bool Evaluator::run_branch(const ir::Op& op, const ir::Block& block, treaty_value& result) {
  if (!run_block(block, result)) return false;
  if (op.type != ir::Kind::decimal || result.kind != TREATY_INTEGER) return true;
  const treaty_value integer = result;
  return treaty_as(context_, &result, &integer, TREATY_DECIMAL, nullptr, 0) == 0;
}

bool Evaluator::fail(const ir::Op& op, treaty_error error, const treaty_value& value) {
  failure_ = {error, op.step, value};
  return false;
}

bool Evaluator::run_op(const ir::Op& op, treaty_value& result) {
  switch (op.kind) {
    case ir::OpKind::constant:
      result = value_of(op.constant, op.type, scope_.workspace);
      return true;
    case ir::OpKind::load:
      return load(op, result);
    case ir::OpKind::element: {
      treaty_error error = treaty_as(context_, &result, it_, static_cast<uint32_t>(op.type),
                                     op.format.empty() ? nullptr : op.format.data(), op.format.size());
      return error == 0 || fail(op, error, result);
    }
    case ir::OpKind::field:
      return field(op, result);
    case ir::OpKind::call:
      return call(op, result);
    case ir::OpKind::make_list:
      return make_list(op, result);
    case ir::OpKind::lookup:
      return lookup(op, result);
    case ir::OpKind::equal:
    case ir::OpKind::not_equal:
    case ir::OpKind::less:
    case ir::OpKind::less_equal:
    case ir::OpKind::greater:
    case ir::OpKind::greater_equal:
      return compare(op, result);
    case ir::OpKind::in:
      return in(op, result);
    case ir::OpKind::logical_not: {
      const treaty_value& value = argument(op, 0);
      result = value.state == TREATY_PRESENT ? boolean(is_false(value)) : absent(op.type, TREATY_MISSING);
      return true;
    }
    case ir::OpKind::logical_and:
    case ir::OpKind::logical_or:
      return logical(op, result);
    case ir::OpKind::choose:
      return run_branch(op, op.blocks[is_true(argument(op, 0)) ? 0 : 1], result);
    case ir::OpKind::coalesce:
      return coalesce(op, result);
    case ir::OpKind::list_map:
    case ir::OpKind::list_filter:
    case ir::OpKind::list_sort:
    case ir::OpKind::list_sum:
    case ir::OpKind::list_any:
    case ir::OpKind::list_all:
      return each_element(op, result);
    case ir::OpKind::run_started:
      result = absent(op.type, TREATY_PRESENT);
      result.as.integer = context_->run_started;
      return true;
  }
  return false;
}

bool Evaluator::load(const ir::Op& op, treaty_value& result) {
  const ir::Path& path = scope_.map.paths[op.path.index];
  const Node* node = reach(path.root == ir::Path::Root::element ? element_ : record_, path.segments);
  treaty_error error = treaty_load(context_, &result, static_cast<uint32_t>(op.type),
                                   node == nullptr ? nullptr : node->begin, node == nullptr ? nullptr : node->end,
                                   op.format.empty() ? nullptr : op.format.data(), op.format.size());
  return error == 0 || fail(op, error, result);
}

bool Evaluator::field(const ir::Op& op, treaty_value& result) {
  std::vector<treaty_segment> segments;
  for (const ir::Segment& segment : scope_.map.paths[op.path.index].segments) {
    const auto* name = std::get_if<std::string>(&segment);
    segments.push_back(name != nullptr ? treaty_segment{name->data(), name->size()}
                                       : treaty_segment{nullptr, static_cast<uint64_t>(std::get<int64_t>(segment))});
  }
  treaty_error error =
      treaty_field(context_, &result, &argument(op, 0), segments.data(), static_cast<uint32_t>(segments.size()),
                   static_cast<uint32_t>(op.type), op.format.empty() ? nullptr : op.format.data(), op.format.size());
  return error == 0 || fail(op, error, result);
}

bool Evaluator::call(const ir::Op& op, treaty_value& result) {
  std::vector<treaty_value> arguments;
  treaty_state state = TREATY_PRESENT;
  for (size_t i = 0; i < op.arguments.size(); ++i) {
    arguments.push_back(argument(op, i));
    state = weakest(state, state_of(arguments.back()));
  }
  if (state != TREATY_PRESENT && functions::function(op.function).strict) {
    result = absent(op.type, state);
    return true;
  }
  treaty_error error = address_of(op.function)(context_, &result, arguments.data());
  if (error == 0 && functions::function(op.function).result_rule == functions::ResultRule::element_of_first) {
    const treaty_value boxed = result;  // as its token says; the op says what it is
    error = treaty_as(context_, &result, &boxed, static_cast<uint32_t>(op.type), nullptr, 0);
  }
  return error == 0 || fail(op, error, arguments.empty() ? absent(op.type, TREATY_MISSING) : arguments[0]);
}

bool Evaluator::lookup(const ir::Op& op, treaty_value& result) {
  const treaty_value& value = argument(op, 0);
  if (value.state != TREATY_PRESENT) {
    result = absent(op.type, state_of(value));
    return true;
  }
  treaty_value key = value;
  if (value.kind != TREATY_TEXT) {
    treaty_error error = treaty_as_key(context_, &key, &value);
    if (error == 0 && key.kind != TREATY_TEXT) error = treaty_errors::source_mismatch;
    if (error != 0) return fail(op, error, value);
  }
  const auto& table = scope_.tables[op.table.index];
  auto found = table.find(std::string(key.as.text.data, key.as.text.size));
  if (found != table.end()) {
    result = value_of(found->second, op.type, scope_.workspace);
    return true;
  }
  return op.blocks.empty() ? fail(op, treaty_errors::not_found, value) : run_branch(op, op.blocks[0], result);
}

bool Evaluator::compare(const ir::Op& op, treaty_value& result) {
  const treaty_value &left = argument(op, 0), &right = argument(op, 1);
  result = absent(op.type, TREATY_MISSING);
  if (left.state != TREATY_PRESENT || right.state != TREATY_PRESENT) return true;
  int order = treaty_compare(&left, &right);
  bool known = order != 2;
  switch (op.kind) {
    case ir::OpKind::equal:
      result = boolean(order == 0);
      break;
    case ir::OpKind::not_equal:
      result = boolean(order != 0);
      break;
    case ir::OpKind::less:
      if (known) result = boolean(order < 0);
      break;
    case ir::OpKind::less_equal:
      if (known) result = boolean(order <= 0);
      break;
    case ir::OpKind::greater:
      if (known) result = boolean(order > 0);
      break;
    default:
      if (known) result = boolean(order >= 0);
      break;
  }
  return true;
}

bool Evaluator::in(const ir::Op& op, treaty_value& result) {
  const treaty_value &value = argument(op, 0), &list = argument(op, 1);
  result = absent(op.type, TREATY_MISSING);
  if (value.state != TREATY_PRESENT || list.state != TREATY_PRESENT) return true;
  bool found = false;
  for (uint64_t i = 0; i < list.as.list.size && !found; ++i)
    found = treaty_compare(&value, &list.as.list.items[i]) == 0;
  result = boolean(found);
  return true;
}

bool Evaluator::logical(const ir::Op& op, treaty_value& result) {
  bool is_and = op.kind == ir::OpKind::logical_and;
  auto decides = [&](const treaty_value& value) { return is_and ? is_false(value) : is_true(value); };
  treaty_value left{}, right{};
  if (!run_block(op.blocks[0], left)) return false;
  if (decides(left)) return result = boolean(!is_and), true;
  if (!run_block(op.blocks[1], right)) return false;
  if (decides(right)) return result = boolean(!is_and), true;
  bool known = left.state == TREATY_PRESENT && right.state == TREATY_PRESENT;
  result = known ? boolean(is_and) : absent(op.type, TREATY_MISSING);
  return true;
}

bool Evaluator::coalesce(const ir::Op& op, treaty_value& result) {
  for (const ir::Block& block : op.blocks) {
    if (!run_branch(op, block, result)) return false;
    if (result.state == TREATY_PRESENT) return true;
  }
  result = absent(op.type, state_of(result));
  return true;
}

treaty_value Evaluator::list_of(const std::vector<treaty_value>& items) {
  auto bytes =
      scope_.workspace.keep({reinterpret_cast<const char*>(items.data()), items.size() * sizeof(treaty_value)});
  treaty_value list{};
  list.kind = TREATY_LIST;
  list.as.list.items = reinterpret_cast<const treaty_value*>(bytes.data());
  list.as.list.size = items.size();
  return list;
}

bool Evaluator::make_list(const ir::Op& op, treaty_value& result) {
  std::vector<treaty_value> items;
  bool said = op.arguments.empty();
  for (size_t i = 0; i < op.arguments.size(); ++i) {
    said = said || argument(op, i).state != TREATY_MISSING;
    if (argument(op, i).state == TREATY_PRESENT) items.push_back(argument(op, i));
  }
  result = said ? list_of(items) : absent(op.type, TREATY_MISSING);
  return true;
}

bool Evaluator::each_element(const ir::Op& op, treaty_value& result) {
  const treaty_value list = argument(op, 0);
  if (list.state != TREATY_PRESENT) {
    result = absent(op.type, state_of(list));
    return true;
  }
  std::vector<treaty_value> results;
  const treaty_value* around = it_;
  for (uint64_t i = 0; i < list.as.list.size; ++i) {
    it_ = &list.as.list.items[i];
    if (!run_block(op.blocks[0], results.emplace_back())) return false;
    // What comes after the deciding element is not evaluated, so it cannot fail either.
    if (op.kind == ir::OpKind::list_any && is_true(results.back())) break;
    if (op.kind == ir::OpKind::list_all && !is_true(results.back())) break;
  }
  it_ = around;
  return gather(op, list, results, result);
}

bool Evaluator::gather(const ir::Op& op, const treaty_value& list, const std::vector<treaty_value>& results,
                       treaty_value& result) {
  std::vector<treaty_value> items;
  switch (op.kind) {
    case ir::OpKind::list_map:
      std::ranges::copy_if(results, std::back_inserter(items),
                           [](const auto& value) { return value.state == TREATY_PRESENT; });
      break;
    case ir::OpKind::list_filter:
      for (size_t i = 0; i < results.size(); ++i) {
        if (is_true(results[i])) items.push_back(list.as.list.items[i]);
      }
      break;
    case ir::OpKind::list_sort: {
      std::vector<size_t> order(results.size());
      for (size_t i = 0; i < order.size(); ++i) order[i] = i;
      std::ranges::stable_sort(order, [&](size_t a, size_t b) { return treaty_order(&results[a], &results[b]) < 0; });
      for (size_t i : order) items.push_back(list.as.list.items[i]);
      break;
    }
    case ir::OpKind::list_sum:
      result = absent(op.type, TREATY_PRESENT);
      for (const treaty_value& value : results) {
        if (value.state != TREATY_PRESENT) continue;
        if (treaty_error error = treaty_add(&result, &value); error != 0) return fail(op, error, value);
      }
      return true;
    case ir::OpKind::list_any:
      result = boolean(!results.empty() && is_true(results.back()));
      return true;
    default:
      result = boolean(results.empty() || is_true(results.back()));
      return true;
  }
  result = list_of(items);
  return true;
}

}  // namespace treaty::interpret
