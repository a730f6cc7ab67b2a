#include <fmt/core.h>

#include "compiler/cli/command.h"

namespace treaty::cli {
namespace {

/// A bash completion made from the commands themselves, so that it cannot go stale.
std::string bash_completion(const CLI::App& app) {
  std::string commands;
  std::string cases;
  for (const CLI::App* command : app.get_subcommands({})) {
    commands += (commands.empty() ? "" : " ") + command->get_name();
    std::string flags;
    for (const CLI::Option* option : command->get_options()) {
      for (const std::string& name : option->get_lnames()) {
        flags += (flags.empty() ? "--" : " --") + name;
      }
    }
    cases += fmt::format("    {}) flags=\"{}\" ;;\n", command->get_name(), flags);
  }
  return fmt::format(
      "# treaty completion bash >> ~/.bashrc\n"
      "_treaty() {{\n"
      "  local word=${{COMP_WORDS[COMP_CWORD]}} flags=\n"
      "  if [ \"$COMP_CWORD\" = 1 ]; then\n"
      "    COMPREPLY=($(compgen -W \"{}\" -- \"$word\"))\n"
      "    return\n"
      "  fi\n"
      "  case ${{COMP_WORDS[1]}} in\n"
      "{}"
      "  esac\n"
      "  case $word in\n"
      "    -*) COMPREPLY=($(compgen -W \"$flags\" -- \"$word\")) ;;\n"
      "    *) COMPREPLY=($(compgen -f -- \"$word\")) ;;\n"
      "  esac\n"
      "}}\n"
      "complete -o filenames -F _treaty treaty\n",
      commands, cases);
}

}  // namespace

void add_completion(CLI::App& app, Exit&) {
  CLI::App* command = app.add_subcommand("completion", "Print a completion script for the shell");
  auto shell = std::make_shared<std::string>("bash");
  command->add_option("shell", *shell, "bash")->check(CLI::IsMember({"bash"}));
  command->footer("Example:\n  treaty completion bash >> ~/.bashrc");
  command->callback([&app, shell] { fmt::print("{}", bash_completion(app)); });
}

}  // namespace treaty::cli
