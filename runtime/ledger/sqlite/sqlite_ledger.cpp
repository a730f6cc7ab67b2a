#include "runtime/ledger/sqlite/sqlite_ledger.h"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>

namespace treaty::ledger {

Expected<std::unique_ptr<Ledger>> open_sqlite(const std::string& path) {
  auto database = Database::open(path);
  if (!database) return std::unexpected(database.error());
  return std::make_unique<SqliteLedger>(std::move(*database));
}

Expected<void> SqliteLedger::commit(const Batch& batch) {
  if (!batch.counts.conserved()) {
    const Counts& c = batch.counts;
    fmt::print(stderr,
               "treaty: map {}: {} records read, but {} created + {} updated + {} unchanged + {} filtered + {} "
               "parked: a record would be lost without a word; stopping\n",
               batch.map, c.read, c.created, c.updated, c.unchanged, c.filtered, c.parked);
    std::abort();
  }
  Transaction transaction(*database_);
  for (const Link& link : batch.links) {
    put_link(batch.map, batch.object, link, batch.now_us);
    drop_intent(batch.map, link.source_key);
    close_letters(batch.map, link.source_key, batch.now_us);
  }
  for (const std::string& key : batch.settled) {
    drop_intent(batch.map, key);
    close_letters(batch.map, key, batch.now_us);
  }
  for (const std::string& key : batch.abandoned) drop_intent(batch.map, key);
  for (const Letter& letter : batch.letters) {
    drop_intent(batch.map, letter.source_key);
    release_claims(batch.map, letter.source_key);
    put_letter(letter);
  }
  for (const Batch::Wanted& wanted : batch.wanted) want(batch.map, wanted);
  put_counts(batch);
  return transaction.commit();
}

void SqliteLedger::put_counts(const Batch& batch) {
  const Counts& c = batch.counts;
  if (c.read != 0) {
    database_
        ->statement(
            "INSERT INTO counts (run, map, read, created, updated, unchanged, filtered, parked, merged) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .with(batch.run, std::string_view(batch.map), c.read, c.created, c.updated, c.unchanged, c.filtered, c.parked,
              c.merged)
        .run();
  }
  database_
      ->statement(
          "INSERT INTO cursors (run, map, position, complete) VALUES (?, ?, ?, ?) "
          "ON CONFLICT (run, map) DO UPDATE SET position = excluded.position, complete = excluded.complete")
      .with(batch.run, std::string_view(batch.map), std::string_view(batch.cursor.position),
            int64_t{batch.cursor.complete})
      .run();
}

}  // namespace treaty::ledger
