#include "compiler/prove/halves.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "compiler/lower/lower.h"

namespace treaty::prove {
namespace {

using facts::ValueRef;
using nlohmann::json;
using types::Kind;
using types::Type;

std::string in_quotes(std::string_view text) {
  return json(text).dump(-1, ' ', false, json::error_handler_t::replace);
}

ValueRef value(Type type, source::Span span, facts::Call call) {
  return std::make_shared<const facts::Value>(
      facts::Value{.type = std::move(type), .span = span, .fallible = true, .node = std::move(call)});
}
ValueRef text(std::string letters, source::Span span) {
  return std::make_shared<const facts::Value>(
      facts::Value{.type = Type::of(Kind::text), .span = span, .node = facts::Constant{std::move(letters)}});
}
ValueRef call(std::string_view key, std::vector<ValueRef> arguments, source::Span span) {
  const auto* function = &*std::ranges::find(functions::all(), key, &functions::Function::key);
  return value(function->result, span, {function, std::move(arguments)});
}

/// A list as a text from which its items can be told whatever stands in them: each percent-encoded behind an `x`.
ValueRef armoured(const ValueRef& list) {
  const source::Span span = list->span;
  const Type element = list->type.element ? **list->type.element : Type::of(Kind::any);
  const ValueRef it = std::make_shared<const facts::Value>(
      facts::Value{.type = element, .span = span, .fallible = true, .node = facts::Element{}});
  const bool letters = element.kind == Kind::text || element.kind == Kind::enumeration;
  const ValueRef item =
      call("concat", {text("x", span), call("url_encode", {letters ? it : call("text", {it}, span)}, span)}, span);
  const ValueRef items = std::make_shared<const facts::Value>(facts::Value{
      .type = Type::list_of(Type::of(Kind::text)), .span = span, .fallible = true,
      .node = facts::ForEach{facts::ListOperation::map, list, item}});
  return call("join", {items, text(";", span)}, span);
}

std::string decoded(std::string_view letters) {
  std::string plain;
  for (size_t i = 0; i < letters.size(); ++i) {
    if (letters[i] == '%' && i + 2 < letters.size()) {
      plain += static_cast<char>(std::stoi(std::string(letters.substr(i + 1, 2)), nullptr, 16));
      i += 2;
    } else {
      plain += letters[i];
    }
  }
  return plain;
}

std::string token(const std::string& text, Kind kind) {
  return kind == Kind::integer || kind == Kind::decimal || kind == Kind::boolean ? text : in_quotes(text);
}

/// One field of the source, as its system holds it.
std::string raw(const facts::ReverseField& field, const interpret::FieldValue& value) {
  if (value.state != TREATY_PRESENT) {
    return "null";
  }
  if (field.value->type.kind != Kind::list) {
    return token(value.text, field.value->type.kind);
  }
  const Type& type = field.value->type;
  std::string list;
  for (size_t at = 0; at < value.text.size();) {
    const size_t end = std::min(value.text.find(';', at), value.text.size());
    list += (list.empty() ? "" : ", ") +
            token(decoded(std::string_view(value.text).substr(at + 1, end - at - 1)),
                  type.element ? (*type.element)->kind : Kind::text);
    at = end + 1;
  }
  return "[" + list + "]";
}

lower::Half forward_half(const Line& line, ValueRef (*change)(const ValueRef&)) {
  lower::Half half{.map = line.map};
  for (const facts::Field* field : line.fields) {
    half.fields.push_back(*field);
    half.fields.back().value = change(field->value);
  }
  return half;
}

lower::Half backward_half(const Line& line) {
  lower::Half half{.map = line.map};
  for (const facts::ReverseField* field : line.back) {
    half.back.push_back(*field);
    if (field->value->type.kind == Kind::list) {
      half.back.back().value = armoured(field->value);
    }
  }
  return half;
}

lower::Half reading_half(const Line& line) {
  lower::Half half{.map = line.map};
  for (const facts::ReverseField* field : line.back) {
    for (const ValueRef& reading : readings_of(field->value)) {
      half.back.push_back(*field);
      half.back.back().value = reading;
      half.back.back().path = {facts::Segment(static_cast<int64_t>(half.back.size()))};
    }
  }
  return half;
}

interpret::Result first(const std::vector<interpret::Result>& results) {
  interpret::Result nothing;
  nothing.status = TREATY_MALFORMED;
  return results.empty() ? nothing : results.front();
}

}  // namespace

/// All halves in one program: of each line the way there, the same without tidying, the way back, and how it is read.
struct Halves::Programs {
  ir::Program program;
  Run run;
};

namespace {
enum Half : uint32_t { there, plain, back_again, reading, halves_a_line };
}

Halves::Halves(const facts::Facts& facts, const source::FileSet& files, const std::vector<Line>& lines,
               const MakeRun& make)
    : lines_(lines), programs_(std::make_unique<Programs>()) {
  std::vector<lower::Half> halves;
  for (const Line& line : lines) {
    halves.push_back(forward_half(line, by_itself));
    halves.push_back(forward_half(line, untidied));
    halves.push_back(backward_half(line));
    halves.push_back(reading_half(line));
  }
  programs_->program = lower::lower_halves(facts, files, halves);
  programs_->run = make(programs_->program);
}

Halves::~Halves() = default;

interpret::Result Halves::forward(uint32_t line, const State& source, Steps steps) const {
  const std::string record = source.record();
  const uint32_t map = line * halves_a_line + (steps == Steps::all ? there : plain);
  return first(record.empty() ? std::vector<interpret::Result>{} : programs_->run(map, record));
}

std::optional<State> Halves::back(uint32_t line, const State& stored, const State& source) const {
  const interpret::Result result = first(programs_->run(line * halves_a_line + back_again, stored.record()));
  if (!written(result)) {
    return std::nullopt;
  }
  State after = source;
  bool anything = false;
  for (size_t i = 0; i < result.fields.size(); ++i) {
    const facts::ReverseField& field = *lines_[line].back[i];
    if (result.fields[i].state != TREATY_MISSING) {
      after.set({.path = field.path, .type = field.type}, raw(field, result.fields[i]));
      anything = true;
    }
  }
  return anything ? std::optional(std::move(after)) : std::nullopt;
}

interpret::Result Halves::read(uint32_t line, const State& stored) const {
  return first(programs_->run(line * halves_a_line + reading, stored.record()));
}

State Halves::stored(uint32_t line, const interpret::Result& sent, const State& before) const {
  State after = before;
  for (size_t i = 0; i < sent.fields.size(); ++i) {
    const facts::Field& field = *lines_[line].fields[i];
    const Leaf leaf{.path = {facts::Segment(field.property)}, .type = {}};
    if (sent.fields[i].state == TREATY_PRESENT) {
      after.set(leaf, in_quotes(sent.fields[i].text));
    } else if (sent.fields[i].state == TREATY_NULL) {
      after.set(leaf, "null");
    }
  }
  return after;
}

void State::set(const Leaf& leaf, std::string value) {
  const auto known = std::ranges::find(leaves, leaf.path, &Leaf::path);
  if (known != leaves.end()) {
    values[static_cast<size_t>(known - leaves.begin())] = std::move(value);
    return;
  }
  leaves.push_back(leaf);
  values.push_back(std::move(value));
}

bool written(const interpret::Result& result) { return result.status == TREATY_WRITTEN; }

}  // namespace treaty::prove
