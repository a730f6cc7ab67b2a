#include <nlohmann/json.hpp>

#include "compiler/diff/render.h"

namespace treaty::diff {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(const std::optional<Place>& place, const source::FileSet& files) {
  if (!place) {
    return nullptr;
  }
  const source::Span span = place->span;
  const source::File& file = files[span.file];
  const source::Position begin = file.position(span.begin), end = file.position(span.end);
  return {{"file", file.name()},
          {"line", begin.line},
          {"column", begin.column},
          {"endLine", end.line},
          {"endColumn", end.column},
          {"offset", span.begin},
          {"length", span.end - span.begin},
          {"around", place->around}};
}

Json to_json(const Change& change, const Sources& sources) {
  return {{"grade", name_of(change.kind().grade)},
          {"kind", name_of(change.kind())},
          {"bump", word_of(change.kind().bump)},
          {"scope", change.scope},
          {"subjects", change.subjects},
          {"message", change.text()},
          {"was", change.was},
          {"is", change.is},
          {"notes", change.notes},
          {"why", change.kind().why},
          {"do", change.remedy()},
          {"allowed", change.allowed},
          {"old", to_json(change.before, sources.before)},
          {"new", to_json(change.after, sources.after)}};
}

}  // namespace

std::string render_json(const Diff& diff, const Sources& sources) {
  Json changes = Json::array();
  for (const Change& change : diff.changes) {
    changes.push_back(to_json(change, sources));
  }
  Json counts = Json::object();
  const auto numbers = diff.counts();
  for (size_t i = 0; i < numbers.size(); ++i) {
    counts[name_of(static_cast<Grade>(i))] = numbers[i];
  }
  const Version& version = diff.version;
  const Json whole = {
      {"contract", diff.contract},
      {"worst", diff.changes.empty() ? Json(nullptr) : Json(name_of(diff.changes.front().kind().grade))},
      {"counts", counts},
      {"version",
       {{"old", version.before},
        {"new", version.after},
        {"bump", word_of(version.asked)},
        {"suggested", version.suggested.empty() ? Json(nullptr) : Json(version.suggested)},
        {"enough", version.enough}}},
      {"changes", changes}};
  return whole.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace treaty::diff
