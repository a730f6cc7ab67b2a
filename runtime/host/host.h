#pragma once

#include <expected>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "runtime/ledger/ledger.h"
#include "runtime/observe/log.h"
#include "runtime/program/program.h"
#include "runtime/sync/report.h"

// What the commands do, as functions from values to values. Everything a run needs is built here by hand and handed
// down.

namespace treaty::host {

struct Error {
  enum class Kind {
    settings,  ///< a secret, an option: mend it and run again
    files,     ///< a path that was named leads nowhere, or what is there cannot be read or written
    ledger,
    system,  ///< the system that was reached, or the key to it, is not what the contract counts on
    world    ///< a system did not play along; what was committed stays, and the next run goes on from there
  };
  Kind kind = Kind::world;
  std::string message;
  std::string remedy = {};  ///< what to do about it, where that is known
};

/// How far a run has come, for a person who waits.
struct Progress {
  std::string map;
  ledger::Counts counts;
};

struct BackfillOptions {
  std::string ledger;                             ///< path
  std::string environment;                        ///< of the contract; its `base` entries replace the systems' own
  std::map<std::string, std::string> bases;       ///< by system; replaces the contract's and the environment's
  std::map<std::string, std::string> token_urls;  ///< by system; replaces the contract's
  std::map<std::string, std::string> secrets;     ///< by name; else environment variables NAME, NAME_FILE
  std::map<std::string, std::string> files;       ///< by resource, or system.resource: read from this file instead
  std::vector<std::string> maps;                  ///< empty: all
  bool provision = false;                         ///< create what `ensure` and the associations' labels ask for
  bool ignore_limits = false;                     ///< of the contract; the servers' own answers are still heeded
  observe::Log::Options log;
  std::function<void()> begins;  ///< called once, when nothing stands in the way of the first write
  std::function<void(const Progress&)> progress;
};
std::expected<sync::Report, Error> backfill(program::Program& program, const BackfillOptions& options);

/// What a ledger holds.
struct MapStatus {
  std::string map;
  ledger::Counts last;  ///< of the last run, replays aside, that counted something
  int64_t linked = 0, open_letters = 0, under_way = 0;
  bool complete = false;
};
struct Status {
  std::vector<ledger::Run> runs;
  std::vector<MapStatus> maps;
  std::vector<ledger::AssociationCounts> associations;
};
std::expected<Status, Error> status(const std::string& ledger);
std::string to_text(const Status& status);
std::string to_json(const Status& status);

struct LetterFilter {
  std::string map;  ///< empty: all
  bool closed_too = false;
  size_t limit = 100;
};
std::expected<std::vector<ledger::Letter>, Error> letters(const std::string& ledger, const LetterFilter& filter);
std::expected<ledger::Letter, Error> letter(const std::string& ledger, int64_t id);
std::string to_text(const std::vector<ledger::Letter>& letters);
std::string to_text(const ledger::Letter& letter);
std::string to_json(const std::vector<ledger::Letter>& letters);

/// Reads the source again and brings over the records that have an open letter; those that succeed close theirs.
/// `ids` empty: all of the options' maps.
std::expected<sync::Report, Error> replay(program::Program& program, const BackfillOptions& options,
                                          const std::vector<int64_t>& ids);

}  // namespace treaty::host
