#include "compiler/lsp/analysis.h"

namespace treaty::lsp {

std::optional<source::FileId> Analysis::file(const std::string& path) const {
  for (uint32_t i = 0; i < compilation.files.size(); ++i) {
    if (compilation.files[source::FileId{i}].name() == path) return source::FileId{i};
  }
  return std::nullopt;
}

std::string place_of(const Spot& spot, const std::string& name) {
  constexpr std::string_view library = "std/";
  return name.starts_with(library) ? spot.library + "/" + name.substr(library.size()) : name;
}

Json location(const Spot& spot, source::Span span) {
  const source::File& file = spot.analysis.compilation.files[span.file];
  return {{"uri", uri_of(place_of(spot, file.name()))}, {"range", to_range(file, span, spot.encoding)}};
}

}  // namespace treaty::lsp
