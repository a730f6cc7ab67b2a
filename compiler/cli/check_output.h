#pragma once

#include <optional>
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

/// Applies the certain edits to the contract's own file, and says how many; nothing where it cannot be written.
std::optional<size_t> apply_fixes(const diagnostics::Report& report);

}  // namespace treaty::cli
