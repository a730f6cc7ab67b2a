#include "compiler/cli/contract.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include <fmt/core.h>

#include "compiler/diagnostics/render.h"
#include "compiler/package/package.h"

namespace treaty::cli {
namespace {

namespace fs = std::filesystem;

bool is_package(const std::string& bytes) { return bytes.starts_with("treaty.mapc") || bytes.starts_with("TREATY"); }

}  // namespace

std::string library_folder() {
  if (const char* named = std::getenv("TREATY_LIBRARY"); named != nullptr && *named != '\0') {
    return named;
  }
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
  const fs::path beside = program.parent_path().parent_path() / "share" / "treaty";
  return fs::exists(beside / "regions.map", ignored) ? beside.string() : TREATY_LIBRARY_FOLDER;
}

namespace {

std::string written(const std::chrono::year_month_day& date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

}  // namespace

std::string today() {
  if (const char* said = std::getenv("TREATY_TODAY"); said != nullptr && *said != '\0') {
    return said;
  }
  return written(std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()));
}

bool is_day(const std::string& text) {
  int year = 0;
  unsigned month = 0, day = 0;
  if (std::sscanf(text.c_str(), "%4d-%2u-%2u", &year, &month, &day) != 3) {
    return false;
  }
  const std::chrono::year_month_day date =
      std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day);
  return date.ok() && written(date) == text;
}

void tell_errors(driver::Compilation& compilation, const std::string& path, Telling telling, Exit& exit) {
  compilation.diagnostics.sort();
  const diagnostics::Report report{path, compilation.diagnostics, compilation.files};
  if (telling.format == CheckFormat::text) {
    fmt::print(stderr, "{}",
               diagnostics::render_text(report.diagnostics, report.files, {.color = wants_color(stderr)}));
  } else {
    print_diagnostics({&report, 1}, telling.format, telling.stream);
  }
  exit = Exit::findings;
}

std::optional<CompiledContract> compile_contract(const std::string& path, Exit& exit, Inputs* inputs,
                                                 Telling telling) {
  Inputs unasked;
  Inputs& read = inputs != nullptr ? *inputs : unasked;
  read.add(path);
  constexpr size_t largest_package = size_t{1} << 30;  // all tables of a contract are in it
  auto bytes = read_file(path, path.ends_with(".mapc") ? largest_package : driver::largest_file);
  if (!bytes) {
    exit = Exit::world_failed;
    return std::nullopt;
  }
  if (path.ends_with(".mapc") || is_package(*bytes)) {
    return CompiledContract{std::move(*bytes), std::nullopt};
  }
  driver::Compilation compilation = driver::compile(path, read.reader(), today());
  if (!compilation.ok() || !compilation.program || !compilation.manifest) {
    tell_errors(compilation, path, telling, exit);
    return std::nullopt;
  }
  package::Package package{*compilation.manifest, *compilation.program, {}};
  for (uint32_t i = 0; i < compilation.files.size(); ++i) {
    const source::File& file = compilation.files[source::FileId{i}];
    package.sources.push_back({fs::path(file.name()).filename().string(), package::sha256(file.text())});
  }
  return CompiledContract{package::write(package), std::move(compilation)};
}

std::optional<std::string> package_of(const std::string& path, Exit& exit, Inputs* inputs, Telling telling) {
  auto compiled = compile_contract(path, exit, inputs, telling);
  return compiled ? std::optional(std::move(compiled->bytes)) : std::nullopt;
}

std::unique_ptr<program::Program> load_program(const std::string& path, bool interpreted, Exit& exit) {
  const auto bytes = package_of(path, exit);
  return bytes ? load_bytes(*bytes, path, interpreted, exit) : nullptr;
}

std::unique_ptr<program::Program> load_bytes(const std::string& bytes, const std::string& path, bool interpreted,
                                             Exit& exit) {
  program::LoadOptions options;
  options.engine = interpreted ? program::Engine::interpreter : program::Engine::native;
  options.cache_directory = cache_directory();
  auto loaded = program::load(bytes, options);
  if (!loaded) {
    complain(fmt::format("`{}`: {}", path, loaded.error().message),
             "compile the contract again: treaty compile CONTRACT");
    exit = Exit::world_failed;
    return nullptr;
  }
  return std::move(*loaded);
}

void tell_not_in_force(const package::Manifest& manifest) {
  std::string names;
  for (const std::string& name : manifest.not_in_force) {
    // `<->, from right to left,`: what stands behind the comma says which half, and is no word of the contract.
    const size_t comma = std::min(name.find(','), name.size());
    std::string half = name.substr(comma);
    std::erase(half, ',');
    names += fmt::format("{}`{}`{}", names.empty() ? "" : ", ", name.substr(0, comma), half);
  }
  if (!names.empty()) {
    fmt::print(stderr, "treaty: agreed, but not carried out by this version: {}\n", names);
  }
}

}  // namespace treaty::cli
