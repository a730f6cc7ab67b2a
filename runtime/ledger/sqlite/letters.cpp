#include "runtime/ledger/sqlite/sqlite_ledger.h"

namespace treaty::ledger {
namespace {

constexpr std::string_view all_letters =
    "SELECT id, map, source_key, state, verdict, code, field, place, message, payload, attempts, first_us, last_us, "
    "http_status, request_id FROM letters ";

Letter read_letter(const Statement& row) {
  return {row.integer(0),  row.text(1),     row.text(2),     row.text(3),     row.text(4),
          row.text(5),     row.text(6),     row.text(7),     row.text(8),     row.text(9),
          row.integer(10), row.integer(11), row.integer(12), row.integer(13), row.text(14)};
}

}  // namespace

void SqliteLedger::put_letter(const Letter& letter) {
  database_
      ->statement(
          "INSERT INTO letters (map, source_key, state, verdict, code, field, place, message, payload, attempts, "
          "first_us, "
          "last_us, http_status, request_id) VALUES (?, ?, 'open', ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?) "
          "ON CONFLICT (map, source_key) WHERE state = 'open' DO UPDATE SET verdict = excluded.verdict, code = "
          "excluded.code, "
          "field = excluded.field, place = excluded.place, message = excluded.message, payload = excluded.payload, "
          "attempts = attempts + 1, last_us = excluded.last_us, http_status = excluded.http_status, "
          "request_id = excluded.request_id")
      .with(std::string_view(letter.map), std::string_view(letter.source_key), std::string_view(letter.verdict),
            std::string_view(letter.code), std::string_view(letter.field), std::string_view(letter.place),
            std::string_view(letter.message), std::string_view(letter.payload), letter.first_us, letter.last_us,
            letter.http_status, std::string_view(letter.request_id))
      .run();
}

void SqliteLedger::close_letters(std::string_view map, std::string_view source_key, int64_t now_us) {
  database_
      ->statement(
          "UPDATE letters SET state = 'closed', last_us = ? WHERE map = ? AND source_key = ? AND "
          "state = 'open'")
      .with(now_us, map, source_key)
      .run();
}

Expected<std::vector<Letter>> SqliteLedger::letters(std::string_view state, std::string_view map, size_t limit) {
  std::vector<Letter> found;
  auto query = database_->statement(std::string(all_letters) +
                                    "WHERE (?1 = '' OR state = ?1) AND (?2 = '' OR map = ?2) "
                                    "ORDER BY id LIMIT ?3");
  query.with(state, map, static_cast<int64_t>(limit));
  while (query.step()) found.push_back(read_letter(query));
  return finish(std::move(found));
}

Expected<std::optional<Letter>> SqliteLedger::letter(int64_t id) {
  std::optional<Letter> found;
  auto query = database_->statement(std::string(all_letters) + "WHERE id = ?");
  query.with(id);
  if (query.step()) found = read_letter(query);
  return finish(std::move(found));
}

Expected<int64_t> SqliteLedger::close_letter(int64_t id, int64_t now_us) {
  Transaction transaction(*database_);
  database_->statement("UPDATE letters SET state = 'closed', last_us = ? WHERE id = ? AND state = 'open'")
      .with(now_us, id)
      .run();
  int64_t closed = database_->changes();
  if (auto done = transaction.commit(); !done) return std::unexpected(done.error());
  return closed;
}

}  // namespace treaty::ledger
