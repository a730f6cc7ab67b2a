#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/profile/keys.h"
#include "runtime/profile/property.h"
#include "runtime/profile/report.h"
#include "runtime/program/inspect.h"

namespace treaty::profile {

/// What documents say of a map's two sides, which a compiled contract no longer holds. Paths are dotted, without
/// positions.
struct Knowledge {
  bool is_described = false;                      ///< a document describes the source's records
  std::set<std::string> described;                ///< their paths
  std::set<std::string> open;                     ///< of those: records that may hold any name
  std::set<std::string> used;                     ///< what the contract reads, ignores or keeps back
  std::vector<Property> properties;               ///< one a field
};

struct MapSettings {
  uint32_t map = 0;
  Knowledge knowledge;
  std::vector<const Keys*> targets;  ///< one an association; null: the other map's data is not there
  size_t top = 5;                    ///< how many values are listed of each kind
  int64_t run_started_us = 0;
};

/// Whether a run would bring the output over: written, and with a value that it is matched by.
bool is_brought_over(const program::Output& output, const package::Map& map);

/// Runs records through one map and gathers what becomes of them.
class MapProfiler {
 public:
  MapProfiler(const program::Inspection& inspection, MapSettings settings);
  ~MapProfiler();
  MapProfiler(const MapProfiler&) = delete;
  MapProfiler& operator=(const MapProfiler&) = delete;

  /// `record` is one line, readable 64 bytes past its end; `line` is where it stands in its file.
  void add(std::string_view record, uint64_t line);
  [[nodiscard]] MapReport report() const;
  /// The keys of the records that there were; afterwards the profiler is done.
  Keys take_keys();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace treaty::profile
