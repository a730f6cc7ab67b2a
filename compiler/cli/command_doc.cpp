#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include <fmt/core.h>

#include "compiler/cli/choice.h"
#include "compiler/cli/contract.h"
#include "compiler/doc/design.h"

namespace treaty::cli {
namespace {

enum class DocFormat { automatic, html, markdown };

struct Options {
  std::string contract;
  std::string output;
  DocFormat format = DocFormat::automatic;
  std::string date;
  bool full = false;
};

/// The day on the cover: only one that was asked for, so that the same contract gives the same bytes tomorrow.
std::string date_of(const Options& options) {
  const char* said = std::getenv("TREATY_TODAY");
  return !options.date.empty() ? options.date : said != nullptr ? said : "";
}

bool wants_markdown(const Options& options) {
  return options.format == DocFormat::markdown ||
         (options.format == DocFormat::automatic &&
          (options.output.ends_with(".md") || options.output.ends_with(".markdown")));
}

/// Whether the file's ending is one of what is written to it; says what to do about others.
bool check_ending(const Options& options) {
  const std::string ending = std::filesystem::path(options.output).extension().string();
  const auto among = [&](std::initializer_list<std::string_view> endings) {
    return std::ranges::find(endings, ending) != endings.end();
  };
  const bool html = among({".html", ".htm"}), markdown = among({".md", ".markdown"});
  // A device or a pipe has no ending, and --format says what is wanted there.
  if (html || markdown || ending.empty()) {
    if (options.format == DocFormat::html ? markdown : options.format == DocFormat::markdown && html) {
      complain(fmt::format("`{}` is not to hold {}", options.output, html ? "Markdown" : "HTML"),
               "--format and the ending of FILE say different things");
      return false;
    }
    return true;
  }
  complain(fmt::format("`{}`: `doc` writes HTML or Markdown, no `{}`", options.output, ending),
           ending == ".pdf" ? "write FILE.html, open it in a browser and print it to a PDF"
                            : "end FILE with .html or .md");
  return false;
}

void doc(const Options& options, Exit& exit) {
  if (!read_file(options.contract)) {
    exit = Exit::world_failed;
    return;
  }
  const std::string date = date_of(options);
  Inputs inputs;
  driver::Compilation compilation =
      driver::compile(options.contract, inputs.reader(), date.empty() ? today() : date);
  if (!compilation.ok() || !compilation.program) {
    tell_errors(compilation, options.contract, {}, exit);
    return;
  }
  if (!options.output.empty() && (!inputs.spared_by(options.output) || !check_ending(options))) {
    exit = Exit::misuse;
    return;
  }
  const doc::Document document = doc::design_of(compilation, {.date = date, .full = options.full});
  const std::string text = wants_markdown(options) ? doc::to_markdown(document) : doc::to_html(document);
  if (options.output.empty()) {
    fmt::print("{}", text);
  } else {
    write_file(options.output, text, inputs, exit);
  }
}

}  // namespace

void add_doc(CLI::App& app, Exit& exit) {
  CLI::App* command = app.add_subcommand(
      "doc", "The mapping, field by field, and the design of the integration: a document to read and to sign");
  auto options = std::make_shared<Options>();
  command->add_option("contract", options->contract, "a .map file")->required();
  command
      ->add_option("--format", options->format,
                   "html: one page with its pictures; markdown (default: by FILE, else html)")
      ->transform(choice<DocFormat>({{"html", DocFormat::html}, {"markdown", DocFormat::markdown}}))
      ->option_text("html|markdown");
  command->add_option("-o,--output", options->output, "where to write it (default: standard output)")
      ->option_text("FILE");
  command->add_option("--date", options->date, "the day on the cover, 2026-11-23 (default: $TREATY_TODAY, else none)")
      ->check(CLI::Validator(
          [](std::string& day) {
            return is_day(day) ? std::string() : "`" + day + "` is no day like 2026-11-23";
          },
          ""))
      ->option_text("DAY");
  command->add_flag("--full", options->full, "also rules as written, every test, every row of the tables");
  command->footer(
      "Examples:\n"
      "  treaty doc club.map -o club.html\n"
      "  treaty doc club.map --date 2026-11-23 --full -o club.html     for the signature\n"
      "  treaty doc club.map --format markdown | less                  for a review");
  command->callback([options, &exit] { doc(*options, exit); });
}

}  // namespace treaty::cli
