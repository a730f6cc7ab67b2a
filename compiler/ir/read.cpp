#include <charconv>
#include <map>

#include <fmt/format.h>

#include "compiler/ir/ir.h"
#include "compiler/ir/lexer.h"
#include "compiler/ir/shape.h"
#include "compiler/ir/text.h"

namespace treaty::ir {
namespace {

constexpr size_t longest_text = size_t{256} << 20;

/// Recursive descent. The first thing that is not as expected is kept, and from then on every token is the end.
class Reader {
 public:
  explicit Reader(std::string_view text) : lexer_(text) { advance(); }

  std::variant<Program, ReadError> read() {
    expect_name("treaty");
    expect_name("program");
    if (number() != format_version) fail(fmt::format("format version {}", format_version));
    while (is_name("table")) read_table();
    while (is_name("map")) read_map();
    while (is_name("step")) read_step();
    if (!error_ && token_.kind != Token::Kind::end) fail("`table`, `map`, `step` or the end, in this order");
    if (error_) return *error_;
    return std::move(program_);
  }

 private:
  void advance() {
    if (error_) return;
    token_ = lexer_.next();
    if (token_.kind == Token::Kind::broken) fail(token_.text);
  }
  void fail(std::string_view expected) {
    if (error_) return;
    std::string found = token_.kind == Token::Kind::end      ? ", found the end"
                        : token_.kind == Token::Kind::broken ? ""
                                                             : fmt::format(", found {}", quote(token_.text));
    error_ = ReadError{token_.line, fmt::format("expected {}{}", expected, found)};
    token_ = {Token::Kind::end, "", token_.line};
  }

  [[nodiscard]] bool is_name(std::string_view name) const {
    return token_.kind == Token::Kind::name && token_.text == name;
  }
  [[nodiscard]] bool is_mark(std::string_view mark) const {
    return token_.kind == Token::Kind::mark && token_.text == mark;
  }
  bool take_name(std::string_view name) {
    if (!is_name(name)) return false;
    advance();
    return true;
  }
  bool take_mark(std::string_view mark) {
    if (!is_mark(mark)) return false;
    advance();
    return true;
  }
  void expect_name(std::string_view name) {
    if (!take_name(name)) fail(fmt::format("`{}`", name));
  }
  void expect_mark(std::string_view mark) {
    if (!take_mark(mark)) fail(fmt::format("`{}`", mark));
  }

  std::string string() {
    if (token_.kind != Token::Kind::string) return fail("a string"), "";
    std::string text = std::move(token_.text);
    advance();
    return text;
  }
  std::string name() {
    if (token_.kind != Token::Kind::name && token_.kind != Token::Kind::string) return fail("a name"), "";
    std::string text = std::move(token_.text);
    advance();
    return text;
  }
  int64_t number() {
    int64_t value = 0;
    const char* end = token_.text.data() + token_.text.size();
    if (token_.kind != Token::Kind::number) return fail("a number"), 0;
    auto [at, problem] = std::from_chars(token_.text.data(), end, value);
    if (problem != std::errc() || at != end) return fail("an integer of 64 bits"), 0;
    advance();
    return value;
  }
  uint32_t index() {
    int64_t value = number();
    if (value < 0 || value >= 0xffffffff) return fail("an index"), 0;
    return static_cast<uint32_t>(value);
  }

  template <class Enum>
  Enum one_of(size_t count, std::string_view what) {
    for (size_t i = 0; i < count; ++i) {
      if (is_name(name_of(static_cast<Enum>(i)))) return advance(), static_cast<Enum>(i);
    }
    fail(what);
    return static_cast<Enum>(0);
  }
  Kind kind() { return one_of<Kind>(static_cast<size_t>(Kind::any) + 1, "a kind of value"); }

  StepId step() {
    if (!take_mark("@")) return {};
    return {index()};
  }

  Constant constant() {
    if (take_name("null")) return Null{};
    if (take_name("true")) return true;
    if (take_name("false")) return false;
    if (token_.kind == Token::Kind::string) return string();
    if (token_.kind != Token::Kind::number) return fail("a constant"), Null{};
    if (token_.text.find('.') == std::string::npos) return number();
    return decimal();
  }
  Constant decimal() {
    std::string_view text = token_.text;
    bool negative = text.starts_with('-');
    Decimal decimal;
    size_t point = text.find('.');
    if (text.size() > 39 || text.find('.', point + 1) != std::string_view::npos) return fail("a decimal"), Null{};
    for (char c : text) {
      if (c != '.' && c != '-') decimal.coefficient = decimal.coefficient * 10 + (c - '0');
    }
    if (negative) decimal.coefficient = -decimal.coefficient;
    decimal.scale = static_cast<int32_t>(text.size() - point - 1);
    advance();
    return decimal;
  }

  Path path() {
    Path path;
    if (take_name("element")) {
      path.root = Path::Root::element;
    } else if (take_name("value")) {
      path.root = Path::Root::none;
    } else {
      expect_name("record");
    }
    while (is_mark(".") || is_mark("[")) {
      if (take_mark(".")) {
        path.segments.emplace_back(name());
      } else {
        expect_mark("[");
        path.segments.emplace_back(number());
        expect_mark("]");
      }
    }
    return path;
  }

