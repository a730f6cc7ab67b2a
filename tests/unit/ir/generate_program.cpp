#include <algorithm>

#include "compiler/functions/functions.h"
#include "tests/unit/ir/generate.h"

namespace treaty::generate {
namespace {

using ir::Kind;
using ir::OpKind;

const std::vector<std::string> words = {"",      "a",        "QC",         "Ana",
                                        " x ",   "BRZ",      "é☃",         "\"q\\\n",
                                        "12",    "12.50",    "2024-02-29", "tru",
                                        "a,b;c", "\x01\x7f", "😀😀",         "https://x.example/a?b=c",
                                        "true",  "CAD",      "-7",         "2024-03-10T02:30:00"};
const std::vector<std::string> names = {"a", "b", "first_name", "items", "é", "a b", "q\"", "price"};
const std::vector<int64_t> integers = {0,         1,         -1,           2, 7, 100, 12000, 86'400'000'000,
                                       INT64_MAX, INT64_MIN, 1'000'000'007};
const std::vector<Kind> scalars = {Kind::text,    Kind::integer, Kind::decimal,
                                   Kind::boolean, Kind::date,    Kind::timestamp};

ir::Decimal decimal(Choices& choices) {
  static const std::vector<ir::Decimal> some = {{0, 0}, {125, 1}, {-1, 34}, {12000, 2}, {9'999'999'999'999'999, 4},
                                                {1, 0}};
  return choices.of(some);
}

class Maker {
 public:
  Maker(Choices& choices, const Options& options) : choices_(choices), options_(options) {}

  ir::Program make() {
    program_.steps = {{"a.map", 1, 1, "a step"}, {"b \"c\".map", 70000, 12, "line\n| f(\"é\")"}, {"", 0, 0, ""}};
    make_tables();
    const uint32_t maps = 1 + choices_.below(2);
    for (uint32_t i = 0; i < maps; ++i) make_map(i);
    return std::move(program_);
  }

 private:
  void make_tables() {
    ir::Table texts{"regions", Kind::text, ir::Rows{}}, rates{"rate to cad", Kind::decimal, ir::Rows{}};
    auto& rows = std::get<ir::Rows>(texts.content).rows;
    for (const std::string& word : words) {
      if (choices_.one_in(2))
        rows.emplace_back(word, choices_.one_in(9) ? ir::Constant(ir::Null{}) : ir::Constant(choices_.of(words)));
    }
    std::ranges::sort(rows, {}, &std::pair<std::string, ir::Constant>::first);
    std::get<ir::Rows>(rates.content).rows = {{"CAD", ir::Decimal{1, 0}}, {"QC", decimal(choices_)}};
    ir::Table loaded{"owners", Kind::text, ir::RuntimeTable{"hubspot", "owners", "email", "id"}};
    program_.tables = {std::move(texts), std::move(rates), std::move(loaded)};
  }

  void make_map(uint32_t index) {
    map_ = {};
    map_.name = index == 0 ? "members" : "line items";
    if (choices_.one_in(3)) map_.each = ir::Path{ir::Path::Root::record, {"items"}};
    // Mostly simple ones: a record that stops here shows nothing of its fields.
    if (choices_.one_in(4)) map_.where = block(Kind::boolean);
    map_.source_key = choices_.one_in(8) ? block(choices_.one_in(3) ? Kind::integer : Kind::text) : simple_key();
    const uint32_t fields = choices_.below(5);
    for (uint32_t i = 0; i < fields; ++i) make_field(i);
    if (choices_.one_in(4)) {
      map_.associations.push_back({program_.maps.empty() ? map_.name : "members",
                                   block(choices_.one_in(2) ? Kind::list : Kind::text), step()});
    }
    program_.maps.push_back(std::move(map_));
  }

  ir::Block simple_key() {
    next_ = 0;
    ir::Block block;
    ir::Op op{.kind = OpKind::load, .type = choices_.one_in(3) ? Kind::number : Kind::text};
    op.path = path({ir::Path::Root::record, {"id"}});
    block.result = add(block, std::move(op));
    return block;
  }

  void make_field(uint32_t index) {
    static const std::vector<std::pair<Kind, ir::Encoding>> pairs = {
        {Kind::text, ir::Encoding::text},       {Kind::integer, ir::Encoding::integer},
        {Kind::decimal, ir::Encoding::decimal}, {Kind::boolean, ir::Encoding::boolean},
        {Kind::date, ir::Encoding::date},       {Kind::timestamp, ir::Encoding::timestamp},
        {Kind::list, ir::Encoding::options},    {Kind::any, ir::Encoding::text},
        {Kind::number, ir::Encoding::decimal},  {Kind::any, ir::Encoding::decimal},
        {Kind::json, ir::Encoding::text},       {Kind::any, ir::Encoding::options},
        {Kind::boolean, ir::Encoding::options}, {Kind::number, ir::Encoding::integer}};
    auto [kind, encoding] = choices_.of(pairs);
    ir::Field field{names[index] + "_" + std::to_string(index), encoding, block(kind), choices_.one_in(8)};
    field.on_error = choices_.one_in(8)   ? ir::OnError::reject
                     : choices_.one_in(4) ? ir::OnError::use
                                          : ir::OnError::skip;
    if (field.on_error == ir::OnError::use) field.error_value = written(encoding);
    field.on_null = static_cast<ir::OnNull>((choices_.below(3) + 1) % 3);
    if (field.on_null == ir::OnNull::use) field.null_value = written(encoding);
    field.step = step();
    map_.fields.push_back(std::move(field));
  }

  /// A constant that the encoding can write.
  ir::Constant written(ir::Encoding encoding) {
    if (choices_.one_in(6)) return ir::Null{};
    if (choices_.one_in(2)) return choices_.of(words);
    switch (encoding) {
      case ir::Encoding::boolean:
        return choices_.one_in(2);
      case ir::Encoding::date:
        return int64_t{19782};
      case ir::Encoding::timestamp:
        return int64_t{-1};
      case ir::Encoding::integer:
        return choices_.of(integers);
      default:
        return decimal(choices_);
    }
  }

  ir::StepId step() {
    uint32_t index = choices_.below(4);
    return index == 3 ? ir::StepId{} : ir::StepId{index};
  }

  ir::Block block(Kind kind) {
    next_ = 0;
    elements_ = 0;
    return nested(kind, 3);
  }
  ir::Block nested(Kind kind, int depth) {
    ir::Block block;
    block.result = value(block, kind, depth);
    return block;
  }

  /// An integer will do where a decimal is wanted.
  ir::Block branch(Kind kind, int depth) {
    return nested(kind == Kind::decimal && choices_.one_in(4) ? Kind::integer : kind, depth);
  }

  ir::ValueId add(ir::Block& into, ir::Op op) {
    op.id = {next_++};
    op.step = step();
    into.ops.push_back(std::move(op));
    return into.ops.back().id;
  }

  ir::PathId path(ir::Path path) {
    auto found = std::ranges::find(map_.paths, path);
    if (found == map_.paths.end()) found = map_.paths.insert(found, std::move(path));
    return {static_cast<uint32_t>(found - map_.paths.begin())};
  }

  ir::PathId some_path(ir::Path::Root root) {
    ir::Path wanted{root, {}};
    const uint32_t length = (root == ir::Path::Root::record ? 1 : 0) + choices_.below(3);
    for (uint32_t i = 0; i < length; ++i) {
      if (choices_.one_in(6)) {
        wanted.segments.emplace_back(static_cast<int64_t>(choices_.below(3)));
      } else {
        wanted.segments.emplace_back(choices_.of(names));
      }
    }
    return path(std::move(wanted));
  }

  ir::ValueId constant(ir::Block& into, Kind kind) {
    ir::Op op{.kind = OpKind::constant, .type = kind};
    switch (choices_.one_in(12) ? Kind::any : kind) {
      case Kind::text:
        op.constant = choices_.of(words);
        break;
      case Kind::integer:
        op.constant = choices_.of(integers);
        break;
      case Kind::duration:
        op.constant = int64_t{86'400'000'000};
        break;
      case Kind::date:
        op.constant = static_cast<int64_t>(choices_.below(40000)) - 10000;
        break;
      case Kind::timestamp:
        op.constant = static_cast<int64_t>(choices_.below(2'000'000'000)) * 1'000'001 - 5;
        break;
      case Kind::boolean:
        op.constant = choices_.one_in(2);
        break;
      case Kind::decimal:
        op.constant = decimal(choices_);
        break;
      default:
        op.constant = ir::Null{};
    }
    return add(into, std::move(op));
  }

  ir::ValueId load(ir::Block& into, Kind kind) {
    if (kind == Kind::duration) return constant(into, kind);
    bool element = map_.each && choices_.one_in(2);
    ir::Op op{.kind = OpKind::load, .type = kind};
    op.path = some_path(element ? ir::Path::Root::element : ir::Path::Root::record);
    if (kind == Kind::timestamp && options_.functions && choices_.one_in(2)) op.format = "America/Toronto";
    return add(into, std::move(op));
  }

  ir::ValueId value(ir::Block& into, Kind kind, int depth) {
    if (depth <= 0 || choices_.used_up()) return leaf(into, kind);
    switch (choices_.below(8)) {
      case 0:
        return leaf(into, kind);
      case 1: {
        ir::Op op{.kind = OpKind::choose, .type = kind};
        op.arguments = {value(into, Kind::boolean, depth - 1)};
        op.blocks.push_back(branch(kind, depth - 1));
        op.blocks.push_back(branch(kind, depth - 1));
        return add(into, std::move(op));
      }
      case 2: {
        ir::Op op{.kind = OpKind::coalesce, .type = kind};
        const uint32_t count = 1 + choices_.below(3);
        for (uint32_t i = 0; i < count; ++i) op.blocks.push_back(branch(kind, depth - 1));
        return add(into, std::move(op));
      }
      case 3: {
        ir::Op op{.kind = OpKind::field, .type = kind == Kind::duration ? Kind::any : kind};
        if (kind == Kind::duration) return leaf(into, kind);
        op.arguments = {value(into, choices_.one_in(2) ? Kind::json : Kind::list, depth - 1)};
        op.path = some_path(ir::Path::Root::none);
        return add(into, std::move(op));
      }
      case 4:
      case 5:
        return call(into, kind, depth);
      default:
        return special(into, kind, depth);
    }
  }

  ir::ValueId leaf(ir::Block& into, Kind kind) {
    if (elements_ > 0 && kind != Kind::duration && choices_.one_in(2))
      return add(into, {.kind = OpKind::element, .type = kind});
    if (kind == Kind::timestamp && choices_.one_in(5)) return add(into, {.kind = OpKind::run_started, .type = kind});
    return choices_.one_in(4) ? constant(into, kind) : load(into, kind);
  }

  /// What only values of this kind can be.
  ir::ValueId special(ir::Block& into, Kind kind, int depth) {
    switch (kind) {
      case Kind::text:
      case Kind::decimal:
        return choices_.one_in(3)      ? lookup(into, kind, depth)
               : kind == Kind::decimal ? sum(into, kind, depth)
                                       : lookup(into, kind, depth);
      case Kind::integer:
        return sum(into, kind, depth);
      case Kind::boolean:
        return boolean(into, depth);
      case Kind::list:
        return list(into, depth);
      default:
        return leaf(into, kind);
    }
  }

  ir::ValueId lookup(ir::Block& into, Kind kind, int depth) {
    ir::Op op{.kind = OpKind::lookup, .type = kind};
    op.arguments = {value(into, choices_.one_in(4) ? Kind::any : Kind::text, depth - 1)};
    op.table = {kind == Kind::decimal ? 1U : choices_.one_in(3) ? 2U : 0U};
    if (choices_.one_in(2)) op.blocks.push_back(nested(kind, depth - 1));
    return add(into, std::move(op));
  }

  ir::Block body(Kind kind, int depth) {
    ++elements_;
    ir::Block block = nested(kind, depth - 1);
    --elements_;
    return block;
  }

  ir::ValueId sum(ir::Block& into, Kind kind, int depth) {
    ir::Op op{.kind = OpKind::list_sum, .type = kind};
    op.arguments = {value(into, Kind::list, depth - 1)};
    op.blocks.push_back(body(kind == Kind::decimal && choices_.one_in(2) ? Kind::number : kind, depth));
    return add(into, std::move(op));
  }

  ir::ValueId list(ir::Block& into, int depth) {
    static const std::vector<OpKind> kinds = {OpKind::make_list, OpKind::list_map, OpKind::list_filter,
                                              OpKind::list_sort};
    ir::Op op{.kind = choices_.of(kinds), .type = Kind::list};
    if (op.kind == OpKind::make_list) {
      const uint32_t count = choices_.below(4);
      for (uint32_t i = 0; i < count; ++i) op.arguments.push_back(value(into, choices_.of(scalars), depth - 1));
      return add(into, std::move(op));
    }
    op.arguments = {value(into, Kind::list, depth - 1)};
    op.blocks.push_back(body(op.kind == OpKind::list_filter ? Kind::boolean : choices_.of(scalars), depth));
    return add(into, std::move(op));
  }

  ir::ValueId boolean(ir::Block& into, int depth) {
    static const std::vector<OpKind> kinds = {OpKind::equal,       OpKind::not_equal,   OpKind::less,
                                              OpKind::less_equal,  OpKind::greater,     OpKind::in,
                                              OpKind::logical_not, OpKind::logical_and, OpKind::greater_equal,
                                              OpKind::list_any,    OpKind::list_all,    OpKind::logical_or};
    ir::Op op{.kind = choices_.of(kinds), .type = Kind::boolean};
    switch (op.kind) {
      case OpKind::in:
        op.arguments = {value(into, choices_.of(scalars), depth - 1), value(into, Kind::list, depth - 1)};
        break;
      case OpKind::logical_not:
        op.arguments = {value(into, Kind::boolean, depth - 1)};
        break;
      case OpKind::logical_and:
      case OpKind::logical_or:
        op.blocks.push_back(nested(Kind::boolean, depth - 1));
        op.blocks.push_back(nested(Kind::boolean, depth - 1));
        break;
      case OpKind::list_any:
      case OpKind::list_all:
        op.arguments = {value(into, Kind::list, depth - 1)};
        op.blocks.push_back(body(Kind::boolean, depth));
        break;
      default: {
        Kind left = choices_.one_in(5) ? Kind::any : choices_.of(scalars);
        Kind right = left == Kind::integer && choices_.one_in(2) ? Kind::decimal : left;
        op.arguments = {value(into, left, depth - 1), value(into, right, depth - 1)};
      }
    }
    return add(into, std::move(op));
  }

  ir::ValueId call(ir::Block& into, Kind kind, int depth) {
    if (!options_.functions) return leaf(into, kind);
    std::vector<const functions::Function*> fitting;
    for (const functions::Function& function : functions::all()) {
      bool plain = std::ranges::all_of(function.parameters, [](const functions::Parameter& parameter) {
        return parameter.kind == functions::ParameterKind::value ||
               parameter.kind == functions::ParameterKind::option;
      });
      if (!function.special && plain && function.result_rule == functions::ResultRule::fixed &&
          functions::kind_of(function.result) == kind) {
        fitting.push_back(&function);
      }
    }
    if (fitting.empty()) return leaf(into, kind);
    const functions::Function& function = *choices_.of(fitting);
    ir::Op op{.kind = OpKind::call, .type = kind};
    op.function = function.id;
    for (const functions::Parameter& parameter : function.parameters)
      op.arguments.push_back(argument(into, parameter, depth));
    return add(into, std::move(op));
  }

  ir::ValueId argument(ir::Block& into, const functions::Parameter& parameter, int depth) {
    if (parameter.kind == functions::ParameterKind::option) {
      return add(into, {.kind = OpKind::constant, .type = Kind::text, .constant = choices_.of(parameter.options)});
    }
    Kind kind = functions::kind_of(parameter.type);
    if (parameter.optional && kind == Kind::text && !choices_.one_in(4)) {
      return add(into, {.kind = OpKind::constant, .type = Kind::text, .constant = parameter.default_value});
    }
    if (parameter.optional && kind == Kind::integer) {  // lengths and the like: small
      return add(into,
                 {.kind = OpKind::constant, .type = kind, .constant = static_cast<int64_t>(choices_.below(12))});
    }
    return value(into, kind, depth - 1);
  }

  Choices& choices_;
  Options options_;
  ir::Program program_;
  ir::MapProgram map_;
  uint32_t next_ = 0;
  int elements_ = 0;  ///< list operations around
};

}  // namespace

ir::Program program(Choices& choices, const Options& options) { return Maker(choices, options).make(); }

}  // namespace treaty::generate
