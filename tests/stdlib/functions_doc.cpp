// Writes docs/functions.md from the table, or with --check says whether it is stale.
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <string>
#include <string_view>

#include "compiler/functions/functions.h"

namespace {

using treaty::functions::Function;
using treaty::functions::Reversal;

std::string_view reversal(const Function& function) {
  switch (function.reversal) {
    case Reversal::exact:
      return "reverses exactly";
    case Reversal::normalising:
      return "normalising";
    case Reversal::rewriting:
      return "rewriting";
    case Reversal::one_way:
      break;
  }
  return "one way";
}

void write(std::ostream& out) {
  out << "# The standard library\n\nMade from `stdlib/functions.def`; `ninja update-functions-doc` writes it anew. "
         "Each example runs as a test.\n"
         "`a | f(b)` and `f(a, b)` are the same; a parameter with `!` is written by name, one with `=` may be left "
         "out.\n";
  for (const Function& function : treaty::functions::all()) {
    out << "\n## " << function.name << "\n\n`" << function.name << function.signature << "` · "
        << (function.fallible ? "can fail" : "total") << " · " << reversal(function) << "\n\n"
        << function.doc << '\n';
    if (!function.examples.empty()) {
      out << "\n```\n";
      for (const auto& example : function.examples) out << example.input << " -> " << example.output << '\n';
      out << "```\n";
    }
  }
  out << "\n# Errors\n\n| code | what it says |\n|---|---|\n";
  for (const auto& row : treaty::functions::errors()) out << "| " << row.name << " | " << row.sentence << " |\n";
}

}  // namespace

int main(int count, char** arguments) {
  const bool check = count > 2 && std::string_view(arguments[1]) == "--check";
  const char* path = arguments[count - 1];
  std::ostringstream text;
  write(text);
  if (!check) {
    std::ofstream(path) << text.str();
    return 0;
  }
  std::ifstream file(path);
  const std::string stands((std::istreambuf_iterator<char>(file)), {});
  if (stands == text.str()) return 0;
  std::cout << path << " is stale: cmake --build … --target update-functions-doc\n";
  return 1;
}
