#include "compiler/lineage/two_way.h"

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "compiler/facts/written.h"

namespace treaty::lineage {
namespace {

/// Words with one blank between, wherever the line was broken.
std::string on_one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!blank) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  return line;
}

}  // namespace

std::vector<TwoWayLine> two_way_of(const facts::Facts& facts, const source::FileSet& files) {
  std::vector<TwoWayLine> lines;
  const ast::FieldLine* last = nullptr;
  for (const auto& map : facts.maps) {
    for (const facts::ReverseField& field : map->reverse) {
      if (field.line->arrow != ast::Arrow::both) {
        continue;
      }
      if (field.line != last) {
        const source::Span span = source::join(field.line->left.span, field.line->right.span);
        const source::File& file = files[span.file];
        lines.push_back({.map = map->name,
                         .line = on_one_line(files.text(span)),
                         .place = file.name() + ":" + std::to_string(file.position(span.begin).line),
                         .given = !field.derived,
                         .returns = {}});
        last = field.line;
      }
      lines.back().returns.push_back(
          {facts::dotted_with_positions(field.path), facts::written(facts, field.value, map->object)});
    }
  }
  return lines;
}

std::string to_text(const std::vector<TwoWayLine>& lines) {
  std::string text;
  std::string map;
  for (const TwoWayLine& line : lines) {
    if (line.map != map) {
      text += fmt::format("{}{}\n", text.empty() ? "" : "\n", line.map);
      map = line.map;
    }
    text += fmt::format("  {}\n", line.line);
    for (const Return& one : line.returns) {
      text += fmt::format("      {} <- {}{}\n", one.field, one.value, line.given ? "   (given)" : "");
    }
  }
  return text.empty() ? "no line flows both ways\n" : text;
}

std::string to_json(const std::vector<TwoWayLine>& lines) {
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  for (const TwoWayLine& line : lines) {
    nlohmann::ordered_json returns = nlohmann::ordered_json::array();
    for (const Return& one : line.returns) {
      returns.push_back({{"field", one.field}, {"value", one.value}});
    }
    json.push_back({{"map", line.map},
                    {"line", line.line},
                    {"place", line.place},
                    {"given", line.given},
                    {"returns", std::move(returns)}});
  }
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace treaty::lineage
