#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// What the runtime remembers: runs and how far they came, which source record is which destination record, what is
// about to be sent, what could not be. Spoken of in records and runs; what stores it stays behind this interface.

namespace treaty::ledger {

struct Error {
  std::string message;
};
template <class Value>
using Expected = std::expected<Value, Error>;

using Hash = std::array<uint8_t, 16>;
Hash hash_of(std::string_view bytes);

struct Run {
  int64_t id = 0;
  std::string contract, semantic_hash, purpose, state;
  int64_t started_us = 0, finished_us = 0;
  int64_t resumed = 0;
};

/// The page that comes next.
struct Cursor {
  std::string position;  ///< the reader's own words; empty at the beginning
  bool complete = false;
};

/// Which destination record a source record is.
struct Link {
  std::string source_key, remote_id;
  std::optional<Hash> payload_hash;  ///< what both sides last agreed on; none: write again
  std::optional<Hash> associations_hash;
};

enum class Operation { create, update, upsert };

/// A match value that a record claims for itself.
struct Claim {
  std::string property, value;  ///< normalised
};

/// What is about to be sent.
struct Intent {
  std::string source_key;
  Operation operation = Operation::upsert;
  std::string match_property, match_value;
  std::string remote_id;  ///< known beforehand for an update
  std::string payload;
  Hash payload_hash{};
  bool landed = false;  ///< found at the destination after an interruption
};

/// Asks for claims and, where all are granted, records the intent.
struct Plan {
  Intent intent;
  std::vector<Claim> claims;
};
struct Granted {
  /// The index into `claims` of the first that another source record of the map holds, and that record's key.
  std::optional<size_t> denied;
  std::string holder;
};

struct Letter {
  int64_t id = 0;
  std::string map, source_key;
  std::string state = "open";       ///< open, closed
  std::string verdict = "invalid";  ///< invalid: we refused before sending; rejected: the destination refused
  std::string code, field, place, message;
  std::string payload;  ///< private values masked
  int64_t attempts = 1, first_us = 0, last_us = 0;
  int64_t http_status = 0;
  std::string request_id;
};

struct WantedAssociation {
  std::string to_map, to_key, label;
};

struct Counts {
  int64_t read = 0, created = 0, updated = 0, unchanged = 0, filtered = 0, parked = 0;
  int64_t merged = 0;  ///< of unchanged: overtaken in their page, or the same destination record as another

  [[nodiscard]] int64_t written() const { return created + updated; }
  /// The promise: read = written + unchanged + filtered + parked.
  [[nodiscard]] bool conserved() const {
    return read == written() + unchanged + filtered + parked && merged <= unchanged;
  }
  Counts& operator+=(const Counts& other);
  bool operator==(const Counts&) const = default;
};

/// The outcome of one batch; committed whole or not at all.
struct Batch {
  int64_t run = 0;
  std::string map, object;
  int64_t now_us = 0;
  Counts counts;
  std::vector<Link> links;             ///< new or changed; their intents are done and their open letters closed
  std::vector<std::string> settled;    ///< keys whose intents and open letters are done with, link untouched
  std::vector<std::string> abandoned;  ///< keys whose intents are taken back
  std::vector<Letter> letters;
  /// For each record whose associations changed: all it wants now.
  struct Wanted {
    std::string source_key;
    std::vector<WantedAssociation> associations;
  };
  std::vector<Wanted> wanted;
  Cursor cursor;
};

/// An association both ends of which exist.
struct ReadyAssociation {
  std::string from_map, from_key, to_map, to_key, label;
  std::string from_id, to_id;
  std::vector<std::string> other_labels;  ///< that the pair already carries and must keep
};
struct AssociationCounts {
  std::string from_map, to_map, label;
  int64_t done = 0, waiting = 0, refused = 0;
  int64_t unwanted = 0;  ///< made once, asked for no longer, still in place
};

class Ledger {
 public:
  virtual ~Ledger() = default;

  /// Takes up the open run of the same contract and purpose, or begins one. An open run of another version of the
  /// contract is abandoned: its cursors would mean something else.
  virtual Expected<Run> open_run(std::string_view contract, std::string_view semantic_hash, std::string_view purpose,
                                 int64_t now_us) = 0;
  virtual Expected<void> finish_run(int64_t run, int64_t now_us) = 0;
  virtual Expected<std::vector<Run>> runs() = 0;
  /// The account of a system that the links are of: the first that is asked about, for good once there are any.
  virtual Expected<std::string> account_of(std::string_view system, std::string_view first) = 0;
  virtual Expected<Cursor> cursor(int64_t run, std::string_view map) = 0;

  /// One entry a key, in the order of the keys.
  virtual Expected<std::vector<std::optional<Link>>> links(std::string_view map,
                                                           std::span<const std::string> keys) = 0;
  virtual Expected<int64_t> link_count(std::string_view map) = 0;
  /// How many destination records of an object are linked; two source records may share one.
  virtual Expected<std::vector<std::string>> remote_ids(std::string_view object) = 0;
  /// The source key that a destination record belongs to in a map, if any.
  virtual Expected<std::optional<std::string>> source_of(std::string_view map, std::string_view remote_id) = 0;

  /// Claims and records intents in one transaction. One entry a plan, in their order.
  virtual Expected<std::vector<Granted>> intend(int64_t run, std::string_view map, std::string_view portal,
                                                std::string_view object, std::span<const Plan> plans) = 0;
  /// Intents left by an interruption.
  virtual Expected<std::vector<Intent>> unfinished(std::string_view map) = 0;
  /// Notes what the destination was found to hold: landed intents stay until their record is read again, others go;
  /// `links` are records that exist but do not hold the intended values.
  virtual Expected<void> resolve(std::string_view map, std::string_view object, std::span<const Intent> landed,
                                 std::span<const Link> links, std::span<const std::string> undone,
                                 int64_t now_us) = 0;
  /// Aborts when the counts are not conserved.
  virtual Expected<void> commit(const Batch& batch) = 0;

  /// Waiting associations of one pair of maps and label whose ends both exist, at most `limit`.
  virtual Expected<std::vector<ReadyAssociation>> ready(std::string_view from_map, std::string_view to_map,
                                                        std::string_view label, size_t limit) = 0;
  struct AssociationResult {
    ReadyAssociation association;
    std::string refusal;  ///< empty: done
  };
  virtual Expected<void> associated(std::span<const AssociationResult> results) = 0;
  virtual Expected<std::vector<AssociationCounts>> association_counts() = 0;
  /// Done associations with the ids they were made between, for verification.
  virtual Expected<std::vector<ReadyAssociation>> made(std::string_view from_map, std::string_view to_map) = 0;

  struct MapCounts {
    std::string map;
    Counts counts;
  };
  virtual Expected<std::vector<MapCounts>> counts(int64_t run) = 0;

  virtual Expected<std::vector<Letter>> letters(std::string_view state, std::string_view map, size_t limit) = 0;
  virtual Expected<std::optional<Letter>> letter(int64_t id) = 0;
  virtual Expected<int64_t> close_letter(int64_t id, int64_t now_us) = 0;
};

/// Opens or creates the ledger in one file, readable by its owner only, and brings it to the newest form. An empty
/// path is a ledger in memory.
Expected<std::unique_ptr<Ledger>> open_sqlite(const std::string& path);

}  // namespace treaty::ledger
