#include <algorithm>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include "compiler/ir/ir.h"
#include "compiler/ir/shape.h"

namespace treaty::ir {
namespace {

bool is_numeric(Kind kind) {
  return kind == Kind::integer || kind == Kind::decimal || kind == Kind::number || kind == Kind::any;
}

bool comparable(Kind left, Kind right) {
  return left == right || left == Kind::any || right == Kind::any || (is_numeric(left) && is_numeric(right));
}

/// Whether the plain text of such a value can be a key.
bool is_scalar(Kind kind) { return kind != Kind::list && kind != Kind::json && kind != Kind::duration; }

bool can_encode(Encoding encoding, Kind kind) {
  if (kind == Kind::any) return true;
  switch (encoding) {
    case Encoding::text:
      return kind != Kind::list && kind != Kind::duration;
    case Encoding::integer:
      return kind == Kind::integer || kind == Kind::number;
    case Encoding::decimal:
      return is_numeric(kind);
    case Encoding::boolean:
      return kind == Kind::boolean;
    case Encoding::date:
      return kind == Kind::date;
    case Encoding::timestamp:
      return kind == Kind::timestamp;
    case Encoding::options:
      return kind != Kind::json && kind != Kind::duration;
  }
  return false;
}

bool constant_is(const Constant& constant, Kind kind) {
  if (std::holds_alternative<Null>(constant)) return true;
  switch (kind) {
    case Kind::text:
      return std::holds_alternative<std::string>(constant);
    case Kind::integer:
    case Kind::date:
    case Kind::timestamp:
    case Kind::duration:
      return std::holds_alternative<int64_t>(constant);
    case Kind::boolean:
      return std::holds_alternative<bool>(constant);
    case Kind::decimal: {
      const auto* decimal = std::get_if<Decimal>(&constant);
      return decimal != nullptr && decimal->scale >= 0 && decimal->scale <= 34 &&
             fits_34_digits(decimal->coefficient);
    }
    default:
      return false;
  }
}

/// Verifies the blocks of one map; a value is known by its id, with its kind, while its block is open.
class Verifier {
 public:
  Verifier(const Program& program, const MapProgram& map, std::vector<std::string>& findings)
      : program_(program), map_(map), findings_(findings) {}

  /// The outermost block of a field or the like; its result's op, null where it has none.
  const Op* outermost(const std::string& place, const Block& block) {
    place_ = place;
    seen_.clear();
    open_.clear();
    return verify_block(block, 0);
  }

 private:
  template <class... Arguments>
  void find(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    findings_.push_back(fmt::format("map `{}`, {}: {}", map_.name, place_,
                                    fmt::format(format, std::forward<Arguments>(arguments)...)));
  }

  const Op* verify_block(const Block& block, int elements) {
    for (const Op& op : block.ops) {
      verify_op(op, elements);
      open_.try_emplace(op.id, &op);
    }
    const Op* result = visible(block.result);
    if (result == nullptr) find("a block whose result is no value of its own or of a block around it");
    for (const Op& op : block.ops) open_.erase(op.id);
    return result;
  }

  const Op* visible(ValueId id) const {
    auto found = open_.find(id);
    return found == open_.end() ? nullptr : found->second;
  }

  void verify_op(const Op& op, int elements) {
    const Shape& shape = shape_of(op.kind);
    std::string name = fmt::format("%{} {}", op.id.index, name_of(op.kind));
    if (!op.id.valid() || !seen_.insert(op.id).second) find("{}: the id is there already", name);
    if (op.step.valid() && op.step.index >= program_.steps.size()) find("{}: no such step", name);
    size_t arguments = op.arguments.size();
    if (arguments < shape.arguments || (arguments > shape.arguments && !shape.more_arguments)) {
      find("{}: {} arguments", name, arguments);
      return;
    }
    size_t blocks = op.blocks.size();
    if (blocks < shape.blocks || blocks > shape.most_blocks) return find("{}: {} blocks", name, blocks);
    std::vector<const Op*> values;
    for (ValueId id : op.arguments) {
      values.push_back(visible(id));
      if (values.back() == nullptr) return find("{}: %{} is not known here", name, id.index);
    }
    int inside = elements + (shape.each_element ? 1 : 0);
    std::vector<const Op*> results;
    for (const Block& block : op.blocks) {
      results.push_back(verify_block(block, inside));
      if (results.back() == nullptr) return;
    }
    if (shape.type && *shape.type != op.type) find("{}: yields {}", name, name_of(*shape.type));
    verify_references(op, name, elements);
    verify_kinds(op, name, values, results);
  }

