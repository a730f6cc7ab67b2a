#include "compiler/cli/command.h"

#include <unistd.h>

#include <cstdlib>

#include <fmt/core.h>

#include "compiler/cli/choice.h"

namespace treaty::cli {

void add_format_option(CLI::App& command, Format& format) {
  command.add_option("--format", format, "text for people, json for programs (default: text)")
      ->transform(choice<Format>({{"text", Format::text}, {"json", Format::json}}))
      ->option_text("text|json");
}

bool wants_color(std::FILE* stream) {
  const char* refused = std::getenv("NO_COLOR");
  return isatty(fileno(stream)) != 0 && (refused == nullptr || *refused == '\0');
}

void complain(std::string_view what, std::string_view remedy) {
  const bool color = wants_color(stderr);
  std::string text = fmt::format("treaty: {}error:{} {}\n", color ? "\033[1;31m" : "", color ? "\033[0m" : "", what);
  if (!remedy.empty()) {
    text += fmt::format("        {}\n", remedy);
  }
  std::fputs(text.c_str(), stderr);  // where even that cannot be written, the exit code still says it
}

std::string cache_directory() {
  if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache == '/') {
    return std::string(cache) + "/treaty";
  }
  if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/') {
    return std::string(home) + "/.cache/treaty";
  }
  return {};
}

}  // namespace treaty::cli
