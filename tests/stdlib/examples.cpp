#include "tests/stdlib/examples.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <optional>

namespace treaty::examples {
namespace {

using functions::Function;
using functions::Parameter;
using functions::ParameterKind;
using ir::Kind;
using ir::OpKind;

[[noreturn]] void fail(std::string_view text, size_t at, const char* what) {
  std::fprintf(stderr, "treaty: functions.def: the example `%.*s` cannot be read at column %zu: %s\n",
               static_cast<int>(text.size()), text.data(), at, what);
  std::abort();
}

bool takes(const Parameter& parameter, Kind kind) {
  const Kind wanted = functions::kind_of(parameter.type);
  return wanted == Kind::any || kind == Kind::any || wanted == kind ||
         (wanted == Kind::decimal && kind == Kind::integer);
}

struct Value {
  ir::ValueId id;
  Kind kind = Kind::any;
  Kind element = Kind::any;  ///< of a list
};

ir::Decimal decimal_of(std::string_view digits) {
  ir::Decimal decimal;
  bool point = false;
  for (const char c : digits.substr(digits.starts_with('-') ? 1 : 0)) {
    if (c == '.') {
      point = true;
    } else {
      decimal.coefficient = decimal.coefficient * 10 + (c - '0');
      decimal.scale += point ? 1 : 0;
    }
  }
  if (digits.starts_with('-')) decimal.coefficient = -decimal.coefficient;
  return decimal;
}

/// Reads an example's input and writes its ops as it goes.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  ir::Program run() {
    ir::Block block;
    const Value value = pipeline(block, nullptr);
    block.result = value.id;
    skip_spaces();
    if (at_ != text_.size()) fail(text_, at_, "something stands behind it");
    ir::Program program;
    program.steps.push_back({.file = "functions.def", .line = 1, .column = 1, .text = std::string(text_)});
    ir::MapProgram map{.name = "example"};
    next_ = 0;
    map.source_key.ops.push_back(
        {.id = id(), .kind = OpKind::constant, .type = Kind::text, .constant = std::string("key")});
    map.source_key.result = map.source_key.ops.back().id;
    ir::Field field{
        .property = "value", .encoding = encoding_of(value), .value = std::move(block), .step = ir::StepId{0}};
    map.fields.push_back(std::move(field));
    program.maps.push_back(std::move(map));
    return program;
  }

 private:
  static ir::Encoding encoding_of(const Value& value) {
    switch (value.kind) {
      case Kind::integer:
        return ir::Encoding::integer;
      case Kind::decimal:
        return ir::Encoding::decimal;
      case Kind::boolean:
        return ir::Encoding::boolean;
      case Kind::date:
        return ir::Encoding::date;
      case Kind::timestamp:
        return ir::Encoding::timestamp;
      case Kind::list:
        return ir::Encoding::options;
      default:
        return ir::Encoding::text;
    }
  }

  ir::ValueId id() { return ir::ValueId{next_++}; }

  Value add(ir::Block& block, ir::Op op, Kind element = Kind::any) {
    op.id = id();
    op.step = ir::StepId{0};
    block.ops.push_back(std::move(op));
    return {block.ops.back().id, block.ops.back().type, element};
  }
  Value constant(ir::Block& block, Kind kind, ir::Constant value) {
    return add(block, {.kind = OpKind::constant, .type = kind, .constant = std::move(value)});
  }

  /// primary ('|' step)*, within a list step with `it` known.
  Value pipeline(ir::Block& block, const Value* it) {
    Value value = primary(block, it);
    while (next_is('|')) {
      ++at_;
      value = step(block, value, it);
    }
    return value;
  }

  Value primary(ir::Block& block, const Value* it) {
    skip_spaces();
    if (at_ == text_.size()) fail(text_, at_, "it ends");
    const char c = text_[at_];
    if (c == '"') return constant(block, Kind::text, text());
    if (c == '[') return list(block, it);
    if (c == '-' || std::isdigit(static_cast<unsigned char>(c)) != 0) return number(block);
    const std::string name = word();
    if (name == "null") return constant(block, Kind::any, ir::Null{});
    if (name == "true" || name == "false") return constant(block, Kind::boolean, name == "true");
    if (name == "it" && it != nullptr) return add(block, {.kind = OpKind::element, .type = it->element}, Kind::any);
    fail(text_, at_, "no value begins so");
  }

