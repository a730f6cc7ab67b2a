#include <set>
#include <tuple>

#include "runtime/ledger/sqlite/sqlite_ledger.h"

namespace treaty::ledger {

void SqliteLedger::want(std::string_view map, const Batch::Wanted& wanted) {
  std::string_view key = wanted.source_key;
  std::set<std::tuple<std::string, std::string, std::string>> now;
  for (const WantedAssociation& one : wanted.associations) now.insert({one.to_map, one.to_key, one.label});
  std::vector<std::tuple<std::string, std::string, std::string>> gone;
  {
    auto query = database_->statement(
        "SELECT to_map, to_key, label FROM associations WHERE from_map = ? AND from_key = ? "
        "AND state <> 'unwanted'");
    query.with(map, key);
    while (query.step()) {
      std::tuple row{query.text(0), query.text(1), query.text(2)};
      if (!now.contains(row)) gone.push_back(std::move(row));
    }
  }
  for (const auto& [to_map, to_key, label] : gone) {
    // What was made at the destination stays on record; what never was is forgotten.
    database_
        ->statement(
            "DELETE FROM associations WHERE from_map = ? AND from_key = ? AND to_map = ? AND to_key = ? "
            "AND label = ? AND state <> 'done'")
        .with(map, key, std::string_view(to_map), std::string_view(to_key), std::string_view(label))
        .run();
    database_
        ->statement(
            "UPDATE associations SET state = 'unwanted' WHERE from_map = ? AND from_key = ? AND to_map = ? "
            "AND to_key = ? AND label = ?")
        .with(map, key, std::string_view(to_map), std::string_view(to_key), std::string_view(label))
        .run();
  }
  for (const auto& [to_map, to_key, label] : now) {
    database_
        ->statement(
            "INSERT INTO associations (from_map, from_key, to_map, to_key, label, state) "
            "VALUES (?, ?, ?, ?, ?, 'waiting') ON CONFLICT DO UPDATE SET state = 'waiting' "
            "WHERE state IN ('refused', 'unwanted')")
        .with(map, key, std::string_view(to_map), std::string_view(to_key), std::string_view(label))
        .run();
  }
}

Expected<std::vector<ReadyAssociation>> SqliteLedger::ready(std::string_view from_map, std::string_view to_map,
                                                            std::string_view label, size_t limit) {
  std::vector<ReadyAssociation> found;
  {
    auto query = database_->statement(
        "SELECT a.from_key, a.to_key, f.remote_id, t.remote_id FROM associations a "
        "JOIN links f ON f.map = a.from_map AND f.source_key = a.from_key "
        "JOIN links t ON t.map = a.to_map AND t.source_key = a.to_key "
        "WHERE a.state = 'waiting' AND a.from_map = ? AND a.to_map = ? AND a.label = ? "
        "ORDER BY a.from_key, a.to_key LIMIT ?");
    query.with(from_map, to_map, label, static_cast<int64_t>(limit));
    while (query.step()) {
      found.push_back({std::string(from_map),
                       query.text(0),
                       std::string(to_map),
                       query.text(1),
                       std::string(label),
                       query.text(2),
                       query.text(3),
                       {}});
    }
  }
  for (ReadyAssociation& one : found) {
    auto query = database_->statement(
        "SELECT DISTINCT label FROM associations WHERE from_map = ? AND from_key = ? AND "
        "to_map = ? AND to_key = ? AND label NOT IN ('', ?) AND state = 'done' ORDER BY label");
    query.with(from_map, std::string_view(one.from_key), to_map, std::string_view(one.to_key), label);
    while (query.step()) one.other_labels.push_back(query.text(0));
  }
  return finish(std::move(found));
}

Expected<void> SqliteLedger::associated(std::span<const AssociationResult> results) {
  Transaction transaction(*database_);
  for (const AssociationResult& result : results) {
    const ReadyAssociation& one = result.association;
    database_
        ->statement(
            "UPDATE associations SET state = ?, from_id = ?, to_id = ?, message = ? WHERE from_map = ? AND "
            "from_key = ? AND to_map = ? AND to_key = ? AND label = ?")
        .with(std::string_view(result.refusal.empty() ? "done" : "refused"), std::string_view(one.from_id),
              std::string_view(one.to_id), std::string_view(result.refusal), std::string_view(one.from_map),
              std::string_view(one.from_key), std::string_view(one.to_map), std::string_view(one.to_key),
              std::string_view(one.label))
        .run();
  }
  return transaction.commit();
}

Expected<std::vector<AssociationCounts>> SqliteLedger::association_counts() {
  std::vector<AssociationCounts> found;
  auto query = database_->statement(
      "SELECT from_map, to_map, label, SUM(state = 'done'), SUM(state = 'waiting'), "
      "SUM(state = 'refused'), SUM(state = 'unwanted') FROM associations GROUP BY from_map, to_map, label "
      "ORDER BY from_map, to_map, label");
  while (query.step()) {
    found.push_back({query.text(0), query.text(1), query.text(2), query.integer(3), query.integer(4),
                     query.integer(5), query.integer(6)});
  }
  return finish(std::move(found));
}

Expected<std::vector<ReadyAssociation>> SqliteLedger::made(std::string_view from_map, std::string_view to_map) {
  std::vector<ReadyAssociation> found;
  auto query = database_->statement(
      "SELECT from_key, to_key, label, from_id, to_id FROM associations WHERE state = 'done' "
      "AND from_map = ? AND to_map = ? ORDER BY from_key, to_key, label");
  query.with(from_map, to_map);
  while (query.step()) {
    found.push_back({std::string(from_map),
                     query.text(0),
                     std::string(to_map),
                     query.text(1),
                     query.text(2),
                     query.text(3),
                     query.text(4),
                     {}});
  }
  return finish(std::move(found));
}

}  // namespace treaty::ledger
