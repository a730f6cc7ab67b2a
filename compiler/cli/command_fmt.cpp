#include <iostream>
#include <iterator>

#include <fmt/core.h>

#include "compiler/cli/contract.h"
#include "compiler/diagnostics/render.h"
#include "compiler/format/format.h"
#include "compiler/parse/secrets.h"

namespace treaty::cli {
namespace {

struct Options {
  std::vector<std::string> files;
  bool check = false;
};

/// Whether two texts differ in white space and line ends alone.
bool same_words(std::string_view a, std::string_view b) {
  const auto words = [](std::string_view text) {
    std::string all;
    for (const char c : text.substr(text.starts_with("\xEF\xBB\xBF") ? 3 : 0)) {
      if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
        all += c;
      }
    }
    return all;
  };
  return words(a) == words(b);
}

void format(const Options& options, Exit& exit) {
  for (const std::string& path : options.files) {
    const bool piped = path == "-";
    auto text = piped ? std::optional(std::string(std::istreambuf_iterator<char>(std::cin), {})) : read_file(path);
    if (!text) {
      exit = Exit::world_failed;
      continue;
    }
    source::FileSet files;
    diagnostics::Diagnostics out;
    const auto formatted = format::format(files, files.add(piped ? "standard input" : path, *text), out);
    if (!formatted) {
      out.sort();
      parse::conceal_secrets(files, out);
      fmt::print(stderr, "{}", diagnostics::render_text(out, files, {.color = wants_color(stderr)}));
      exit = Exit::findings;
    } else if (!same_words(*text, *formatted)) {
      complain(fmt::format("`{}` was left as it is: laying it out would change its words", path),
               "this is a defect of treaty: please report it with the file");
      exit = Exit::world_failed;
    } else if (piped && !options.check) {
      fmt::print("{}", *formatted);
    } else if (*formatted != *text) {
      if (options.check) {
        fmt::print("{} is not laid out\n", path);
        exit = Exit::findings;
      } else if (!write_file(path, *formatted)) {
        exit = Exit::world_failed;
      }
    }
  }
}

}  // namespace

void add_fmt(CLI::App& app, Exit& exit) {
  CLI::App* command = app.add_subcommand(
      "fmt", "Lay out contracts: blocks, arrows in a column, one blank line where there were three");
  auto options = std::make_shared<Options>();
  command
      ->add_option("file", options->files,
                   "one or more .map files; `-` is standard input, laid out to standard output")
      ->required();
  command->add_flag("--check", options->check, "write nothing; end with 1 when a file would change");
  command->footer(
      "Examples:\n  treaty fmt club.map\n  treaty fmt --check contracts/*.map\n  treaty fmt - < club.map             "
      "             as editors filter a buffer");
  command->callback([options, &exit] { format(*options, exit); });
}

}  // namespace treaty::cli
