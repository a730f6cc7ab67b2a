#include <fmt/core.h>

#include "compiler/cli/contract.h"
#include "compiler/doc/questions.h"

namespace treaty::cli {
namespace {

void questions(const std::string& path, Format format, Exit& exit) {
  if (!read_file(path)) {
    exit = Exit::world_failed;
    return;
  }
  driver::Compilation compilation = driver::check(path, driver::disk(library_folder()), today());
  driver::refuse_library(compilation);
  if (!compilation.ok()) {
    tell_errors(compilation, path, {.format = errors_as(format)}, exit);
    return;
  }
  const auto letters = doc::questions_of(compilation.facts, compilation.files);
  const ast::Header& header = *compilation.contract.header;
  fmt::print("{}", format == Format::json
                       ? doc::to_json(letters)
                       : doc::to_text(letters, fmt::format("{} {}", header.name.text, header.version)));
}

}  // namespace

void add_questions(CLI::App& app, Exit& exit) {
  CLI::App* command =
      app.add_subcommand("questions", "What is unconfirmed or pending, by who can answer it, as a letter");
  auto path = std::make_shared<std::string>();
  auto format = std::make_shared<Format>(Format::text);
  command->add_option("contract", *path, "a .map file")->required();
  add_format_option(*command, *format);
  command->footer("Example:\n  treaty questions club.map");
  command->callback([path, format, &exit] { questions(*path, *format, exit); });
}

}  // namespace treaty::cli
