#include <algorithm>

#include <fmt/core.h>
#include <fmt/ranges.h>

#include "compiler/base/match.h"
#include "compiler/facts/written.h"
#include "compiler/functions/functions.h"
#include "compiler/lsp/answers.h"

namespace treaty::lsp {
namespace {

std::string code(std::string_view text) { return fmt::format("```treaty\n{}\n```\n", text); }

/// `schemas/club.yaml`, line 12
std::string from(const schema::Origin& origin) {
  if (origin.document.empty()) return "";
  return origin.line == 0 ? fmt::format("From `{}`.", origin.document)
                          : fmt::format("From `{}`, line {}.", origin.document, origin.line);
}

std::string of_field(const Spot& spot, const std::string& key) {
  const schema::Field* field = field_of(spot.analysis.compilation.facts, key);
  const std::string name = key.substr(key.find(':') + 1);
  if (!field) return code(name);
  std::string text =
      code(fmt::format("{}: {}{}", name, types::to_string(field->type), field->nullable ? " or null" : ""));
  if (!field->description.empty()) text += "\n" + field->description + "\n";
  if (field->example && !is_private(spot.analysis.compilation, *field))
    text += fmt::format("\nFor example `{}`.", *field->example);
  if (field->samples > 0) text += fmt::format("\nHad a value in {} of {} samples.", field->seen, field->samples);
  if (field->read_only) text += "\nCannot be written.";
  return text + "\n" + from(field->origin) + "\n";
}

std::string of_property(const Spot& spot, const std::string& key) {
  const schema::Property* property = property_of(spot.analysis.compilation.facts, key);
  const std::string name = key.substr(key.find(':') + 1);
  if (!property) return code(name);
  std::string text = code(fmt::format("{}: {}", name, types::to_string(property->type)));
  text += fmt::format("\n**{}**{}{}\n", property->label.empty() ? name : property->label,
                      property->unique ? ", unique" : "", property->read_only ? ", cannot be written" : "");
  constexpr size_t most_options = 20;
  for (size_t i = 0; i < std::min(property->options.size(), most_options); ++i) {
    text += fmt::format("\n- `{}` {}", property->options[i].value, property->options[i].label);
  }
  if (property->options.size() > most_options) {
    text += fmt::format("\n- … and {} more", property->options.size() - most_options);
  }
  return text + "\n" + from(property->origin) + "\n";
}

std::string_view behaviour(const functions::Function& step) {
  switch (step.reversal) {
    case functions::Reversal::exact:
      return "comes back exactly";
    case functions::Reversal::normalising:
      return "comes back as it was tidied";
    case functions::Reversal::rewriting:
      return "comes back, and rewrites what was written otherwise";
    case functions::Reversal::one_way:
      return "one way";
  }
  return "";
}

std::string of_step(const std::string& name) {
  std::string text;
  for (const functions::Function* step : functions::find(name)) {
    text += code(step->signature.starts_with(step->name) ? step->signature : step->name + step->signature);
    text +=
        fmt::format("\n{}\n\n{}, {}.\n", step->doc, step->fallible ? "Can fail" : "Never fails", behaviour(*step));
    for (const functions::Example& example : step->examples) {
      text += fmt::format("\n- `{}` gives `{}`", example.input, example.output);
    }
    text += "\n\n";
  }
  return text;
}

/// What stands before a declaration: its line, and the words of its `///`.
std::string of_declared(const Spot& spot, const Occurrence& use) {
  const Occurrence* declared = spot.analysis.index.definition_of(use);
  if (!declared) return "";
  const source::File& file = spot.analysis.compilation.files[declared->span.file];
  uint32_t line = file.position(declared->span.begin).line;
  std::string_view words = file.line(line);
  words.remove_prefix(std::min(words.find_first_not_of(" \t"), words.size()));
  if (words.ends_with('{')) words.remove_suffix(1);
  words = words.substr(0, words.find_last_not_of(" \t\r") + 1);
  std::string doc;
  for (--line; line >= 1; --line) {
    std::string_view above = file.line(line);
    above.remove_prefix(std::min(above.find_first_not_of(" \t"), above.size()));
    if (!above.starts_with("///")) break;
    above.remove_prefix(above.starts_with("/// ") ? 4 : 3);
    doc.insert(0, std::string(above) + "\n");
  }
  return code(words) + "\n" + doc;
}

std::string described(const Spot& spot, const Occurrence& one) {
  switch (one.role) {
    case Role::field:
      return of_field(spot, one.key);
    case Role::property:
      return of_property(spot, one.key);
    case Role::step:
      return of_step(one.key);
    case Role::option:
    case Role::type:
      return "";
    default:
      return of_declared(spot, one);
  }
}

/// What comes back over a line whose arrow stands there; null elsewhere.
Json of_arrow(const Spot& spot) {
  const facts::Facts& facts = spot.analysis.compilation.facts;
  std::string text;
  source::Span span;
  for (const auto& map : facts.maps) {
    for (const facts::ReverseField& field : map->reverse) {
      const source::Span arrow = field.line->arrow_span;
      if (arrow.file != spot.file || spot.offset < arrow.begin || spot.offset >= arrow.end) continue;
      std::string path;
      for (const facts::Segment& segment : field.path) {
        const auto* name = std::get_if<std::string>(&segment);
        path += (path.empty() ? "" : ".") + (name ? *name : std::to_string(std::get<int64_t>(segment)));
      }
      text += code(fmt::format("{} <- {}", path, facts::written(facts, field.value, map->object)));
      span = arrow;
    }
  }
  if (text.empty()) return nullptr;
  return {{"contents", {{"kind", "markdown"}, {"value", "Comes back:\n\n" + text}}},
          {"range", to_range(spot.text(), span, spot.encoding)}};
}

}  // namespace

Json hover(const Spot& spot) {
  if (Json arrow = of_arrow(spot); !arrow.is_null()) return arrow;
  const Index& index = spot.analysis.index;
  const Occurrence* one = index.at(spot.file, spot.offset);
  std::string text = one ? described(spot, *one) : "";
  source::Span span = one ? one->span : source::Span{.file = spot.file, .begin = spot.offset, .end = spot.offset};
  const bool at_step =
      one && (one->role == Role::step || one->role == Role::transform || one->role == Role::picklist);
  const auto step = std::ranges::find_if(index.steps, [&](const Step& each) {
    return each.span.file == spot.file && each.span.begin <= spot.offset && spot.offset < each.span.end;
  });
  if (step != index.steps.end() && (at_step || text.empty())) {
    const std::string before = step->before ? types::to_string(step->before->type) : "…";
    text = fmt::format("{} → {}{}\n\n", before, types::to_string(step->after->type),
                       step->after->fallible ? ", and may fail" : "") +
           text;
    if (!one) span = step->span;
  } else if (text.empty()) {
    const Meaning* meaning = index.meaning_at(spot.file, spot.offset);
    if (!meaning || meaning->span.begin == meaning->span.end) return nullptr;
    text = code(types::to_string(meaning->value->type));
    span = meaning->span;
  }
  return {{"contents", {{"kind", "markdown"}, {"value", text}}},
          {"range", to_range(spot.text(), span, spot.encoding)}};
}

}  // namespace treaty::lsp
