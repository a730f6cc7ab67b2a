#pragma once

// What the checker says in the forms that other tools read.

#include <functional>
#include <span>
#include <string>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/source/source.h"

namespace treaty::diagnostics {

/// What was said of one contract; both are lent.
struct Report {
  std::string contract;  ///< its path, as the user wrote it
  const Diagnostics& diagnostics;
  const source::FileSet& files;
  bool library = false;  ///< it was checked alone, with no contract that imports it
  size_t known = 0;        ///< findings that a baseline knows, and that are not among `diagnostics`
  size_t said_before = 0;  ///< findings that an earlier report of the same call has
};

/// `2 known to the baseline, 1 said above`; empty where nothing is withheld.
std::string withheld_in_words(const Report& report);

/// SARIF 2.1.0 (OASIS), one run over all contracts; columns count code points. `version` is the tool's.
std::string render_sarif(std::span<const Report> reports, const std::string& version);
/// GitHub's workflow commands: `::error file=…,line=…::…`, a line each.
std::string render_github(std::span<const Report> reports);
/// JUnit XML: a test case a contract; its failures are its errors.
std::string render_junit(std::span<const Report> reports);

/// What tells a finding again in another version of its contract: code, file, message and the line's text, not its
/// number; a second of the same gets `#2`. `named` says how files are called in it: as the user wrote them where it
/// is left out.
std::vector<std::string> fingerprints(const Report& report,
                                      const std::function<std::string(const std::string&)>& named = {});

/// A text, or a property of a workflow command, as GitHub reads it.
std::string github_text(std::string_view text);
std::string github_property(std::string_view text);

/// For XML, as text or within quotes; what XML cannot hold becomes `?`.
std::string xml_text(std::string_view text);

}  // namespace treaty::diagnostics
