#include "compiler/driver/semantic_hash.h"

#include <fmt/format.h>
#include <xxhash.h>

namespace treaty::driver {

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
  const std::string text = ir::print(meant) + '\0' + package::to_json(said);
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

}  // namespace treaty::driver
