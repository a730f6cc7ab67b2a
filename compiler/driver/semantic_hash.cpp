#include "compiler/driver/semantic_hash.h"

#include <fmt/format.h>
#include <xxhash.h>

#include "compiler/parse/parse.h"

namespace treaty::driver {
namespace {

std::string digits_of(const std::string& text) {
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

}  // namespace

std::string semantic_hash(const ir::Program& program, const package::Manifest& manifest) {
  ir::Program meant = program;
  for (ir::Step& step : meant.steps) {
    step = {};
  }
  package::Manifest said = manifest;
  said.semantic_hash.clear();
  for (package::Map& map : said.maps) {
    for (package::Field& field : map.fields) {
      field.line = 0;
    }
  }
  return digits_of(ir::print(meant) + '\0' + package::to_json(said));
}

std::string agreement_hash(const Compilation& compilation) {
  std::string text = compilation.manifest->semantic_hash;
  const auto add = [&](source::FileId file) {
    for (const parse::Word& word : parse::words(compilation.files, file)) {
      if (word.kind == parse::Word::Kind::word) {
        text += '\0';
        text += compilation.files.text(word.span);
      }
    }
  };
  add(compilation.contract.file);
  for (const ast::Contract& library : compilation.libraries) {
    add(library.file);
  }
  return digits_of(text);
}

}  // namespace treaty::driver