  Value number(ir::Block& block) {
    const size_t begin = at_++;
    while (at_ < text_.size() && (std::isdigit(static_cast<unsigned char>(text_[at_])) != 0 || text_[at_] == '.'))
      ++at_;
    const std::string_view digits = text_.substr(begin, at_ - begin);
    if (digits.find('.') != std::string_view::npos) return constant(block, Kind::decimal, decimal_of(digits));
    int64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return constant(block, Kind::integer, value);
  }

  Value list(ir::Block& block, const Value* it) {
    ++at_;
    ir::Op op{.kind = OpKind::make_list, .type = Kind::list};
    Kind element = Kind::any;
    while (!next_is(']')) {
      const Value item = pipeline(block, it);
      op.arguments.push_back(item.id);
      if (item.kind != Kind::any) element = item.kind;
      if (next_is(',')) ++at_;
    }
    ++at_;
    return add(block, std::move(op), element);
  }

  std::string text() {
    std::string found;
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] != '\\') {
        found += text_[at_];
        continue;
      }
      const char escaped = text_[++at_];
      found += escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped == 'r' ? '\r' : escaped;
    }
    ++at_;
    return found;
  }

  Value step(ir::Block& block, const Value& input, const Value* it) {
    const std::string name = word();
    const std::vector<const Function*> overloads = functions::find(name);
    const auto found = std::find_if(overloads.begin(), overloads.end(),
                                    [&](const Function* f) { return takes(f->parameters.at(0), input.kind); });
    if (found == overloads.end()) fail(text_, at_, "no function takes that");
    const Function& function = **found;
    if (function.special) return list_step(block, input, function);
    std::vector<std::optional<Value>> arguments(function.parameters.size());
    arguments[0] = input;
    if (next_is('(')) {
      ++at_;
      for (size_t position = 1; !next_is(')');) {
        argument(block, function, arguments, position, it);
        if (next_is(',')) ++at_;
      }
      ++at_;
    }
    ir::Op op{.kind = OpKind::call, .type = functions::kind_of(function.result), .function = function.id};
    for (size_t i = 0; i < arguments.size(); ++i) {
      op.arguments.push_back((arguments[i] ? *arguments[i] : default_of(block, function.parameters[i])).id);
    }
    Kind element = Kind::any;
    if (function.result_rule == functions::ResultRule::element_of_first) op.type = input.element;
    if (function.result_rule == functions::ResultRule::same_as_first) element = input.element;
    if (function.result_rule == functions::ResultRule::fixed && function.result.element)
      element = functions::kind_of(**function.result.element);
    return add(block, std::move(op), element);
  }

  void argument(ir::Block& block, const Function& function, std::vector<std::optional<Value>>& arguments,
                size_t& position, const Value* it) {
    skip_spaces();
    const size_t begin = at_;
    if (std::isalpha(static_cast<unsigned char>(text_[at_])) != 0) {
      const std::string label = word();
      if (next_is(':')) {
        ++at_;
        for (size_t i = 0; i < function.parameters.size(); ++i) {
          if (function.parameters[i].name == label) {
            const bool option = function.parameters[i].kind == ParameterKind::option;
            arguments[i] = option ? constant(block, Kind::text, word()) : pipeline(block, it);
            return;
          }
        }
        fail(text_, begin, "no parameter of that name");
      }
      at_ = begin;
    }
    while (position < function.parameters.size() && function.parameters[position].labelled) ++position;
    if (position >= function.parameters.size()) fail(text_, begin, "one argument too many");
    const Parameter& parameter = function.parameters[position];
    arguments[position++] =
        parameter.kind == ParameterKind::option ? constant(block, Kind::text, word()) : pipeline(block, it);
  }

  Value default_of(ir::Block& block, const Parameter& parameter) {
    if (!parameter.optional) fail(text_, at_, "an argument is left out");
    const Kind kind = functions::kind_of(parameter.type);
    if (kind == Kind::integer) {
      int64_t value = 0;
      std::from_chars(parameter.default_value.data(), parameter.default_value.data() + parameter.default_value.size(),
                      value);
      return constant(block, kind, value);
    }
    if (kind == Kind::decimal) return constant(block, kind, decimal_of(parameter.default_value));
    return constant(block, Kind::text, parameter.default_value);
  }

  /// map, filter, sort, sum, any, all: a step's name, or a condition on `it`.
  Value list_step(ir::Block& block, const Value& input, const Function& function) {
    static constexpr std::pair<std::string_view, OpKind> kinds[] = {
        {"map", OpKind::list_map}, {"filter", OpKind::list_filter}, {"sort", OpKind::list_sort},
        {"sum", OpKind::list_sum}, {"any", OpKind::list_any},       {"all", OpKind::list_all}};
    const auto* kind =
        std::find_if(std::begin(kinds), std::end(kinds), [&](const auto& k) { return k.first == function.name; });
    if (kind == std::end(kinds)) fail(text_, at_, "an operation of the compiler that examples cannot show");
    ir::Op op{.kind = kind->second, .type = Kind::list, .arguments = {input.id}};
    ir::Block body;
    Value result;
    if (next_is('(')) {
      ++at_;
      result = lambda(body, input);
      if (!next_is(')')) fail(text_, at_, "no closing parenthesis");
      ++at_;
    } else {
      result = add(body, {.kind = OpKind::element, .type = input.element});
    }
    body.result = result.id;
    op.blocks.push_back(std::move(body));
    if (op.kind == OpKind::list_any || op.kind == OpKind::list_all) op.type = Kind::boolean;
    if (op.kind == OpKind::list_sum) op.type = result.kind == Kind::integer ? Kind::integer : Kind::decimal;
    return add(block, std::move(op), op.kind == OpKind::list_map ? result.kind : input.element);
  }

  Value lambda(ir::Block& body, const Value& input) {
    skip_spaces();
    const size_t begin = at_;
    if (word() != "it") {  // `trim` stands for `it | trim`
      at_ = begin;
      return step(body, add(body, {.kind = OpKind::element, .type = input.element}), nullptr);
    }
    at_ = begin;
    const Value left = pipeline(body, &input);
    static constexpr std::pair<std::string_view, OpKind> comparisons[] = {
        {"==", OpKind::equal},         {"!=", OpKind::not_equal}, {"<=", OpKind::less_equal},
        {">=", OpKind::greater_equal}, {"<", OpKind::less},       {">", OpKind::greater}};
    skip_spaces();
    for (const auto& [sign, kind] : comparisons) {
      if (text_.substr(at_).starts_with(sign)) {
        at_ += sign.size();
        const Value right = pipeline(body, &input);
        return add(body, {.kind = kind, .type = Kind::boolean, .arguments = {left.id, right.id}});
      }
    }
    return left;
  }

  std::string word() {
    skip_spaces();
    const size_t begin = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 || text_[at_] == '_'))
      ++at_;
    if (at_ == begin) fail(text_, at_, "a name is missing");
    return std::string(text_.substr(begin, at_ - begin));
  }
  void skip_spaces() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  bool next_is(char c) {
    skip_spaces();
    return at_ < text_.size() && text_[at_] == c;
  }

  std::string_view text_;
  size_t at_ = 0;
  uint32_t next_ = 0;
};

