#include <algorithm>

#include <fmt/core.h>

#include "compiler/functions/functions.h"
#include "compiler/lsp/answers.h"
#include "compiler/lsp/proposals.h"

namespace treaty::lsp {
namespace {

/// What is declared here, in a file that may be written; null when it has its name from elsewhere.
const Occurrence* declared(const Spot& spot) {
  const Occurrence* here = spot.analysis.index.at(spot.file, spot.offset);
  const Occurrence* declaration = here ? spot.analysis.index.definition_of(*here) : nullptr;
  const bool library =
      declaration && spot.analysis.compilation.files[declaration->span.file].name().starts_with("std/");
  return library ? nullptr : declaration;
}

/// The key another declaration of the same kind would have under this name.
std::string key_named(const Occurrence& declaration, const std::string& name) {
  const size_t cut = declaration.key.find_last_of(".:");
  return cut == std::string::npos ? name : declaration.key.substr(0, cut + 1) + name;
}

}  // namespace

Json prepare_rename(const Spot& spot) {
  if (!declared(spot)) return nullptr;
  return to_range(spot.text(), spot.analysis.index.at(spot.file, spot.offset)->span, spot.encoding);
}

Renaming rename(const Spot& spot, const std::string& name) {
  const Occurrence* declaration = declared(spot);
  if (!declaration)
    return {
        .edit = nullptr,
        .refused =
            "this name is not declared in the contract: it comes from a document, from HubSpot or from the library"};
  if (name.empty() || name.find_first_of("`\r\n") != std::string::npos || name.size() > 200) {
    return {.edit = nullptr, .refused = "a name has 1 to 200 letters, on one line and without backquotes"};
  }
  const Index& index = spot.analysis.index;
  const bool taken = std::ranges::any_of(index.occurrences, [&](const Occurrence& one) {
    return one.definition && one.role == declaration->role && one.key == key_named(*declaration, name) &&
           &one != declaration;
  });
  if (taken) return {.edit = nullptr, .refused = fmt::format("`{}` is declared already", name)};
  const bool step = declaration->role == Role::transform && !functions::find(name).empty();
  if (step) return {.edit = nullptr, .refused = fmt::format("`{}` is a step of the library", name)};
  const std::string written = written_name(name);
  Json changes = Json::object();
  for (const Occurrence& one : index.occurrences) {
    if (one.role != declaration->role || one.key != declaration->key) continue;
    const source::File& file = spot.analysis.compilation.files[one.span.file];
    changes[uri_of(place_of(spot, file.name()))].push_back(
        {{"range", to_range(file, one.span, spot.encoding)}, {"newText", written}});
  }
  return {.edit = {{"changes", changes}}, .refused = {}};
}

}  // namespace treaty::lsp
