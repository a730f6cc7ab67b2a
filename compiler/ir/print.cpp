#include <algorithm>

#include <fmt/format.h>

#include "compiler/base/match.h"
#include "compiler/ir/ir.h"
#include "compiler/ir/text.h"

namespace treaty::ir {
namespace {

/// Twelve and a half is `12.5`; twelve of scale 0 `12.`, so that a decimal never looks like an integer.
std::string decimal_text(Decimal decimal) {
  bool negative = decimal.coefficient < 0;
  unsigned __int128 rest = decimal.coefficient;
  if (negative) rest = 0 - rest;
  std::string digits;
  do {
    digits += static_cast<char>('0' + static_cast<int>(rest % 10));
    rest /= 10;
  } while (rest != 0);
  size_t scale = static_cast<size_t>(std::clamp(decimal.scale, 0, 64));
  while (digits.size() <= scale) digits += '0';
  std::ranges::reverse(digits);
  digits.insert(digits.size() - scale, ".");
  return negative ? "-" + digits : digits;
}

std::string constant_text(const Constant& constant) {
  return match(
      constant, [](Null) { return std::string("null"); }, [](const std::string& text) { return quote(text); },
      [](int64_t integer) { return fmt::format("{}", integer); },
      [](bool boolean) { return std::string(boolean ? "true" : "false"); },
      [](Decimal decimal) { return decimal_text(decimal); });
}

std::string path_text(const Path& path) {
  std::string out;
  switch (path.root) {
    case Path::Root::record:
      out = "record";
      break;
    case Path::Root::element:
      out = "element";
      break;
    case Path::Root::none:
      out = "value";
      break;
  }
  for (const Segment& segment : path.segments) {
    if (const auto* name = std::get_if<std::string>(&segment)) {
      out += "." + name_or_quoted(*name);
    } else {
      out += fmt::format("[{}]", std::get<int64_t>(segment));
    }
  }
  return out;
}

class Printer {
 public:
  explicit Printer(const Program& program) : program_(program) {}

  void print_table(const Table& table) {
    line("table {} {}{}", name_or_quoted(table.name), name_of(table.value_kind), table_source(table));
    if (const auto* rows = std::get_if<Rows>(&table.content)) {
      out_.back() = ' ';
      out_ += "{\n";
      for (const auto& [key, value] : rows->rows) line("  {} = {}", quote(key), constant_text(value));
      line("}}");
    }
    out_ += '\n';
  }

  void print_map(const MapProgram& map) {
    map_ = &map;
    line("map {} {{", name_or_quoted(map.name));
    indent_ = 2;
    for (const Path& path : map.paths) line("path {}", path_text(path));
    if (map.each) line("each {}", path_text(*map.each));
    if (map.where) print_section("where", *map.where);
    print_section("key", map.source_key);
    for (const Field& field : map.fields) print_section(field_head(field), field.value);
    for (const Association& association : map.associations) {
      print_section(fmt::format("associate {}{}", name_or_quoted(association.map), step_text(association.step)),
                    association.key);
    }
    indent_ = 0;
    line("}}");
    out_ += '\n';
  }

  void print_steps() {
    for (size_t i = 0; i < program_.steps.size(); ++i) {
      const Step& step = program_.steps[i];
      line("step {} {} {}:{} {}", i, quote(step.file), step.line, step.column, quote(step.text));
    }
  }

  void print_head() {
    line("treaty program {}", format_version);
    out_ += '\n';
  }

  std::string take() { return std::move(out_); }

 private:
  template <class... Arguments>
  void line(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    out_.append(indent_, ' ');
    fmt::format_to(std::back_inserter(out_), format, std::forward<Arguments>(arguments)...);
    out_ += '\n';
  }

  static std::string table_source(const Table& table) {
    const auto* source = std::get_if<RuntimeTable>(&table.content);
    if (source == nullptr) return "";
    return fmt::format(" from {}.{} key {} value {}", name_or_quoted(source->system), name_or_quoted(source->object),
                       name_or_quoted(source->key), name_or_quoted(source->value));
  }

  static std::string step_text(StepId step) { return step.valid() ? fmt::format(" @{}", step.index) : ""; }

  static std::string field_head(const Field& field) {
    std::string head = fmt::format("field {} {}", name_or_quoted(field.property), name_of(field.encoding));
    if (field.required) head += " required";
    switch (field.on_error) {
      case OnError::reject:
        break;
      case OnError::skip:
        head += " on_error skip";
        break;
      case OnError::use:
        head += " on_error use";
        break;
    }
    if (field.error_value) head += " error_value " + constant_text(*field.error_value);
    switch (field.on_null) {
      case OnNull::keep:
        head += " on_null keep";
        break;
      case OnNull::clear:
        break;
      case OnNull::use:
        head += " on_null use";
        break;
    }
    if (field.null_value) head += " null_value " + constant_text(*field.null_value);
    return head + step_text(field.step);
  }

  void print_section(const std::string& head, const Block& block) {
    line("{} {{", head);
    print_block(block);
    line("}}");
  }

  void print_block(const Block& block) {
    indent_ += 2;
    for (const Op& op : block.ops) print_op(op);
    if (block.result.valid()) line("-> %{}", block.result.index);
    indent_ -= 2;
  }

  void print_op(const Op& op) {
    std::string text = fmt::format("%{}: {} = {}{}", op.id.index, name_of(op.type), name_of(op.kind), own_part(op));
    if (!op.arguments.empty()) {
      text += " (";
      for (size_t i = 0; i < op.arguments.size(); ++i) {
        text += fmt::format("{}%{}", i == 0 ? "" : ", ", op.arguments[i].index);
      }
      text += ")";
    }
    if (!op.format.empty()) text += " zone " + quote(op.format);
    text += step_text(op.step);
    if (op.blocks.empty()) return line("{}", text);
    line("{} {{", text);
    for (size_t i = 0; i < op.blocks.size(); ++i) {
      if (i != 0) line("}} {{");
      print_block(op.blocks[i]);
    }
    line("}}");
  }

  /// What one kind of op has and others do not.
  std::string own_part(const Op& op) const {
    if (op.kind == OpKind::constant) return " " + constant_text(op.constant);
    if (op.kind == OpKind::load || op.kind == OpKind::field) {
      if (map_ == nullptr || op.path.index >= map_->paths.size()) return fmt::format(" #{}", op.path.index);
      return " " + path_text(map_->paths[op.path.index]);
    }
    if (op.kind == OpKind::lookup) {
      if (op.table.index >= program_.tables.size()) return fmt::format(" #{}", op.table.index);
      return " " + name_or_quoted(program_.tables[op.table.index].name);
    }
    if (op.kind == OpKind::call) {
      std::string_view key = name_of(op.function);
      return key.empty() ? fmt::format(" #{}", op.function.index) : " " + name_or_quoted(key);
    }
    return "";
  }

  const Program& program_;
  const MapProgram* map_ = nullptr;
  std::string out_;
  size_t indent_ = 0;
};

}  // namespace

std::string print(const Program& program) {
  Printer printer(program);
  printer.print_head();
  for (const Table& table : program.tables) printer.print_table(table);
  for (const MapProgram& map : program.maps) printer.print_map(map);
  printer.print_steps();
  return printer.take();
}

std::string print(const MapProgram& map, const Program& program) {
  Printer printer(program);
  printer.print_map(map);
  return printer.take();
}

}  // namespace treaty::ir
