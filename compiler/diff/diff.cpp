#include "compiler/diff/diff.h"

#include <algorithm>
#include <tuple>

#include "compiler/diff/compare.h"
#include "compiler/diff/version.h"

namespace treaty::diff {
namespace {

bool same_place(const std::optional<Place>& a, const std::optional<Place>& b) {
  return a.has_value() == b.has_value() && (!a || (a->around == b->around && (a->around || a->span == b->span)));
}

/// One clause may hold for many lines: what it changed is said once, for all of them.
std::vector<Change> gathered(std::vector<Change> changes) {
  std::vector<Change> out;
  for (Change& change : changes) {
    const auto alike = std::ranges::find_if(out, [&](const Change& other) {
      return other.row == change.row && other.scope == change.scope && other.arguments == change.arguments &&
             other.was == change.was && other.is == change.is && other.notes == change.notes &&
             same_place(other.before, change.before) && same_place(other.after, change.after);
    });
    if (alike == out.end()) {
      out.push_back(std::move(change));
      continue;
    }
    for (std::string& subject : change.subjects) {
      if (std::ranges::find(alike->subjects, subject) == alike->subjects.end()) {
        alike->subjects.push_back(std::move(subject));
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
