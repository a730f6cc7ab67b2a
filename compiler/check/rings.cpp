// Values that come back to where they came from: over several lines, maps and systems.

#include <algorithm>
#include <deque>

#include "compiler/check/inputs.h"
#include "compiler/check/maps.h"

namespace treaty::check {
namespace {

/// A line carries a value from one field to another. A line both ways is two edges.
struct Edge {
  std::string from, to;  ///< `shop.customers.email`, `hubspot.contacts.email`
  const ast::FieldLine* line = nullptr;
  source::Span span;
};

std::vector<std::string> inputs_of(const facts::Map& map, const ValueRef& value) {
  FieldInputs inputs(map);
  inputs.visit(value, FieldInputs::How::value);
  std::vector<std::string> paths;
  for (const FieldInputs::Input& input : inputs.found) {
    if (input.how != FieldInputs::How::condition) {  // what only decides is settled when the values are
      paths.push_back(input.path);
    }
  }
  return paths;
}

std::vector<Edge> edges_of(const facts::Facts& facts) {
  std::vector<Edge> edges;
  for (const auto& map : facts.maps) {
    if (!map->source || !map->resource || !map->target || !map->object) {
      continue;
    }
    const std::string left = map->source->name + "." + map->resource->name + ".";
    const std::string right = map->target->name + "." + map->object->name + ".";
    for (const facts::Field& field : map->fields) {
      for (const std::string& path : inputs_of(*map, field.value)) {
        edges.push_back({left + path, right + field.property, field.line, field.span});
      }
    }
    for (const facts::ReverseField& field : map->reverse) {
      for (const std::string& property : inputs_of(*map, field.value)) {
        edges.push_back({right + property, left + facts::dotted(field.path), field.line, field.span});
      }
    }
  }
  return edges;
}

/// The edges from where `first` leads back to where it begins, none of them of its own line; empty: there are none.
std::vector<const Edge*> way_back(const std::multimap<std::string, const Edge*>& out, const Edge& first) {
  std::map<std::string, const Edge*> reached;  // by which edge
  std::deque<std::string> waiting{first.to};
  while (!waiting.empty() && !reached.contains(first.from)) {
    const std::string at = waiting.front();
    waiting.pop_front();
    const auto [begin, end] = out.equal_range(at);
    for (auto edge = begin; edge != end; ++edge) {
      if (edge->second->line != first.line && reached.emplace(edge->second->to, edge->second).second) {
        waiting.push_back(edge->second->to);
      }
    }
  }
  std::vector<const Edge*> way;
  for (auto edge = reached.find(first.from); edge != reached.end(); edge = reached.find(edge->second->from)) {
    way.insert(way.begin(), edge->second);
    if (edge->second->from == first.to) {
      return way;
    }
  }
  return {};
}

}  // namespace

void check_rings(Context& context) {
  const std::vector<Edge> edges = edges_of(context.facts);
  std::multimap<std::string, const Edge*> out;
  for (const Edge& edge : edges) {
    out.emplace(edge.from, &edge);
  }
  std::set<const ast::FieldLine*> told;
  for (const Edge& edge : edges) {
    const std::vector<const Edge*> way = told.contains(edge.line) ? std::vector<const Edge*>() : way_back(out, edge);
    if (way.empty()) {
      continue;
    }
    std::string ring = "`" + edge.from + "` → `" + edge.to + "`";
    for (const Edge* one : way) {
      ring += " → `" + one->to + "`";
      told.insert(one->line);
    }
    told.insert(edge.line);
    auto& said = context.out.report(edge.span, diagnostics::value_ring, ring);
    for (const Edge* one : way) {
      said.labels.push_back({.span = one->span, .text = "goes on here"});
    }
  }
}

}  // namespace treaty::check
