#pragma once

#include <expected>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "runtime/profile/map_profiler.h"
#include "runtime/profile/report.h"
#include "runtime/program/inspect.h"

namespace treaty::profile {

struct Options {
  std::vector<std::string> maps;  ///< empty: all
  uint64_t limit = 0;             ///< records of each map; 0: all
  size_t top = 5;                 ///< how many values are listed of each kind
  int64_t run_started_us = 0;
  /// Where a map's records are, or why they are nowhere.
  std::function<std::expected<std::string, std::string>(const package::Map&)> file_of;
  std::map<std::string, Knowledge> knowledge;  ///< by map
  std::function<void(const std::string& map, uint64_t records)> progress;
};

/// The contract over data, with nothing written anywhere. Memory is bounded, whatever the number of records.
Report profile(const program::Inspection& inspection, const Options& options);

/// Whether the contract has no answer to something in the data (findings.h).
bool has_findings(const Report& report);

/// For people: at most 100 columns, the worst first, nothing that moves a cursor.
struct TextOptions {
  bool color = false;
  size_t top = 5;
};
std::string to_text(const Report& report, const TextOptions& options);
std::string to_json(const Report& report);

}  // namespace treaty::profile
