#include <memory>

#include "compiler/cli/contract.h"
#include "compiler/lsp/server.h"

namespace treaty::cli {

void add_lsp(CLI::App& app, Exit& exit) {
  CLI::App* command =
      app.add_subcommand("lsp", "Serve an editor: mistakes as you type, completion, hover, rename, layout");
  auto spoken = std::make_shared<bool>(false);
  command->add_flag("--stdio", *spoken, "speak over standard input and output, as it always does; editors pass it");
  command->footer(
      "Editors start it: the Language Server Protocol, 3.17, over standard input and output.\n"
      "docs/editors says how for VS Code, Vim, Neovim, Emacs, Helix.\n"
      "Example:\n  treaty lsp --stdio");
  command->callback([spoken, &exit] {
    const lsp::Settings settings{.library = library_folder(), .today = today(), .version = TREATY_VERSION};
    if (!lsp::serve(stdin, stdout, settings)) exit = Exit::world_failed;
  });
}

}  // namespace treaty::cli
