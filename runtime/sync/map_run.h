#pragma once

#include <optional>

#include "runtime/sync/backfill.h"
#include "runtime/sync/reader.h"

// The work on one map, in the order of a page's life: recover, (read, map), apply, send, commit. One thread.

namespace treaty::sync {

struct MapRun {
  const Lent& lent;
  const Options& options;
  const package::Map& map;
  connectors::Portal& portal;
  int64_t run = 0;
  /// Intents of an interrupted attempt that turned out to have been carried out.
  std::map<std::string, ledger::Intent> landed;
  /// Of a map whose match property is not unique in the portal: id by its normalised value, from a complete
  /// enumeration.
  std::optional<std::map<std::string, std::string>> index;
  std::map<std::string, Disagreement> disagreements;
};

/// One record on its way to HubSpot.
struct Sending {
  const Record* record = nullptr;
  ledger::Operation operation = ledger::Operation::upsert;
  std::string id;  ///< of an update
  bool had_link = false;
  connectors::Written result;
  int attempts = 0;
};

Error error_of(const connectors::Failure& failure);
Error error_of(const ledger::Error& failure);

/// Settles the intents of an interrupted attempt by reading what the destination holds.
std::expected<void, Error> recover(MapRun& work);
/// Turns what landed but was not read again into links: the source has it no longer.
std::expected<void, Error> finish_recovery(MapRun& work);
/// Decides, sends and commits one page.
std::expected<ledger::Counts, Error> apply(MapRun& work, Page page);
/// Sends records until each is done or refused.
std::expected<void, Error> send(MapRun& work, std::vector<Sending>& sendings);
/// Finds the id of a record whose match property is not unique; enumerates the object when it is first asked.
std::expected<std::optional<std::string>, Error> find_in_index(MapRun& work, const Record& record);
/// Makes the waiting associations whose ends both exist; says how many.
std::expected<int64_t, Error> associate(const Lent& lent);

/// The tables that are read from the portal, kept fresh between the maps.
class Tables {
 public:
  explicit Tables(const Lent& lent) : lent_(lent) {}
  std::expected<void, Error> load();
  /// Records of this object were written: tables of it are read again.
  void written(const std::string& system, const std::string& object);

 private:
  std::expected<program::TableRows, Error> rows_of(const program::NeededTable& table);
  const Lent& lent_;
  std::set<std::string> fresh_;
};

}  // namespace treaty::sync