  void read_table() {
    expect_name("table");
    Table table{name(), kind(), {}};
    if (take_name("from")) {
      RuntimeTable source;
      source.system = name();
      expect_mark(".");
      source.object = name();
      expect_name("key");
      source.key = name();
      expect_name("value");
      source.value = name();
      table.content = std::move(source);
    } else {
      Rows rows;
      expect_mark("{");
      while (token_.kind == Token::Kind::string) {
        std::string key = string();
        expect_mark("=");
        rows.rows.emplace_back(std::move(key), constant());
      }
      expect_mark("}");
      table.content = std::move(rows);
    }
    table_ids_.try_emplace(table.name, static_cast<uint32_t>(program_.tables.size()));
    program_.tables.push_back(std::move(table));
  }

  void read_step() {
    expect_name("step");
    if (index() != program_.steps.size()) fail("the steps in order");
    Step step;
    step.file = string();
    step.line = index();
    expect_mark(":");
    step.column = index();
    step.text = string();
    program_.steps.push_back(std::move(step));
  }

  void read_map() {
    expect_name("map");
    map_ = {};
    path_ids_.clear();
    map_.name = name();
    expect_mark("{");
    while (take_name("path")) {
      Path one = path();
      path_ids_.try_emplace(std::pair(one.root, one.segments), static_cast<uint32_t>(map_.paths.size()));
      map_.paths.push_back(std::move(one));
    }
    if (take_name("each")) map_.each = path();
    if (take_name("where")) map_.where = section();
    expect_name("key");
    map_.source_key = section();
    while (is_name("field")) read_field();
    while (take_name("associate")) {
      Association association;
      association.map = name();
      association.step = step();
      association.key = section();
      map_.associations.push_back(std::move(association));
    }
    expect_mark("}");
    program_.maps.push_back(std::move(map_));
  }

  void read_field() {
    expect_name("field");
    Field field;
    field.property = name();
    field.encoding = one_of<Encoding>(static_cast<size_t>(Encoding::options) + 1, "an encoding");
    field.required = take_name("required");
    if (take_name("on_error")) {
      field.on_error = take_name("skip") ? OnError::skip : (expect_name("use"), OnError::use);
    }
    if (take_name("error_value")) field.error_value = constant();
    if (take_name("on_null")) field.on_null = take_name("keep") ? OnNull::keep : (expect_name("use"), OnNull::use);
    if (take_name("null_value")) field.null_value = constant();
    field.step = step();
    field.value = section();
    map_.fields.push_back(std::move(field));
  }

  Block section() {
    expect_mark("{");
    Block block = read_block(0);
    expect_mark("}");
    return block;
  }

  Block read_block(size_t depth) {
    Block block;
    if (depth > deepest_block) return fail("blocks that nest less deep"), block;
    while (is_mark("%")) block.ops.push_back(read_op(depth));
    if (take_mark("->")) block.result = value_id();
    return block;
  }

  ValueId value_id() {
    expect_mark("%");
    return {index()};
  }

  Op read_op(size_t depth) {
    Op op;
    op.id = value_id();
    expect_mark(":");
    op.type = kind();
    expect_mark("=");
    op.kind = one_of<OpKind>(static_cast<size_t>(OpKind::run_started) + 1, "an operation");
    read_own_part(op);
    if (take_mark("(")) {
      do op.arguments.push_back(value_id());
      while (take_mark(","));
      expect_mark(")");
    }
    if (take_name("zone")) op.format = string();
    op.step = step();
    while (take_mark("{")) {
      op.blocks.push_back(read_block(depth + 1));
      expect_mark("}");
    }
    return op;
  }

  void read_own_part(Op& op) {
    switch (op.kind) {
      case OpKind::constant:
        op.constant = constant();
        break;
      case OpKind::load:
      case OpKind::field: {
        Path wanted = path();
        auto found = path_ids_.find(std::pair(wanted.root, wanted.segments));
        if (found == path_ids_.end()) return fail("a path of the map's list before this");
        op.path = {found->second};
        break;
      }
      case OpKind::lookup: {
        if (take_mark("#")) return void(op.table = {index()});
        auto found = table_ids_.find(name());
        if (found == table_ids_.end()) return fail("a table's name before this");
        op.table = {found->second};
        break;
      }
      case OpKind::call: {
        if (take_mark("#")) return void(op.function = {index()});
        op.function = function_of(name());
        if (!op.function.valid()) return fail("a function of the library before this");
        break;
      }
      default:
        break;
    }
  }

  Lexer lexer_;
  Token token_;
  std::optional<ReadError> error_;
  Program program_;
  MapProgram map_;  ///< the one being read
  std::map<std::string, uint32_t, std::less<>> table_ids_;
  std::map<std::pair<Path::Root, std::vector<Segment>>, uint32_t> path_ids_;
};

}  // namespace

std::variant<Program, ReadError> read(std::string_view text) {
  if (text.size() > longest_text) return ReadError{0, "expected a program of less than 256 MiB"};
  return Reader(text).read();
}

}  // namespace treaty::ir
