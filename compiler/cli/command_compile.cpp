#include <filesystem>

#include <fmt/core.h>

#include "compiler/backend/backend.h"
#include "compiler/cli/contract.h"
#include "compiler/package/package.h"

namespace treaty::cli {
namespace {

/// The contract's program in one of the languages it goes through.
std::expected<std::string, std::string> listing(const std::string& bytes, const std::string& language) {
  const auto package = package::read(bytes);
  if (!package) {
    return std::unexpected(package.error());
  }
  if (language == "ir") {
    return ir::print(package->program);
  }
  return backend::listing(package->program, {}, language == "assembly");
}

}  // namespace

void add_compile(CLI::App& app, Exit& exit) {
  CLI::App* command =
      app.add_subcommand("compile", "Make the one file that operators run: manifest, portable code, checksum");
  auto path = std::make_shared<std::string>();
  auto out = std::make_shared<std::string>();
  auto print = std::make_shared<std::string>();
  command->add_option("contract", *path, "a .map file")->required();
  command->add_option("-o,--out", *out, "the .mapc to write (default: beside the contract)");
  command
      ->add_option("--print", *print, "write no file but print the program: as ir, as optimised llvm, or as assembly")
      ->check(CLI::IsMember({"ir", "llvm", "assembly"}));
  command->footer("Examples:\n  treaty compile club.map -o club.mapc\n  treaty compile club.map --print ir | less");
  command->callback([path, out, print, &exit] {
    Inputs inputs;
    const auto bytes = package_of(*path, exit, &inputs);
    if (!bytes) {
      return;
    }
    if (!print->empty()) {
      const auto text = listing(*bytes, *print);
      if (!text) {
        complain(text.error());
        exit = Exit::world_failed;
        return;
      }
      fmt::print("{}", *text);
      return;
    }
    const std::string target = out->empty() ? std::filesystem::path(*path).replace_extension(".mapc").string() : *out;
    if (!write_file(target, *bytes, inputs, exit)) {
      return;
    }
    fmt::print(stderr, "{}: {} bytes\n", target, bytes->size());
    if (const auto package = package::read(*bytes)) {
      tell_not_in_force(package->manifest);
    }
  });
}

}  // namespace treaty::cli