  /// Paths, tables, functions, constants.
  void verify_references(const Op& op, const std::string& name, int elements) {
    if (op.kind == OpKind::constant && !constant_is(op.constant, op.type))
      find("{}: the constant is of another kind", name);
    if (op.kind == OpKind::element && elements == 0) find("{}: outside of a list operation", name);
    if (op.kind == OpKind::lookup && op.table.index >= program_.tables.size()) find("{}: no such table", name);
    if (op.kind == OpKind::call && !op.function.valid()) find("{}: no such function", name);
    if (op.kind == OpKind::load || op.kind == OpKind::field) {
      if (op.path.index >= map_.paths.size()) return find("{}: no such path", name);
      Path::Root root = map_.paths[op.path.index].root;
      if ((root == Path::Root::none) != (op.kind == OpKind::field)) find("{}: a path from elsewhere", name);
      if (root == Path::Root::element && !map_.each) find("{}: the map goes through no elements", name);
      if (op.type == Kind::duration) find("{}: no token is a duration", name);
    }
  }

  void verify_kinds(const Op& op, const std::string& name, const std::vector<const Op*>& values,
                    const std::vector<const Op*>& results) {
    auto kind = [&](size_t i) { return values[i]->type; };
    auto wants = [&](const Op* value, Kind wanted) {
      if (value->type != wanted)
        find("{}: %{} is {}, not {}", name, value->id.index, name_of(value->type), name_of(wanted));
    };
    // What a lazy branch gives is what the op yields. A null has no kind; an integer becomes the decimal it is.
    auto branch = [&](const Op* result) {
      bool null = result->kind == OpKind::constant && std::holds_alternative<Null>(result->constant);
      bool widens = op.type == Kind::decimal && result->type == Kind::integer;
      if (op.type != Kind::any && !null && !widens) wants(result, op.type);
    };
    switch (op.kind) {
      case OpKind::equal:
      case OpKind::not_equal:
      case OpKind::less:
      case OpKind::less_equal:
      case OpKind::greater:
      case OpKind::greater_equal:
        if (!comparable(kind(0), kind(1))) {
          find("{}: {} and {} do not compare", name, name_of(kind(0)), name_of(kind(1)));
        }
        break;
      case OpKind::field:
        if (kind(0) != Kind::json && kind(0) != Kind::list && kind(0) != Kind::any) wants(values[0], Kind::json);
        break;
      case OpKind::lookup:
        if (!is_scalar(kind(0))) find("{}: {} is no key", name, name_of(kind(0)));
        if (op.table.index < program_.tables.size() && op.type != program_.tables[op.table.index].value_kind) {
          find("{}: yields the kind of the table's values", name);
        }
        for (const Op* result : results) branch(result);
        break;
      case OpKind::in:
        wants(values[1], Kind::list);
        break;
      case OpKind::logical_not:
        wants(values[0], Kind::boolean);
        break;
      case OpKind::logical_and:
      case OpKind::logical_or:
        for (const Op* result : results) wants(result, Kind::boolean);
        break;
      case OpKind::choose:
        wants(values[0], Kind::boolean);
        [[fallthrough]];
      case OpKind::coalesce:
        for (const Op* result : results) branch(result);
        break;
      case OpKind::list_filter:
      case OpKind::list_any:
      case OpKind::list_all:
        wants(results[0], Kind::boolean);
        [[fallthrough]];
      case OpKind::list_map:
      case OpKind::list_sort:
        wants(values[0], Kind::list);
        break;
      case OpKind::list_sum:
        wants(values[0], Kind::list);
        if (op.type != Kind::integer && op.type != Kind::decimal) find("{}: yields integer or decimal", name);
        if (op.type == Kind::integer ? results[0]->type != Kind::integer : !is_numeric(results[0]->type)) {
          find("{}: the sum of {}", name, name_of(results[0]->type));
        }
        break;
      default:
        break;
    }
  }

