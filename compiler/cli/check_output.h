#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>

#include "compiler/cli/command.h"
#include "compiler/diagnostics/formats.h"

namespace treaty::cli {

enum class CheckFormat { text, json, sarif, github, junit };

/// As a command that has text and JSON says what is wrong with its contract.
constexpr CheckFormat errors_as(Format format) {
  return format == Format::json ? CheckFormat::json : CheckFormat::text;
}

/// Everything that was said of some contracts.
void print_diagnostics(std::span<const diagnostics::Report> reports, CheckFormat format, std::FILE* stream = stdout);

/// The same as one JSON object over all contracts, with what else is known of each: `tables` is a JSON list, or
/// empty.
void print_json(std::span<const diagnostics::Report> reports, std::string_view tables, std::FILE* stream = stdout);

/// The findings of a file that --write-baseline made; complains and gives nothing where it is none.
std::optional<std::multiset<std::string>> read_baseline(const std::string& path);
/// What such a file at `path` holds of some contracts.
std::string baseline_of(const std::string& path, std::span<const diagnostics::Report> reports);
/// What tells the findings of one again in the baseline at `path`: files are named from its folder, so that it holds
/// wherever `check` is called from.
std::vector<std::string> prints_for(const std::string& path, const diagnostics::Report& report);

/// Applies the certain edits to the contract's own file, and says how many; nothing where it cannot be written.
std::optional<size_t> apply_fixes(const diagnostics::Report& report);

}  // namespace treaty::cli
