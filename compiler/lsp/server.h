#pragma once

// The language server: one editor, over a pair of streams.

#include <cstdio>
#include <string>

namespace treaty::lsp {

struct Settings {
  std::string library;  ///< the folder of the library's own .map files
  std::string today;    ///< 2026-11-23, for what ends on a date; empty: no date has passed
  std::string version;  ///< of treaty, as editors show it
};

/// Answers until the editor says `exit` or goes away. False when it went without `shutdown`, or spoke what cannot be
/// followed, which is said on standard error.
bool serve(std::FILE* in, std::FILE* out, const Settings& settings);

}  // namespace treaty::lsp
