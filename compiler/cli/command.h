#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace treaty::cli {

/// What every command ends with; documented in `treaty --help`.
enum class Exit : int { fine = 0, findings = 1, misuse = 2, world_failed = 3 };

/// How output is wanted.
enum class Format { text, json };

/// Registers the commands; each keeps its options alive in the app and writes what it ends with to `exit`.
void add_check(CLI::App& app, Exit& exit);
void add_fmt(CLI::App& app, Exit& exit);
void add_explain(CLI::App& app, Exit& exit);
void add_test(CLI::App& app, Exit& exit);
void add_try(CLI::App& app, Exit& exit);
void add_compile(CLI::App& app, Exit& exit);
void add_transform(CLI::App& app, Exit& exit);
void add_rehearse(CLI::App& app, Exit& exit);
void add_profile(CLI::App& app, Exit& exit);
void add_backfill(CLI::App& app, Exit& exit);
void add_status(CLI::App& app, Exit& exit);
void add_letters(CLI::App& app, Exit& exit);
void add_sandbox(CLI::App& app, Exit& exit);
void add_import(CLI::App& app, Exit& exit);
void add_diff(CLI::App& app, Exit& exit);
void add_lineage(CLI::App& app, Exit& exit);
void add_questions(CLI::App& app, Exit& exit);
void add_doc(CLI::App& app, Exit& exit);
void add_lsp(CLI::App& app, Exit& exit);
void add_completion(CLI::App& app, Exit& exit);

/// Adds `--format text|json`.
void add_format_option(CLI::App& command, Format& format);

/// An option that takes one value each time it is given, or several parted by commas: what stands behind it is not
/// swallowed.
template <class Value>
CLI::Option* add_list_option(CLI::App& command, const std::string& name, std::vector<Value>& values,
                             const std::string& help) {
  return command.add_option(name, values, help)->delimiter(',')->allow_extra_args(false);
}

/// Whether to colour what goes to `stream`: a terminal, and NO_COLOR is not set.
bool wants_color(std::FILE* stream);

/// `treaty: error: …` on standard error, with what to do about it on the next line where it is known.
void complain(std::string_view what, std::string_view remedy = {});

/// Where code compiled before is kept: $XDG_CACHE_HOME/treaty, else ~/.cache/treaty; empty when neither is known.
std::string cache_directory();

}  // namespace treaty::cli
