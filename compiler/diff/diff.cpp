#include "compiler/diff/diff.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "compiler/diff/compare.h"
#include "compiler/diff/version.h"

namespace treaty::diff {
namespace {

/// What changes have in common that are said as one.
auto likeness(const Change& change) {
  const auto at = [](const std::optional<Place>& place) {
    const source::Span span = place && !place->around ? place->span : source::Span{};
    return std::tuple(place.has_value(), place && place->around, span.file.index, span.begin, span.end);
  };
  return std::tuple(change.row, change.scope, change.arguments, change.was, change.is, change.notes,
                    at(change.before), at(change.after));
}

/// One clause may hold for many lines: what it changed is said once, for all of them.
std::vector<Change> gathered(std::vector<Change> changes) {
  struct Alike {
    size_t place = 0;
    std::set<std::string> subjects;
  };
  std::map<decltype(likeness(changes.front())), Alike> known;
  std::vector<Change> out;
  for (Change& change : changes) {
    const auto [alike, fresh] = known.try_emplace(likeness(change), Alike{out.size(), {}});
    std::set<std::string>& said = alike->second.subjects;
    if (fresh) {
      said.insert(change.subjects.begin(), change.subjects.end());
      out.push_back(std::move(change));
      continue;
    }
    for (std::string& subject : change.subjects) {
      if (said.insert(subject).second) {
        out[alike->second.place].subjects.push_back(std::move(subject));
      }
    }
  }
  return out;
}

}  // namespace

Diff compare(const driver::Compilation& before, const driver::Compilation& after) {
  Context context(before, after);
  compare_header(context);
  compare_systems(context);
  compare_documents(context);
  compare_labels(context);
  compare_flows(context);
  compare_tables(context);
  compare_transforms(context);
  compare_maps(context);
  compare_agreements(context);
  compare_behaviour(context);
  compare_acceptance(context);
  compare_words(context);

  Diff diff{
      .contract = after.contract.header->name.text, .changes = gathered(std::move(context.changes)), .version = {}};
  const auto order = [](const Change& change) {
    const std::optional<Place>& place = change.after ? change.after : change.before;
    return std::tuple(change.kind().grade, place ? place->span.file.index : 0, place ? place->span.begin : 0);
  };
  std::ranges::stable_sort(diff.changes, {}, order);
  diff.version = version_of(before.contract.header->version, after.contract.header->version, diff.changes);
  return diff;
}

}  // namespace treaty::diff
