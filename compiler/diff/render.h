#pragma once

#include <string>

#include "compiler/diff/model.h"
#include "compiler/source/source.h"

namespace treaty::diff {

/// The files of both contracts; lent.
struct Sources {
  const source::FileSet& before;
  const source::FileSet& after;
};
struct TextOptions {
  bool color = false;
};

/// For people: the worst first, each with its lines of both contracts, why it matters and what to do; what is safe in
/// a line each.
std::string render_text(const Diff& diff, const Sources& sources, TextOptions options);

/// For programs: `{"contract", "changes": [{"grade", "kind", "bump", "scope", "subjects", "message", "was", "is",
/// "notes", "why", "do", "allowed", "old": place, "new": place}], "counts", "worst", "version"}`.
std::string render_json(const Diff& diff, const Sources& sources);

/// A table for a comment on a pull request.
std::string render_markdown(const Diff& diff, const Sources& sources);
/// GitHub's workflow commands, at the lines of NEW.
std::string render_github(const Diff& diff, const Sources& sources);

/// `2 data loss, 1 safe`
std::string summary_of(const Diff& diff);
/// What the changes ask of the version, in a sentence; empty where there is nothing to say.
std::string advice_of(const Version& version);

}  // namespace treaty::diff
