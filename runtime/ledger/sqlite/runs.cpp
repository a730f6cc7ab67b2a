#include "runtime/ledger/sqlite/sqlite_ledger.h"

namespace treaty::ledger {
namespace {

constexpr std::string_view all_runs =
    "SELECT id, contract, semantic_hash, purpose, state, started_us, COALESCE(finished_us, 0), resumed FROM runs ";

Run read_run(const Statement& row) {
  return {row.integer(0), row.text(1),    row.text(2),    row.text(3),
          row.text(4),    row.integer(5), row.integer(6), row.integer(7)};
}

}  // namespace

Expected<Run> SqliteLedger::open_run(std::string_view contract, std::string_view semantic_hash,
                                     std::string_view purpose, int64_t now_us) {
  Transaction transaction(*database_);
  Run run;
  {
    auto query = database_->statement(std::string(all_runs) +
                                      "WHERE state = 'open' AND contract = ? AND purpose = ? "
                                      "AND semantic_hash = ? ORDER BY id DESC LIMIT 1");
    query.with(contract, purpose, semantic_hash);
    if (query.step()) run = read_run(query);
  }
  database_
      ->statement(
          "UPDATE runs SET state = 'abandoned', finished_us = ? WHERE state = 'open' AND contract = ? "
          "AND purpose = ? AND id <> ?")
      .with(now_us, contract, purpose, run.id)
      .run();
  if (run.id != 0) {
    ++run.resumed;
    database_->statement("UPDATE runs SET resumed = ? WHERE id = ?").with(run.resumed, run.id).run();
  } else {
    database_
        ->statement(
            "INSERT INTO runs (contract, semantic_hash, purpose, state, started_us) VALUES (?, ?, ?, 'open', ?)")
        .with(contract, semantic_hash, purpose, now_us)
        .run();
    run = {database_->last_id(),
           std::string(contract),
           std::string(semantic_hash),
           std::string(purpose),
           "open",
           now_us};
  }
  if (auto done = transaction.commit(); !done) return std::unexpected(done.error());
  return run;
}

Expected<void> SqliteLedger::finish_run(int64_t run, int64_t now_us) {
  Transaction transaction(*database_);
  database_->statement("UPDATE runs SET state = 'finished', finished_us = ? WHERE id = ?").with(now_us, run).run();
  return transaction.commit();
}

Expected<std::vector<Run>> SqliteLedger::runs() {
  std::vector<Run> found;
  auto query = database_->statement(std::string(all_runs) + "ORDER BY id");
  while (query.step()) found.push_back(read_run(query));
  return finish(std::move(found));
}

Expected<std::string> SqliteLedger::account_of(std::string_view system, std::string_view first) {
  database_
      ->statement(
          "INSERT INTO accounts (system, account) VALUES (?, ?) ON CONFLICT DO UPDATE SET account = excluded.account "
          "WHERE NOT EXISTS (SELECT 1 FROM links) AND NOT EXISTS (SELECT 1 FROM intents)")
      .with(system, first)
      .run();
  std::string account;
  auto query = database_->statement("SELECT account FROM accounts WHERE system = ?");
  query.with(system);
  if (query.step()) account = query.text(0);
  return finish(std::move(account));
}

Expected<Cursor> SqliteLedger::cursor(int64_t run, std::string_view map) {
  Cursor cursor;
  auto query = database_->statement("SELECT position, complete FROM cursors WHERE run = ? AND map = ?");
  query.with(run, map);
  if (query.step()) cursor = {query.text(0), query.integer(1) != 0};
  return finish(std::move(cursor));
}

Expected<std::vector<Ledger::MapCounts>> SqliteLedger::counts(int64_t run) {
  std::vector<MapCounts> found;
  auto query = database_->statement(
      "SELECT map, SUM(read), SUM(created), SUM(updated), SUM(unchanged), SUM(filtered), "
      "SUM(parked), SUM(merged) FROM counts WHERE run = ? GROUP BY map ORDER BY MIN(id)");
  query.with(run);
  while (query.step()) {
    found.push_back({query.text(0),
                     {query.integer(1), query.integer(2), query.integer(3), query.integer(4), query.integer(5),
                      query.integer(6), query.integer(7)}});
  }
  return finish(std::move(found));
}

}  // namespace treaty::ledger
