#include "compiler/lower/values.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>

#include "compiler/base/match.h"

namespace treaty::lower {
namespace {

ir::Decimal read_decimal(const std::string& digits) {
  ir::Decimal decimal;
  bool negative = false;
  bool point = false;
  for (const char c : digits) {
    if (c == '-') {
      negative = true;
    } else if (c == '.') {
      point = true;
    } else {
      decimal.coefficient = decimal.coefficient * 10 + (c - '0');
      decimal.scale += point ? 1 : 0;
    }
  }
  decimal.coefficient = negative ? -decimal.coefficient : decimal.coefficient;
  return decimal;
}

int64_t read_integer(const std::string& digits) {
  int64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

/// Whether a list is made of fields that are written out, `[first, last]`, with or without steps behind. There an
/// empty one says nothing, as a null does; in a list of the source, or of `split`, each place counts.
bool is_of_fields(const facts::Value& list) {
  if (list.type.kind != types::Kind::list) {
    return false;
  }
  if (const auto* call = std::get_if<facts::Call>(&list.node)) {
    return !call->arguments.empty() && is_of_fields(*call->arguments[0]);
  }
  if (const auto* each = std::get_if<facts::ForEach>(&list.node)) {
    return is_of_fields(*each->list);
  }
  if (const auto* choice = std::get_if<facts::Choose>(&list.node)) {
    return is_of_fields(*choice->then_value) && (!choice->else_value || is_of_fields(*choice->else_value));
  }
  if (const auto* coalesce = std::get_if<facts::Coalesce>(&list.node)) {
    return std::ranges::all_of(coalesce->alternatives, [](const facts::ValueRef& one) { return is_of_fields(*one); });
  }
  return std::holds_alternative<facts::MakeList>(list.node);
}

std::vector<ir::Segment> segments_of(const std::vector<facts::Segment>& segments) {
  return {segments.begin(), segments.end()};
}

ir::OpKind op_of(facts::Comparison comparison) {
  switch (comparison) {
    case facts::Comparison::equal:
      return ir::OpKind::equal;
    case facts::Comparison::not_equal:
      return ir::OpKind::not_equal;
    case facts::Comparison::less:
      return ir::OpKind::less;
    case facts::Comparison::less_equal:
      return ir::OpKind::less_equal;
    case facts::Comparison::greater:
      return ir::OpKind::greater;
    case facts::Comparison::greater_equal:
      return ir::OpKind::greater_equal;
    case facts::Comparison::in:
      return ir::OpKind::in;
  }
  return ir::OpKind::equal;
}

ir::OpKind op_of(facts::ListOperation operation) {
  switch (operation) {
    case facts::ListOperation::map:
      return ir::OpKind::list_map;
    case facts::ListOperation::filter:
      return ir::OpKind::list_filter;
    case facts::ListOperation::sort:
      return ir::OpKind::list_sort;
    case facts::ListOperation::sum:
      return ir::OpKind::list_sum;
    case facts::ListOperation::any:
      return ir::OpKind::list_any;
    case facts::ListOperation::all:
      return ir::OpKind::list_all;
  }
  return ir::OpKind::list_map;
}

}  // namespace

ir::Constant constant_of(const facts::Literal& literal, const types::Type& type) {
  return match(
      literal, [](std::nullptr_t) -> ir::Constant { return ir::Null{}; },
      [](const std::string& text) -> ir::Constant { return text; },
      [](bool boolean) -> ir::Constant { return boolean; },
      [&](const facts::Digits& digits) -> ir::Constant {
        if (type.kind == types::Kind::decimal) {
          return read_decimal(digits.text);
        }
        return read_integer(digits.text);
      },
      [](const facts::Duration& duration) -> ir::Constant { return duration.microseconds; });
}

ir::Rows rows_of(const facts::Table& table) {
  ir::Rows rows;
  for (const auto& [key, literal] : table.rows) {
    rows.rows.emplace_back(key, constant_of(literal, table.value));
  }
  return rows;
}

ir::StepId Pool::step(source::Span span) {
  const auto [known, fresh] = step_ids_.try_emplace({span.file.index, span.begin, span.end},
                                                    ir::StepId{static_cast<uint32_t>(steps_.size())});
  if (fresh) {
    const source::File& file = files_[span.file];
    const source::Position position = file.position(span.begin);
    steps_.push_back({.file = file.name(),
                      .line = position.line,
                      .column = position.column,
                      .text = std::string(files_.text(span))});
  }
  return known->second;
}

ir::TableId Pool::table(uint32_t index) {
  const auto [known, fresh] = table_ids_.try_emplace(index, ir::TableId{static_cast<uint32_t>(tables_.size())});
  if (!fresh) {
    return known->second;
  }
  const facts::Table& facts = facts_.tables[index];
  ir::Table table{.name = facts.name, .value_kind = functions::kind_of(facts.value), .content = ir::Rows{}};
  if (facts.from) {
    table.content = ir::RuntimeTable{facts.from->system, facts.from->object, facts.from->key, facts.from->value};
  } else {
    table.content = rows_of(facts);
  }
  tables_.push_back(std::move(table));
  return known->second;
}

ir::Program Pool::take(std::vector<ir::MapProgram> maps) {
  return {.tables = std::move(tables_), .maps = std::move(maps), .steps = std::move(steps_)};
}

ir::Block ValueLowering::block(const facts::ValueRef& value) {
  next_ = 0;
  known_.clear();
  return nested(value);
}

ir::Block ValueLowering::nested(const facts::ValueRef& value) {
  ir::Block block;
  known_.emplace_back();
  block.result = emit(value, block);
  known_.pop_back();
  return block;
}

ir::ValueId ValueLowering::emit(const facts::ValueRef& value, ir::Block& into) {
  for (const Known& known : known_) {
    if (const auto found = known.find(value.get()); found != known.end()) {
      return found->second;
    }
  }
  const ir::ValueId id = emit_node(*value, into);
  known_.back()[value.get()] = id;
  return id;
}

std::vector<ir::ValueId> ValueLowering::emit_all(const std::vector<facts::ValueRef>& values, ir::Block& into) {
  std::vector<ir::ValueId> ids;
  for (const facts::ValueRef& value : values) {
    ids.push_back(emit(value, into));
  }
  return ids;
}

ir::ValueId ValueLowering::add(ir::Block& into, ir::Op op, const facts::Value& value) {
  op.id = ir::ValueId{next_++};
  op.type = functions::kind_of(value.type);
  op.step = pool_.step(value.span);
  into.ops.push_back(std::move(op));
  return into.ops.back().id;
}

ir::PathId ValueLowering::path(ir::Path path) {
  const auto known = std::ranges::find(paths_, path);
  const ir::PathId id{static_cast<uint32_t>(known - paths_.begin())};
  if (known == paths_.end()) {
    paths_.push_back(std::move(path));
  }
  return id;
}

/// The first element of no list at all.
ir::ValueId ValueLowering::missing(ir::Block& into, const facts::Value& value) {
  facts::Value nothing = value;
  nothing.type = types::Type::of(types::Kind::list);
  const ir::ValueId empty = add(into, {.kind = ir::OpKind::make_list}, nothing);
  const ir::PathId first = path({.root = ir::Path::Root::none, .segments = {int64_t{0}}});
  return add(into, {.kind = ir::OpKind::field, .arguments = {empty}, .path = first}, value);
}

ir::ValueId ValueLowering::emit_node(const facts::Value& value, ir::Block& into) {
  using ir::OpKind;
  const std::string zone = value.type.kind == types::Kind::timestamp ? zone_ : "";
  return match(
      value.node,
      [&](const facts::Unknown&) -> ir::ValueId {
        std::fputs("treaty: lowering met a value that was not understood\n", stderr);
        std::abort();
      },
      [&](const facts::Constant& constant) {
        return add(into, {.kind = OpKind::constant, .constant = constant_of(constant.literal, value.type)}, value);
      },
      [&](const facts::SourceField& field) {
        const auto root = field.of_element ? ir::Path::Root::element : ir::Path::Root::record;
        return add(into,
                   {.kind = OpKind::load,
                    .path = path({.root = root, .segments = segments_of(field.segments)}),
                    .format = zone},
                   value);
      },
      [&](const facts::Element&) { return add(into, {.kind = OpKind::element}, value); },
      [&](const facts::Access& access) {
        const ir::ValueId base = emit(access.base, into);
        const ir::PathId reached = path({.root = ir::Path::Root::none, .segments = segments_of(access.segments)});
        return add(into, {.kind = OpKind::field, .arguments = {base}, .path = reached, .format = zone}, value);
      },
      [&](const facts::Call& call) {
        std::vector<ir::ValueId> arguments = emit_all(call.arguments, into);
        if (call.function->name == "join" && is_of_fields(*call.arguments[0])) {
          const ir::FunctionId compact = functions::find("compact").front()->id;
          arguments[0] =
              add(into, {.kind = OpKind::call, .arguments = {arguments[0]}, .function = compact}, *call.arguments[0]);
        }
        return add(into, {.kind = OpKind::call, .arguments = std::move(arguments), .function = call.function->id},
                   value);
      },
      [&](const facts::MakeList& list) {
        std::vector<ir::ValueId> items = emit_all(list.items, into);
        return add(into, {.kind = OpKind::make_list, .arguments = std::move(items)}, value);
      },
      [&](const facts::Lookup& lookup) {
        ir::Op op{
            .kind = OpKind::lookup, .arguments = {emit(lookup.input, into)}, .table = pool_.table(lookup.table)};
        if (lookup.otherwise) {
          op.blocks.push_back(nested(lookup.otherwise));
        }
        return add(into, std::move(op), value);
      },
      [&](const facts::Compare& compare) {
        const ir::ValueId left = emit(compare.left, into);
        const ir::ValueId right = emit(compare.right, into);
        return add(into, {.kind = op_of(compare.op), .arguments = {left, right}}, value);
      },
      [&](const facts::Not& negation) {
        return add(into, {.kind = OpKind::logical_not, .arguments = {emit(negation.operand, into)}}, value);
      },
      [&](const facts::Logic& logic) {
        ir::Op op{.kind = logic.is_and ? OpKind::logical_and : OpKind::logical_or};
        op.blocks.push_back(nested(logic.left));
        op.blocks.push_back(nested(logic.right));
        return add(into, std::move(op), value);
      },
      [&](const facts::Choose& choose) {
        ir::Op op{.kind = OpKind::choose, .arguments = {emit(choose.condition, into)}};
        op.blocks.push_back(nested(choose.then_value));
        if (choose.else_value) {
          op.blocks.push_back(nested(choose.else_value));
        } else {
          ir::Block nothing;
          nothing.result = missing(nothing, value);
          op.blocks.push_back(std::move(nothing));
        }
        return add(into, std::move(op), value);
      },
      [&](const facts::Coalesce& coalesce) {
        ir::Op op{.kind = OpKind::coalesce};
        for (const facts::ValueRef& alternative : coalesce.alternatives) {
          op.blocks.push_back(nested(alternative));
        }
        return add(into, std::move(op), value);
      },
      [&](const facts::ForEach& each) {
        ir::Op op{.kind = op_of(each.op), .arguments = {emit(each.list, into)}};
        op.blocks.push_back(nested(each.body));
        return add(into, std::move(op), value);
      },
      [&](const facts::Inlined& inlined) {
        emit_all(inlined.arguments, into);
        return emit(inlined.body, into);
      },
      [&](const facts::Declassified& declassified) { return emit(declassified.input, into); },
      [&](const facts::RunStarted&) { return add(into, {.kind = OpKind::run_started}, value); });
}

}  // namespace treaty::lower
