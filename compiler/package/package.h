#pragma once

// A compiled contract as bytes, `.mapc`: manifest, typed program and the fingerprints of what it was made from, under
// one checksum. Same contract, same bytes.

#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/ir/ir.h"
#include "compiler/package/manifest.h"

namespace treaty::package {

/// A file the contract was compiled from: the contract, its imports, schemas and tables.
struct Source {
  std::string name;    ///< as the contract says it
  std::string sha256;  ///< hex, of the bytes
  bool operator==(const Source&) const = default;
};

struct Package {
  Manifest manifest;
  ir::Program program;
  std::vector<Source> sources;
};

std::string write(const Package& package);
/// The error is a sentence for people: cut short, altered, made by a newer compiler …
std::expected<Package, std::string> read(std::string_view bytes);

/// SHA-256 in hex.
std::string sha256(std::string_view bytes);
/// The key of approvals and of the code cache: a hash of named pieces of canonical text (the contract without its
/// layout, each document's facts). The pieces' order counts; where one ends and the next begins does too.
std::string semantic_hash(std::span<const std::pair<std::string, std::string>> pieces);

}  // namespace treaty::package
