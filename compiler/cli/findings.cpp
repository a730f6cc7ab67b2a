#include "compiler/cli/findings.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "compiler/cli/command.h"
#include "compiler/cli/files.h"

namespace treaty::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// Where a file is, however its path is written; a link stays what it is, those in its folder's path do not.
fs::path place_of(const std::string& path) {
  std::error_code failure;
  const fs::path whole = fs::absolute(path, failure).lexically_normal();
  const fs::path folder = fs::weakly_canonical(whole.parent_path(), failure);
  return failure ? whole : folder / whole.filename();
}

/// How the file `name` is called from the folder of the baseline, so that it holds wherever `check` is called from.
std::string name_in(const std::string& baseline, const std::string& name) {
  const bool of_library = name.starts_with("std/");
  return of_library ? name
                    : place_of(name).lexically_relative(place_of(baseline).parent_path()).generic_string();
}

/// What tells the findings of one contract again in the baseline at `path`.
std::vector<std::string> prints_for(const std::string& path, const diagnostics::Report& report) {
  std::map<std::string, std::string> names;  // the disk is asked once a file
  return diagnostics::fingerprints(report, [&](const std::string& name) {
    const auto [known, added] = names.try_emplace(name);
    if (added) known->second = name_in(path, name);
    return known->second;
  });
}

}  // namespace

std::optional<Baseline> read_baseline(const std::string& path) {
  const auto bytes = read_file(path);
  if (!bytes) {
    return std::nullopt;
  }
  const Json json = Json::parse(*bytes, nullptr, false);
  if (!json.is_object() || !json.contains("findings") || !json["findings"].is_array()) {
    complain(fmt::format("`{}` is no baseline", path), "make one: treaty check --write-baseline FILE CONTRACT");
    return std::nullopt;
  }
  Baseline baseline{path, {}};
  for (const Json& one : json["findings"]) {
    if (one.is_string()) {
      baseline.findings.insert(one.get<std::string>());
    }
  }
  return baseline;
}

void NewBaseline::add(const diagnostics::Report& report) {
  for (std::string& print : prints_for(path_, report)) {
    if (known_.insert(print).second) {
      findings_.push_back(std::move(print));
    }
  }
}

std::string NewBaseline::text() const {
  const Json whole = {{"findings", findings_}};
  return whole.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Sieve::Withheld Sieve::sift(driver::Compilation& compilation, const std::string& path) {
  std::vector<std::string> places, prints;
  for (uint32_t i = 0; i < compilation.files.size(); ++i) {
    const std::string& name = compilation.files[source::FileId{i}].name();
    places.push_back(name.starts_with("std/") ? name : place_of(name).string());
    if (!baseline_.path.empty()) {
      files_.insert(name_in(baseline_.path, name));
    }
  }
  if (!baseline_.findings.empty()) {
    prints = prints_for(baseline_.path, {path, compilation.diagnostics, compilation.files});
  }
  Withheld withheld;
  size_t at = 0;
  std::set<Said> said_now;  // within one contract two of the same stay two: the baseline counts them
  compilation.diagnostics.take_out([&](const diagnostics::Diagnostic& one) {
    const size_t i = at++;
    Said said{one.row, places[one.span.file.index], one.span.begin, one.span.end, one.text()};
    const bool before = said_.contains(said);
    said_now.insert(std::move(said));
    if (!prints.empty() && baseline_.findings.contains(prints[i])) {
      found_.insert(prints[i]);
      ++withheld.known;
      return true;
    }
    withheld.said_before += before ? 1 : 0;
    return before;
  });
  said_.merge(said_now);
  return withheld;
}

size_t Sieve::gone() const {
  return static_cast<size_t>(std::ranges::count_if(baseline_.findings, [&](const std::string& print) {
    const std::string_view named = std::string_view(print).substr(std::min(print.find(' ') + 1, print.size()));
    const bool read = std::ranges::any_of(files_, [&](const std::string& file) {
      return named.starts_with(file) && named.substr(file.size()).starts_with(' ');
    });
    return read && !found_.contains(print);
  }));
}

}  // namespace treaty::cli
