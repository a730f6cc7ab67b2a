#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>

#include <fmt/core.h>

#include "compiler/base/nearest.h"
#include "compiler/cli/contract.h"
#include "compiler/cli/profile_knowledge.h"
#include "compiler/cli/run_options.h"
#include "runtime/profile/profile.h"
#include "runtime/sandbox/source_data.h"

namespace treaty::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string contract, data;
  std::map<std::string, std::string> files;  ///< by resource, or system.resource
  profile::Options run;
  Format format = Format::text;
};

/// Where the records of a map are.
std::expected<std::string, std::string> file_of(const Options& options, const package::Map& map) {
  for (const std::string& name : {map.source_system + "." + map.resource, map.resource}) {
    if (const auto found = options.files.find(name); found != options.files.end()) {
      return found->second;
    }
  }
  if (options.data.empty()) {
    return std::unexpected(
        fmt::format("resource {} has no data: --file {}=FILE names it", map.resource, map.resource));
  }
  return sandbox::data_file_of(options.data, map.resource);
}

/// One file for several resources must be an object that holds each under its name.
bool is_object(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  char c = 0;
  file >> std::skipws >> c;
  return c == '{' && fs::path(path).extension() == ".json";
}

bool is_known(const std::vector<package::Map>& maps, const std::string& resource) {
  return std::ranges::any_of(maps, [&](const package::Map& map) {
    return map.resource == resource || map.source_system + "." + map.resource == resource;
  });
}

/// What is wrong with the command line, which is known only once the contract is read.
bool complained_of_options(const Options& options, const package::Manifest& manifest, Exit& exit) {
  exit = Exit::misuse;
  std::vector<std::string> names, resources;
  for (const package::Map& map : manifest.maps) {
    names.push_back(map.name);
    if (std::ranges::find(resources, map.resource) == resources.end()) {
      resources.push_back(map.resource);
    }
  }
  for (const std::string& name : options.run.maps) {
    if (manifest.map(name) == nullptr) {
      const std::string meant = did_you_mean(name, names);
      complain(fmt::format("the contract has no map `{}`", name),
               meant.empty() ? "`treaty check --coverage` lists them" : meant);
      return true;
    }
  }
  for (const auto& [resource, file] : options.files) {
    if (!is_known(manifest.maps, resource)) {
      const std::string meant = did_you_mean(resource, resources);
      complain(fmt::format("--file: no map reads a resource `{}`", resource), meant);
      return true;
    }
  }
  if (options.data.empty() && options.files.empty()) {
    complain("where is the data?", "--data FOLDER with RESOURCE.jsonl, .json or .csv, or --file RESOURCE=FILE");
    return true;
  }
  std::error_code failure;
  if (!options.data.empty() && !fs::exists(options.data, failure)) {
    complain(fmt::format("there is no data at `{}`", options.data), "is the path right?");
    exit = Exit::world_failed;
    return true;
  }
  std::set<std::string> from_data;
  for (const package::Map& map : manifest.maps) {
    const bool wanted =
        options.run.maps.empty() || std::ranges::find(options.run.maps, map.name) != options.run.maps.end();
    if (wanted && file_of({.data = options.data, .files = options.files}, map) == options.data) {
      from_data.insert(map.resource);
    }
  }
  if (from_data.size() > 1 && !is_object(options.data)) {
    complain(fmt::format("`{}` is one list, and the contract reads {} resources", options.data, from_data.size()),
             "say --map NAME, or --file RESOURCE=FILE");
    return true;
  }
  exit = Exit::fine;
  return false;
}

/// How far a long run is, on one line that is written over; empty where nobody watches.
std::function<void(const std::string&, uint64_t)> progress() {
  if (isatty(STDERR_FILENO) == 0) {
    return {};
  }
  return [last = std::chrono::steady_clock::now()](const std::string& map, uint64_t records) mutable {
    if (const auto now = std::chrono::steady_clock::now(); now - last > std::chrono::milliseconds(500)) {
      last = now;
      fmt::print(stderr, "\r\x1b[K{}: {} records", map, records);
      std::fflush(stderr);
    }
  };
}

Exit exit_of(const profile::Report& report) {
  const auto failed = [](const profile::Unread& one) { return one.failed; };
  const auto broken = [](const profile::MapReport& one) { return !one.broken.empty(); };
  if (std::ranges::any_of(report.unread, failed) || std::ranges::any_of(report.maps, broken) || report.maps.empty()) {
    return Exit::world_failed;
  }
  return profile::has_findings(report) ? Exit::findings : Exit::fine;
}

void profile_contract(Options& options, Exit& exit) {
  const auto compiled = compile_contract(options.contract, exit, nullptr, {.format = errors_as(options.format)});
  if (!compiled) {
    return;
  }
  const auto inspection = program::inspect(compiled->bytes, cache_directory());
  if (!inspection) {
    complain(fmt::format("`{}`: {}", options.contract, inspection.error().message),
             "compile the contract again: treaty compile CONTRACT");
    exit = Exit::world_failed;
    return;
  }
  if (complained_of_options(options, inspection->manifest(), exit)) {
    return;
  }
  options.run.file_of = [&options](const package::Map& map) { return file_of(options, map); };
  if (compiled->compilation) {
    options.run.knowledge = profile_knowledge(compiled->compilation->facts);
  }
  options.run.run_started_us = time(nullptr) * 1'000'000;
  options.run.progress = progress();
  const profile::Report report = profile::profile(*inspection, options.run);
  clear_progress_line();
  fmt::print("{}", options.format == Format::json
                       ? profile::to_json(report)
                       : profile::to_text(report, {.color = wants_color(stdout), .top = options.run.top}));
  exit = exit_of(report);
}

}  // namespace

void add_profile(CLI::App& app, Exit& exit) {
  CLI::App* command = app.add_subcommand(
      "profile", "What a contract would do to real data, field by field, with nothing written anywhere");
  auto options = std::make_shared<Options>();
  command->add_option("contract", options->contract, "a .map or .mapc file")->required();
  command->add_option("--data", options->data,
                      "a folder with RESOURCE.jsonl, .json or .csv, or one JSON file with a key a resource");
  add_file_option(*command, options->files);
  add_list_option(*command, "--map", options->run.maps, "only these maps");
  command->add_option("--limit", options->run.limit, "read at most so many records of each map (default: all)")
      ->check(CLI::PositiveNumber);
  command->add_option("--top", options->run.top, "list so many values of each kind (default: 5)")
      ->check(CLI::Range(1, 100));
  add_format_option(*command, options->format);
  command->footer(
      "Examples:\n"
      "  treaty profile club.map --data exports/                        every map\n"
      "  treaty profile club.map --file members=m.csv --map members     one file\n"
      "  treaty profile club.map --data exports/ --format json | jq .   everything that was found\n"
      "\n"
      "Ends with 1 when the contract has no answer to something in the data: records rejected or malformed, values\n"
      "that collide, references that lead nowhere, values that HubSpot would refuse. docs/profile.md has the list.");
  command->callback([options, &exit] { profile_contract(*options, exit); });
}

}  // namespace treaty::cli
