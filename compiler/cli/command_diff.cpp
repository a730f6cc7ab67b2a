#include <algorithm>
#include <filesystem>

#include <fmt/core.h>
#include <fmt/ranges.h>

#include "compiler/cli/choice.h"
#include "compiler/cli/contract.h"
#include "compiler/diff/diff.h"
#include "compiler/diff/render.h"

namespace treaty::cli {
namespace {

namespace fs = std::filesystem;

enum class DiffFormat { text, json, github, markdown };

struct DiffOptions {
  std::string before, after, documents;
  std::vector<std::string> allowed;
  DiffFormat format = DiffFormat::text;
};

/// Reads what the old contract names; what is not beside it is looked for under `otherwise`, and told in
/// `found_there`.
driver::ReadFile reader_of_old(const DiffOptions& options, std::vector<std::string>& found_there) {
  const fs::path folder = fs::path(options.before).parent_path();
  const fs::path otherwise =
      options.documents.empty() ? fs::path(options.after).parent_path() : fs::path(options.documents);
  return [=, &found_there,
          read = driver::disk(library_folder())](const std::string& path) -> std::expected<std::string, std::string> {
    auto bytes = read(path);
    std::error_code ignored;
    if (bytes || path == options.before || path.starts_with("std/") || fs::exists(path, ignored)) {
      return bytes;
    }
    const fs::path inside =
        fs::path(path).lexically_relative(folder.empty() ? fs::path(".") : folder.lexically_normal());
    auto other = inside.empty() ? std::move(bytes) : read((otherwise / inside).lexically_normal().string());
    if (other && std::ranges::find(found_there, inside.string()) == found_there.end()) {
      found_there.push_back(inside.string());
    }
    return other ? std::move(other) : read(path);
  };
}

/// The grades and kinds that `--allow` names; says which of them is none.
bool check_allowed(const std::vector<std::string>& allowed) {
  for (const std::string& name : allowed) {
    bool known = std::ranges::any_of(diff::rows(), [&](const diff::Row& row) { return diff::name_of(row) == name; });
    std::string grades;
    for (size_t i = 0; i < diff::grade_count; ++i) {
      const std::string grade = diff::name_of(static_cast<diff::Grade>(i));
      known = known || grade == name;
      grades += (i == 0 ? "" : ", ") + grade;
    }
    if (!known) {
      complain(fmt::format("--allow: `{}` is neither a grade nor a kind of change", name),
               fmt::format("grades are {}; docs/diff.md has the kinds", grades));
      return false;
    }
  }
  return true;
}

std::optional<driver::Compilation> read_contract(const std::string& path, const driver::ReadFile& read, Exit& exit) {
  if (path.ends_with(".mapc")) {
    complain(fmt::format("`{}` is a compiled contract: what it was written as is not in it", path),
             "give the .map it was compiled from; `git show REVISION:club.map` has an old one");
    exit = Exit::misuse;
    return std::nullopt;
  }
  if (!read_file(path)) {
    exit = Exit::world_failed;
    return std::nullopt;
  }
  driver::Compilation compilation = driver::check(path, read, today());
  driver::refuse_library(compilation);
  return compilation;
}

/// In the form that was asked for: JSON as `check` has it, marks on a pull request, else text on standard error.
void tell_errors(const DiffOptions& options, const driver::Compilation& before, const driver::Compilation& after) {
  std::vector<diagnostics::Report> reports;
  if (!before.ok()) {
    reports.push_back({options.before, before.diagnostics, before.files});
  }
  if (!after.ok()) {
    reports.push_back({options.after, after.diagnostics, after.files});
  }
  if (options.format == DiffFormat::json) {
    print_diagnostics(reports, CheckFormat::json);
  } else if (options.format == DiffFormat::github) {
    print_diagnostics(reports, CheckFormat::github);
  } else {
    print_diagnostics(reports, CheckFormat::text, stderr);
  }
}

void run_diff(const DiffOptions& options, Exit& exit) {
  if (!check_allowed(options.allowed)) {
    exit = Exit::misuse;
    return;
  }
  std::error_code none;
  if (!options.documents.empty() && !fs::is_directory(options.documents, none)) {
    complain(fmt::format("--documents: there is no folder `{}`", options.documents), "is the path right?");
    exit = Exit::world_failed;
    return;
  }
  std::vector<std::string> found_there;
  const auto before = read_contract(options.before, reader_of_old(options, found_there), exit);
  const auto after = before ? read_contract(options.after, driver::disk(library_folder()), exit) : std::nullopt;
  if (!before || !after) {
    return;
  }
  if (!before->ok() || !after->ok()) {
    tell_errors(options, *before, *after);
    complain("contracts with errors cannot be compared", "mend them first");
    exit = Exit::findings;
    return;
  }
  if (!found_there.empty()) {
    fmt::print(stderr, "treaty: not beside {}, so taken from {}: {}\n", options.before,
               options.documents.empty() ? "beside " + options.after : options.documents,
               fmt::join(found_there, ", "));
  }
  diff::Diff found = diff::compare(*before, *after);
  for (diff::Change& change : found.changes) {
    const auto names = {diff::name_of(change.kind().grade), diff::name_of(change.kind())};
    change.allowed = std::ranges::any_of(names, [&](const std::string& name) {
      return std::ranges::find(options.allowed, name) != options.allowed.end();
    });
    if (change.kind().grade != diff::Grade::safe && !change.allowed) {
      exit = Exit::findings;
    }
  }
  const diff::Sources sources{before->files, after->files};
  fmt::print("{}", options.format == DiffFormat::text
                       ? diff::render_text(found, sources, {.color = wants_color(stdout)})
                   : options.format == DiffFormat::json     ? diff::render_json(found, sources)
                   : options.format == DiffFormat::markdown ? diff::render_markdown(found, sources)
                                                            : diff::render_github(found, sources));
}

}  // namespace

void add_diff(CLI::App& app, Exit& exit) {
  CLI::App* command =
      app.add_subcommand("diff", "What changes for both systems when one contract takes the place of another");
  auto options = std::make_shared<DiffOptions>();
  command->add_option("old", options->before, "the .map that is in place")->required();
  command->add_option("new", options->after, "the .map that is to take its place")->required();
  add_list_option(*command, "--allow", options->allowed, "grades or kinds of change that end with 0 all the same")
      ->option_text("GRADE[,GRADE…]");
  command
      ->add_option("--documents", options->documents,
                   "where OLD's documents and imports are that are not beside it (default: beside NEW)")
      ->option_text("FOLDER");
  command
      ->add_option("--format", options->format,
                   "text; json; github: marks on a pull request; markdown: a table for its comment")
      ->transform(choice<DiffFormat>({{"text", DiffFormat::text},
                                      {"json", DiffFormat::json},
                                      {"github", DiffFormat::github},
                                      {"markdown", DiffFormat::markdown}}))
      ->option_text("text|json|github|markdown");
  command->footer(
      "Grades, the worst first: privacy-widening, data-loss, source-breaking, target-breaking, reverse-breaking, "
      "safe.\n"
      "Ends with 0 when all is safe or allowed, else with 1.\n"
      "\n"
      "Examples:\n"
      "  treaty diff old/club.map club.map\n"
      "  git show main:club.map > /tmp/club.map && treaty diff /tmp/club.map club.map\n"
      "  treaty diff --allow target-breaking,field-removed --format github old/club.map club.map");
  command->callback([options, &exit] { run_diff(*options, exit); });
}

}  // namespace treaty::cli
