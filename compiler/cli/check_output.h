#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>

#include "compiler/cli/command.h"
#include "compiler/diagnostics/formats.h"

namespace treaty::cli {

enum class CheckFormat { text, json, sarif, github, junit };

/// Everything that was said of some contracts, on standard output.
void print_diagnostics(std::span<const diagnostics::Report> reports, CheckFormat format);

/// The same as one JSON object over all contracts, with what else is known of each: `tables` is a JSON list, or empty.
void print_json(std::span<const diagnostics::Report> reports, std::string_view tables);

/// The findings of a file that --write-baseline made; complains and gives nothing where it is none.
std::optional<std::multiset<std::string>> read_baseline(const std::string& path);
/// What such a file holds.
std::string baseline_of(std::span<const diagnostics::Report> reports);

/// Applies the certain edits to the contract's own file, and says how many; nothing where it cannot be written.
std::optional<size_t> apply_fixes(const diagnostics::Report& report);

}  // namespace treaty::cli
