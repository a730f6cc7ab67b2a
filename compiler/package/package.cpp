#include "compiler/package/package.h"

#include <cstdint>

#include <fmt/format.h>
#include <openssl/sha.h>
#include <nlohmann/json.hpp>

namespace treaty::package {
namespace {

// Layout: magic, format (4 bytes), size of the whole (8), then for each section its name's size (1), name, size (8)
// and bytes, then the SHA-256 of everything before it. Numbers are little-endian.
constexpr std::string_view magic{"\x7fTREATY\n", 8};
constexpr uint32_t format = 1;
constexpr size_t head_size = 8 + 4 + 8, checksum_size = SHA256_DIGEST_LENGTH;

void put_number(std::string& out, uint64_t number, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(number >> (8 * i));
}

uint64_t take_number(std::string_view& from, int bytes) {
  uint64_t number = 0;
  for (int i = 0; i < bytes; ++i) number |= static_cast<uint64_t>(static_cast<unsigned char>(from[i])) << (8 * i);
  from.remove_prefix(static_cast<size_t>(bytes));
  return number;
}

void put_section(std::string& out, std::string_view name, std::string_view bytes) {
  put_number(out, name.size(), 1);
  out += name;
  put_number(out, bytes.size(), 8);
  out += bytes;
}

std::string digest(std::string_view bytes) {
  unsigned char out[checksum_size];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), out);
  return {reinterpret_cast<const char*>(out), checksum_size};
}

std::string hex(std::string_view bytes) {
  std::string out;
  for (char c : bytes) out += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return out;
}

std::string sources_text(const std::vector<Source>& sources) {
  auto json = nlohmann::ordered_json::array();
  for (const Source& source : sources) json.push_back({{"name", source.name}, {"sha256", source.sha256}});
  return json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::expected<std::vector<Source>, std::string> read_sources(std::string_view text) {
  auto json = nlohmann::json::parse(text, nullptr, false);
  std::vector<Source> sources;
  if (!json.is_array()) return std::unexpected("the package's list of sources is no list");
  for (const auto& one : json) {
    if (!one.is_object() || !one.contains("name") || !one["name"].is_string() || !one.contains("sha256") ||
        !one["sha256"].is_string()) {
      return std::unexpected("the package's list of sources holds something else");
    }
    sources.push_back({one["name"].get<std::string>(), one["sha256"].get<std::string>()});
  }
  return sources;
}

/// Every section of a package whose checksum is right.
struct Sections {
  std::string_view manifest, program, sources;
};

std::expected<Sections, std::string> split(std::string_view bytes) {
  if (!bytes.starts_with(magic.substr(0, std::min(bytes.size(), magic.size()))) || bytes.empty()) {
    return std::unexpected("this is no compiled contract");
  }
  if (bytes.size() < head_size + checksum_size) return std::unexpected("the package is cut short");
  std::string_view rest = bytes.substr(magic.size());
  const uint64_t made_as = take_number(rest, 4), size = take_number(rest, 8);
  if (made_as != format) {
    return std::unexpected(
        fmt::format("the package has format {}, this program reads {}: compile the contract again", made_as, format));
  }
  if (size > bytes.size()) {
    return std::unexpected(fmt::format("the package is cut short: {} of {} bytes", bytes.size(), size));
  }
  if (size < bytes.size()) return std::unexpected("the package goes on behind its end");
  const std::string_view body = bytes.substr(0, bytes.size() - checksum_size);
  if (digest(body) != bytes.substr(body.size()))
    return std::unexpected("the package was altered: its checksum is not that of its bytes");
  rest.remove_suffix(checksum_size);
  Sections sections;
  while (!rest.empty()) {
    const std::string broken = "the package's sections do not fit together";
    uint64_t name_size = take_number(rest, 1);
    if (rest.size() < name_size + 8) return std::unexpected(broken);
    std::string_view name = rest.substr(0, name_size);
    rest.remove_prefix(name_size);
    uint64_t section_size = take_number(rest, 8);
    if (rest.size() < section_size) return std::unexpected(broken);
    if (name == "manifest.json") sections.manifest = rest.substr(0, section_size);
    if (name == "program.ir") sections.program = rest.substr(0, section_size);
    if (name == "sources.json") sections.sources = rest.substr(0, section_size);
    rest.remove_prefix(section_size);
  }
  return sections;
}

/// Manifest and program are read by different halves, which trust that they speak of the same maps.
bool fit_together(const Manifest& manifest, const ir::Program& program) {
  if (manifest.maps.size() != program.maps.size()) return false;
  for (size_t i = 0; i < program.maps.size(); ++i) {
    const Map& described = manifest.maps[i];
    const ir::MapProgram& map = program.maps[i];
    if (described.name != map.name || described.each != map.each.has_value() ||
        described.fields.size() != map.fields.size() || described.associations.size() != map.associations.size()) {
      return false;
    }
    for (size_t j = 0; j < map.fields.size(); ++j) {
      if (described.fields[j].property != map.fields[j].property) return false;
    }
  }
  return true;
}

}  // namespace

std::string write(const Package& package) {
  std::string sections;
  put_section(sections, "manifest.json", to_json(package.manifest));
  put_section(sections, "program.ir", ir::print(package.program));
  put_section(sections, "sources.json", sources_text(package.sources));
  std::string out(magic);
  put_number(out, format, 4);
  put_number(out, head_size + sections.size() + checksum_size, 8);
  out += sections;
  return out + digest(out);
}

std::expected<Package, std::string> read(std::string_view bytes) {
  auto sections = split(bytes);
  if (!sections) return std::unexpected(sections.error());
  auto manifest = from_json(sections->manifest);
  if (const auto* problem = std::get_if<std::string>(&manifest)) return std::unexpected(*problem);
  auto program = ir::read(sections->program);
  if (const auto* problem = std::get_if<ir::ReadError>(&program)) {
    return std::unexpected(fmt::format("the package's program, line {}: {}", problem->line, problem->message));
  }
  if (auto findings = ir::verify(std::get<ir::Program>(program)); !findings.empty()) {
    return std::unexpected("the package's program breaks the rules: " + findings[0]);
  }
  auto sources = read_sources(sections->sources);
  if (!sources) return std::unexpected(sources.error());
  Package package{std::get<Manifest>(std::move(manifest)), std::get<ir::Program>(std::move(program)),
                  std::move(*sources)};
  if (!fit_together(package.manifest, package.program)) {
    return std::unexpected("the package's manifest and program speak of different maps");
  }
  return package;
}

std::string sha256(std::string_view bytes) { return hex(digest(bytes)); }

std::string semantic_hash(std::span<const std::pair<std::string, std::string>> pieces) {
  std::string all;
  for (const auto& [name, text] : pieces) {
    put_number(all, name.size(), 8);
    all += name;
    put_number(all, text.size(), 8);
    all += text;
  }
  return sha256(all);
}

}  // namespace treaty::package
