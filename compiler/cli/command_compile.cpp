#include <filesystem>

#include <fmt/core.h>

#include "compiler/cli/contract.h"

namespace treaty::cli {

void add_compile(CLI::App& app, Exit& exit) {
  CLI::App* command = app.add_subcommand("compile", "Make the one file that operators run: manifest, portable code, checksum");
  auto path = std::make_shared<std::string>();
  auto out = std::make_shared<std::string>();
  command->add_option("contract", *path, "a .map file")->required();
  command->add_option("-o,--out", *out, "the .mapc to write (default: beside the contract)");
  command->footer("Example:\n  treaty compile club.map -o club.mapc");
  command->callback([path, out, &exit] {
    const auto bytes = package_of(*path, exit);
    if (!bytes) {
      return;
    }
    const std::string target = out->empty() ? std::filesystem::path(*path).replace_extension(".mapc").string() : *out;
    if (!write_file(target, *bytes)) {
      exit = Exit::world_failed;
      return;
    }
    fmt::print(stderr, "{}: {} bytes\n", target, bytes->size());
  });
}

}  // namespace treaty::cli
