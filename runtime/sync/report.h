#pragma once

#include <map>
#include <string>
#include <vector>

#include "runtime/ledger/ledger.h"

namespace treaty::sync {

struct MapReport {
  std::string map, object;
  ledger::Counts counts;
  double seconds = 0;
  bool finished = false;
};
/// A property whose value HubSpot answered differs from the one sent.
struct Disagreement {
  std::string map, property;
  int64_t count = 0;
  std::string example_key;
};
struct ParkedCause {
  std::string map, code, field;
  int64_t count = 0;
};

struct Report {
  std::string contract, version;
  int64_t run = 0, resumed = 0;
  std::vector<std::string> provisioned;
  std::vector<MapReport> maps;
  std::vector<ledger::AssociationCounts> associations;  ///< as they stand now
  int64_t associated = 0;                               ///< made by this call
  std::vector<Disagreement> disagreements;
  std::vector<ParkedCause> parked;  ///< open letters of the records that the run was to bring over
  int64_t requests = 0, retries = 0, limited = 0;
  double seconds = 0;

  [[nodiscard]] ledger::Counts total() const;
  /// Whether somebody has to look: records were parked by this call, or associations refused.
  [[nodiscard]] bool has_findings() const;
};

std::string to_text(const Report& report);
std::string to_json(const Report& report);

}  // namespace treaty::sync
