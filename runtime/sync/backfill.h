#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "runtime/connectors/hubspot/portal.h"
#include "runtime/connectors/source.h"
#include "runtime/ledger/ledger.h"
#include "runtime/observe/log.h"
#include "runtime/program/program.h"
#include "runtime/sync/report.h"

namespace treaty::sync {

/// Why a run stopped. What it had committed stays, and the next run goes on from there.
struct Error {
  std::string message;
  int status = 0;
  std::string request_id;
};

/// What a run works with; the host makes and keeps it all.
struct Lent {
  program::Program& program;
  ledger::Ledger& ledger;
  std::map<std::string, connectors::Portal*> portals;  ///< by the target system's name
  std::function<std::expected<std::unique_ptr<connectors::Source>, connectors::Failure>(const package::Map&)>
      open_source;
  observe::Log& log;
  std::function<int64_t()> now_us;
};

struct Progress {
  std::string map;
  ledger::Counts counts;
};

struct Options {
  std::vector<std::string> maps;                      ///< empty: all
  std::map<std::string, std::set<std::string>> only;  ///< by map: these source keys alone; no entry: all
  std::string purpose = "backfill";
  size_t parallel = 4;  ///< batches under way at once
  std::function<void(const Progress&)> progress;
};

/// Brings every record of the maps' resources to HubSpot: maps in their order, then the associations between what
/// exists. Takes up an interrupted run where it stopped.
std::expected<Report, Error> backfill(const Lent& lent, const Options& options);

}  // namespace treaty::sync
