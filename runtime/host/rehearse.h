#pragma once

#include <string>
#include <vector>

#include "runtime/host/host.h"

namespace treaty::host {

struct RehearseOptions {
  std::string data;               ///< a folder or file with the records of the contract's resources
  std::string keep;               ///< a folder for the portal's state and the ledger; empty: nothing is left behind
  std::vector<std::string> maps;  ///< empty: all
  double rate = 20;               ///< how many times faster than HubSpot the sandbox lets requests in; 0: no limit
  observe::Log::Options log;
  std::function<void()> begins;  ///< called once, when nothing stands in the way of the first write
  std::function<void(const Progress&)> progress;
};

/// Live records of an object in the portal, and how many of them the ledger says there should be.
struct ObjectCheck {
  std::string object;
  int64_t in_portal = 0, linked = 0;
};
/// The associations that the source asks for between two maps, and what was found of them in the portal.
struct ReferenceCheck {
  std::string from_map, to_map, label;
  int64_t expected = 0;  ///< both ends exist
  int64_t in_place = 0;
  int64_t waiting = 0;  ///< the other end was not written: parked, filtered, or not in the source
};
struct RehearsalReport {
  sync::Report run;
  std::string ledger;  ///< where it was kept; empty: it is gone
  std::vector<ObjectCheck> objects;
  std::vector<ReferenceCheck> references;
  std::vector<std::string> problems;  ///< empty: what was promised is what stands there
  int64_t busiest_ten_seconds = 0, refused_by_limit = 0;
  [[nodiscard]] bool good() const { return problems.empty(); }
};

/// Plays the whole way on loopback: a source served from the data by the contract's own declarations, a HubSpot
/// sandbox, a ledger. Creates what `ensure` asks for, backfills in order, reads the portal back and compares.
std::expected<RehearsalReport, Error> rehearse(program::Program& program, const RehearseOptions& options);

std::string to_text(const RehearsalReport& report);
std::string to_json(const RehearsalReport& report);

}  // namespace treaty::host
