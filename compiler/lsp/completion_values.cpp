#include "compiler/lsp/completion_values.h"

#include <algorithm>
#include <cctype>

#include "compiler/functions/functions.h"

namespace treaty::lsp {
namespace {

bool is_space(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }
bool is_letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Where the call begins whose parentheses are open at the end: the word of its `(`; the size when none is.
size_t open_call(const Words& words) {
  int depth = 0;
  for (size_t at = words.size(); at-- > 1;) {
    if (words[at] == ")") ++depth;
    if (words[at] == "(" && depth-- == 0) return at;
  }
  return words.size();
}

}  // namespace

const types::Type* ValueCompletion::type_of_path(const Sides& sides, Words path) const {
  if (path.empty()) return nullptr;
  const bool element = !sides.alias.empty() && path.front() == sides.alias;
  if (element) path.erase(path.begin());
  if (path.empty()) return nullptr;
  const std::string name = path.back();
  path.pop_back();
  const schema::Record* record = nested(element ? sides.element : sides.left, path);
  const schema::Field* field = record ? record->find(name) : nullptr;
  return field ? &field->type : nullptr;
}

const types::Type* ValueCompletion::type_before_bar(const Sides& sides) const {
  const std::string_view text = spot_.text().text();
  size_t end = text.rfind('|', cursor_.begin);
  while (end != std::string_view::npos && end > 0 && is_space(text[end - 1])) --end;
  const Meaning* widest = nullptr;
  for (const Meaning& one : spot_.analysis.index.meanings) {
    const bool here = one.span.file == spot_.file && one.span.end == end;
    if (here && (!widest || one.span.begin < widest->span.begin)) widest = &one;
  }
  if (widest) return &widest->value->type;
  // The line could not be read yet: a field alone is understood without it.
  const Words path = dotted_at(cursor_.statement, 0);
  return path.size() * 2 == cursor_.statement.size() ? type_of_path(sides, path) : nullptr;
}

bool ValueCompletion::argument(const Sides& sides) {
  const Words& words = cursor_.statement;
  const size_t open = open_call(words);
  if (open == words.size()) return false;
  const std::string& name = words[open - 1];
  const bool labelled = cursor_.last() == ":";
  const std::string_view label = labelled ? cursor_.last(1) : std::string_view();
  // The value before `|` is the first parameter, and is not written in the parentheses.
  const auto position =
      static_cast<size_t>(std::count(words.begin() + static_cast<long>(open), words.end(), ",")) + 1;
  bool wants_value = !labelled;
  for (const functions::Function* step : functions::find(name)) {
    for (size_t i = 0; i < step->parameters.size(); ++i) {
      const functions::Parameter& parameter = step->parameters[i];
      if (parameter.labelled && !labelled) {
        const std::string type = types::to_string(parameter.type);
        out_.add(parameter.name + ":", ItemKind::keyword, Rank::possible, type, parameter.name + ": ");
      }
      if (parameter.labelled ? label != parameter.name : labelled || i != position) continue;
      if (parameter.kind == functions::ParameterKind::table) out_.declared(Role::table);
      wants_value =
          parameter.kind == functions::ParameterKind::value || parameter.kind == functions::ParameterKind::lambda;
      out_.options(parameter.options);
    }
  }
  if (name == "picklist") {
    out_.declared(Role::picklist);
    return true;
  }
  if (label == "approved")
    out_.declared(Role::party);
  else if (wants_value)
    fields(sides, Rank::possible);
  return true;
}

void ValueCompletion::fields(const Sides& sides, Rank rank) {
  if (!sides.alias.empty()) out_.add(sides.alias, ItemKind::field, Rank::likely, "the element");
  if (sides.left) out_.fields(*sides.left, rank);
}

void ValueCompletion::value(const Sides& sides) {
  if (cursor_.last() == "|") return out_.steps(type_before_bar(sides));
  if (const Words path = dotted_before(cursor_.statement); !path.empty()) {
    const bool element = !sides.alias.empty() && path[0] == sides.alias;
    const schema::Record* record =
        element ? nested(sides.element, std::span(path).subspan(1)) : nested(sides.left, path);
    if (record) out_.fields(*record, Rank::likely);
    return;
  }
  if (argument(sides)) return;
  if (cursor_.last() == "==" || cursor_.last() == "!=") {
    Words path;
    for (size_t at = cursor_.statement.size() - 1; at-- > 0;) {
      path.insert(path.begin(), cursor_.statement[at]);
      if (at == 0 || cursor_.statement[--at] != ".") break;
    }
    if (const types::Type* type = type_of_path(sides, std::move(path))) out_.texts(type->options);
  }
  if (!sides.left) {  // a transform: its parameters
    const Words& head = cursor_.blocks.empty() ? cursor_.statement : cursor_.blocks.back();
    for (size_t i = 1; i + 1 < head.size() && head[i] != ")"; ++i) {
      if (head[i + 1] == ":") out_.add(head[i], ItemKind::field, Rank::likely, "a parameter");
    }
  }
  fields(sides, Rank::likely);
  out_.functions();
}

void ValueCompletion::properties(const Sides& sides) {
  if (sides.right) out_.properties(*sides.right, {});
}

void ValueCompletion::unwritten_properties(const Sides& sides) {
  if (!sides.right) return;
  std::vector<std::string> written;
  if (sides.map) {
    for (const facts::Field& field : sides.map->fields) written.push_back(field.property);
  }
  out_.properties(*sides.right, written);
}

void ValueCompletion::arm(const Sides& sides) {
  const Words& words = cursor_.statement;
  const auto begun = std::find(words.rbegin(), words.rend(), ",").base();
  if (std::any_of(begun, words.end(), is_arrow)) {
    const schema::Property* property = target_behind(sides);
    std::vector<std::string> values;
    for (const schema::Option& option : property ? property->options : std::vector<schema::Option>())
      values.push_back(option.value);
    if (property) out_.options(values, property->options);
    return;
  }
  if (begun != words.end() && cursor_.last() != "or") return out_.words({"->", "<->", "or"});
  const types::Type* before = nullptr;
  for (const Step& step : spot_.analysis.index.steps) {
    const bool around =
        step.span.file == spot_.file && step.span.begin <= spot_.offset && spot_.offset <= step.span.end;
    if (around && step.before) before = &step.before->type;
  }
  Words head = cursor_.blocks.back();  // `tier | picklist`
  head.resize(head.size() - std::min<size_t>(head.size(), 2));
  if (!before && dotted_at(head, 0).size() * 2 == head.size() + 1) before = type_of_path(sides, dotted_at(head, 0));
  if (before) out_.options(before->options);
  out_.words({"else"}, Rank::unlikely);
}

/// The property after the `}` behind the caret.
const schema::Property* ValueCompletion::target_behind(const Sides& sides) const {
  std::string_view text = spot_.text().text().substr(spot_.offset);
  text = text.substr(std::min(text.find('}'), text.size()));
  const size_t arrow = text.find("->");
  if (!sides.right || arrow == std::string_view::npos) return nullptr;
  text.remove_prefix(arrow + 2);
  text.remove_prefix(std::min(text.find_first_not_of(" \t`"), text.size()));
  return sides.right->find(std::string_view(text.begin(), std::ranges::find_if_not(text, is_letter)));
}

}  // namespace treaty::lsp