/// A literal as the payload has it.
std::string payload_text(std::string_view output) {
  std::string text;
  const bool list = output.starts_with('[');
  bool quoted = false;
  for (size_t i = list ? 1 : 0; i < output.size() - (list ? 1 : 0); ++i) {
    const char c = output[i];
    if (c == '"') {
      quoted = !quoted;
    } else if (quoted && c == '\\') {
      const char escaped = output[++i];
      text += escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped;
    } else if (!quoted && c == ',') {
      text += ';';
    } else if (quoted || c != ' ') {
      text += c;
    }
  }
  return text;
}

}  // namespace

ir::Program program_of(std::string_view input) { return Reader(input).run(); }

std::vector<Case> all() {
  std::vector<Case> cases;
  for (const Function& function : functions::all()) {
    int number = 0;
    for (const functions::Example& example : function.examples) {
      Case found{.name = function.key + "_" + std::to_string(++number),
                 .input = example.input,
                 .output = example.output,
                 .program = program_of(example.input)};
      if (example.output == "null" || example.output == "missing") {
        found.expected = example.output == "null" ? Case::Expected::null : Case::Expected::missing;
      } else if (example.output.starts_with("error ")) {
        found.expected = Case::Expected::error;
        found.text = example.output.substr(6);
      } else {
        found.text = payload_text(example.output);
        if (found.text.empty()) found.expected = Case::Expected::null;  // an empty text that reaches a field is null
      }
      cases.push_back(std::move(found));
    }
  }
  return cases;
}

}  // namespace treaty::examples