  const Program& program_;
  const MapProgram& map_;
  std::vector<std::string>& findings_;
  std::string place_;
  std::set<ValueId> seen_;                       ///< within the outermost block
  std::unordered_map<ValueId, const Op*> open_;  ///< in sight
};

void verify_map(const Program& program, const MapProgram& map, std::vector<std::string>& findings) {
  auto find = [&](const std::string& what) { findings.push_back(fmt::format("map `{}`: {}", map.name, what)); };
  std::set<std::pair<Path::Root, std::vector<Segment>>> paths;
  for (const Path& path : map.paths) {
    if (!paths.emplace(path.root, path.segments).second) find("a path that is there twice");
  }
  if (map.each && map.each->root != Path::Root::record) find("`each` goes through something else than the record");
  Verifier verifier(program, map, findings);
  if (map.where) {
    const Op* result = verifier.outermost("where", *map.where);
    if (result != nullptr && result->type != Kind::boolean) find("`where` is no boolean");
  }
  const Op* key = verifier.outermost("key", map.source_key);
  if (key != nullptr && !is_scalar(key->type)) find("the key is no scalar");
  for (const Field& field : map.fields) {
    const Op* result = verifier.outermost(fmt::format("field `{}`", field.property), field.value);
    bool null =
        result != nullptr && result->kind == OpKind::constant && std::holds_alternative<Null>(result->constant);
    if (result != nullptr && !null && !can_encode(field.encoding, result->type)) {
      find(fmt::format("field `{}`: {} cannot be written as {}", field.property, name_of(result->type),
                       name_of(field.encoding)));
    }
    if ((field.on_error == OnError::use) != field.error_value.has_value() ||
        (field.on_null == OnNull::use) != field.null_value.has_value()) {
      find(fmt::format("field `{}`: a constant without use, or use without", field.property));
    }
    for (const auto& constant : {field.error_value, field.null_value}) {
      if (constant && !can_write(field.encoding, *constant)) {
        find(fmt::format("field `{}`: a constant that cannot be written as {}", field.property,
                         name_of(field.encoding)));
      }
    }
    if (field.step.valid() && field.step.index >= program.steps.size()) find("a field of no such step");
  }
  for (const Association& association : map.associations) {
    const Op* result = verifier.outermost(fmt::format("association with `{}`", association.map), association.key);
    if (result != nullptr && result->type != Kind::list && !is_scalar(result->type))
      find("an association's key is no scalar");
    if (std::ranges::none_of(program.maps, [&](const MapProgram& other) { return other.name == association.map; })) {
      find(fmt::format("an association with `{}`, which is no map", association.map));
    }
  }
}

}  // namespace

std::vector<std::string> verify(const Program& program) {
  std::vector<std::string> findings;
  std::set<std::string_view> names;
  for (const Table& table : program.tables) {
    auto find = [&](const char* what) { findings.push_back(fmt::format("table `{}`: {}", table.name, what)); };
    if (!names.insert(table.name).second) find("the name is there already");
    if (!is_scalar(table.value_kind) || table.value_kind == Kind::number || table.value_kind == Kind::any) {
      find("values of a kind that no constant has");
    }
    const auto* rows = std::get_if<Rows>(&table.content);
    if (rows == nullptr) continue;
    for (size_t i = 0; i < rows->rows.size(); ++i) {
      if (i > 0 && rows->rows[i - 1].first >= rows->rows[i].first) find("keys are not in order, or not unique");
      if (!constant_is(rows->rows[i].second, table.value_kind)) find("a value of another kind");
    }
  }
  names.clear();
  for (const MapProgram& map : program.maps) {
    if (!names.insert(map.name).second)
      findings.push_back(fmt::format("map `{}`: the name is there already", map.name));
    verify_map(program, map, findings);
  }
  return findings;
}

}  // namespace treaty::ir
