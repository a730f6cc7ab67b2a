#pragma once

#include "runtime/ledger/sqlite/database.h"

namespace treaty::ledger {

/// One file, one connection, one thread. The methods are grouped by concern in runs.cpp, records.cpp,
/// associations.cpp and letters.cpp.
class SqliteLedger final : public Ledger {
 public:
  explicit SqliteLedger(std::unique_ptr<Database> database) : database_(std::move(database)) {}

  Expected<Run> open_run(std::string_view contract, std::string_view semantic_hash, std::string_view purpose,
                         int64_t now_us) override;
  Expected<void> finish_run(int64_t run, int64_t now_us) override;
  Expected<std::vector<Run>> runs() override;
  Expected<std::string> account_of(std::string_view system, std::string_view first) override;
  Expected<Cursor> cursor(int64_t run, std::string_view map) override;
  Expected<std::vector<MapCounts>> counts(int64_t run) override;

  Expected<std::vector<std::optional<Link>>> links(std::string_view map, std::span<const std::string> keys) override;
  Expected<int64_t> link_count(std::string_view map) override;
  Expected<std::vector<std::string>> remote_ids(std::string_view object) override;
  Expected<std::optional<std::string>> source_of(std::string_view map, std::string_view remote_id) override;
  Expected<std::vector<Granted>> intend(int64_t run, std::string_view map, std::string_view portal,
                                        std::string_view object, std::span<const Plan> plans) override;
  Expected<std::vector<Intent>> unfinished(std::string_view map) override;
  Expected<void> resolve(std::string_view map, std::string_view object, std::span<const Intent> landed,
                         std::span<const Link> links, std::span<const std::string> undone, int64_t now_us) override;
  Expected<void> commit(const Batch& batch) override;

  Expected<std::vector<ReadyAssociation>> ready(std::string_view from_map, std::string_view to_map,
                                                std::string_view label, size_t limit) override;
  Expected<void> associated(std::span<const AssociationResult> results) override;
  Expected<std::vector<AssociationCounts>> association_counts() override;
  Expected<std::vector<ReadyAssociation>> made(std::string_view from_map, std::string_view to_map) override;

  Expected<std::vector<Letter>> letters(std::string_view state, std::string_view map, size_t limit) override;
  Expected<std::optional<Letter>> letter(int64_t id) override;
  Expected<int64_t> close_letter(int64_t id, int64_t now_us) override;

 private:
  std::optional<Granted> deny(std::string_view map, std::string_view portal, std::string_view object,
                              const Plan& plan);
  void claim(std::string_view map, std::string_view portal, std::string_view object, const Plan& plan);
  void release_claims(std::string_view map, std::string_view source_key);
  void put_link(std::string_view map, std::string_view object, const Link& link, int64_t now_us);
  void put_letter(const Letter& letter);
  void close_letters(std::string_view map, std::string_view source_key, int64_t now_us);
  void drop_intent(std::string_view map, std::string_view source_key);
  void want(std::string_view map, const Batch::Wanted& wanted);
  void put_counts(const Batch& batch);

  /// `value`, or what failed while it was found.
  template <class Value>
  Expected<Value> finish(Value value) {
    if (auto failure = database_->take_failure()) return std::unexpected(*failure);
    return value;
  }

  std::unique_ptr<Database> database_;
};

}  // namespace treaty::ledger
