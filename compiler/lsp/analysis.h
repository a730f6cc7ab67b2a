#pragma once

// One contract as an editor has it open: what the compiler says of it, and what its names stand for.

#include <optional>
#include <string>

#include "compiler/lsp/index.h"
#include "compiler/lsp/positions.h"

namespace treaty::lsp {

struct Analysis {
  std::string root;  ///< the path of the contract that was checked
  driver::Compilation compilation;
  Index index;

  /// The file of a path; nothing when the contract does not consist of it.
  [[nodiscard]] std::optional<source::FileId> file(const std::string& path) const;
};

/// What a request is about: a place in a file of a contract.
struct Spot {
  const Analysis& analysis;
  source::FileId file;
  uint32_t offset = 0;
  Encoding encoding = Encoding::utf16;
  std::string library;  ///< the folder of the library's own files, for `std/…`

  [[nodiscard]] const source::File& text() const { return analysis.compilation.files[file]; }
};

/// Where a file of a compilation lies: `std/…` in the library, any other as it is named.
std::string place_of(const Spot& spot, const std::string& name);
/// `{"uri", "range"}`
Json location(const Spot& spot, source::Span span);

}  // namespace treaty::lsp
