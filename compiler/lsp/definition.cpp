// Where names are declared and used.

#include <filesystem>

#include "compiler/lsp/answers.h"

namespace treaty::lsp {
namespace {

/// A line of a document that the contract names.
Json document_line(const Spot& spot, const schema::Origin& origin) {
  if (origin.document.empty() || origin.document == "HubSpot") return nullptr;
  const std::filesystem::path folder = std::filesystem::path(spot.analysis.root).parent_path();
  const uint32_t line = origin.line == 0 ? 0 : origin.line - 1;
  const Json start = {{"line", line}, {"character", 0}};
  return {{"uri", uri_of((folder / origin.document).lexically_normal().string())},
          {"range", {{"start", start}, {"end", start}}}};
}

template <class Visit>
void each_same(const Spot& spot, Visit visit) {
  const Occurrence* here = spot.analysis.index.at(spot.file, spot.offset);
  if (!here) return;
  for (const Occurrence& one : spot.analysis.index.occurrences) {
    if (one.role == here->role && one.key == here->key) visit(one);
  }
}

}  // namespace

Json definition(const Spot& spot) {
  const Index& index = spot.analysis.index;
  const facts::Facts& facts = spot.analysis.compilation.facts;
  const Occurrence* here = index.at(spot.file, spot.offset);
  if (!here) return nullptr;
  if (const Occurrence* declared = index.definition_of(*here)) return location(spot, declared->span);
  if (here->role == Role::field) {
    const schema::Field* field = field_of(facts, here->key);
    return field ? document_line(spot, field->origin) : Json();
  }
  if (here->role == Role::property) {
    const schema::Property* property = property_of(facts, here->key);
    return property ? document_line(spot, property->origin) : Json();
  }
  return nullptr;
}

Json references(const Spot& spot, bool with_declaration) {
  Json found = Json::array();
  each_same(spot, [&](const Occurrence& one) {
    if (with_declaration || !one.definition) found.push_back(location(spot, one.span));
  });
  return found;
}

Json highlights(const Spot& spot) {
  Json found = Json::array();
  each_same(spot, [&](const Occurrence& one) {
    constexpr int read = 2, write = 3;  // DocumentHighlightKind
    if (one.span.file == spot.file) {
      found.push_back(
          {{"range", to_range(spot.text(), one.span, spot.encoding)}, {"kind", one.definition ? write : read}});
    }
  });
  return found;
}

}  // namespace treaty::lsp
