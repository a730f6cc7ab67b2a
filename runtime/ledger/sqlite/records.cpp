#include "runtime/ledger/sqlite/sqlite_ledger.h"

namespace treaty::ledger {
namespace {

constexpr std::string_view operation_names[] = {"create", "update", "upsert"};

std::string_view name_of(Operation operation) { return operation_names[static_cast<size_t>(operation)]; }

Operation operation_of(std::string_view name) {
  return name == "create" ? Operation::create : name == "update" ? Operation::update : Operation::upsert;
}

}  // namespace

Expected<std::vector<std::optional<Link>>> SqliteLedger::links(std::string_view map,
                                                               std::span<const std::string> keys) {
  std::vector<std::optional<Link>> found(keys.size());
  for (size_t i = 0; i < keys.size(); ++i) {
    auto query = database_->statement(
        "SELECT remote_id, payload_hash, associations_hash FROM links "
        "WHERE map = ? AND source_key = ?");
    query.with(map, std::string_view(keys[i]));
    if (query.step()) found[i] = Link{keys[i], query.text(0), query.hash(1), query.hash(2)};
  }
  return finish(std::move(found));
}

Expected<int64_t> SqliteLedger::link_count(std::string_view map) {
  auto query = database_->statement("SELECT COUNT(*) FROM links WHERE map = ?");
  query.with(map);
  int64_t count = query.step() ? query.integer(0) : 0;
  return finish(count);
}

Expected<std::vector<std::string>> SqliteLedger::remote_ids(std::string_view object) {
  std::vector<std::string> found;
  auto query = database_->statement("SELECT DISTINCT remote_id FROM links WHERE object = ? ORDER BY remote_id");
  query.with(object);
  while (query.step()) found.push_back(query.text(0));
  return finish(std::move(found));
}

Expected<std::optional<std::string>> SqliteLedger::source_of(std::string_view map, std::string_view remote_id) {
  std::optional<std::string> found;
  auto query = database_->statement("SELECT source_key FROM links WHERE remote_id = ? AND map = ? LIMIT 1");
  query.with(remote_id, map);
  if (query.step()) found = query.text(0);
  return finish(std::move(found));
}

std::optional<Granted> SqliteLedger::deny(std::string_view map, std::string_view portal, std::string_view object,
                                          const Plan& plan) {
  for (size_t i = 0; i < plan.claims.size(); ++i) {
    auto query = database_->statement(
        "SELECT source_key FROM claims WHERE portal = ? AND object = ? AND property = ? "
        "AND value = ? AND map = ?");
    query.with(portal, object, std::string_view(plan.claims[i].property), std::string_view(plan.claims[i].value),
               map);
    if (query.step() && query.text(0) != plan.intent.source_key) return Granted{i, query.text(0)};
  }
  return {};
}

void SqliteLedger::claim(std::string_view map, std::string_view portal, std::string_view object, const Plan& plan) {
  // What the record claimed before and no longer carries becomes free.
  std::string_view key = plan.intent.source_key;
  database_->statement("DELETE FROM claims WHERE map = ? AND source_key = ?").with(map, key).run();
  for (const Claim& claim : plan.claims) {
    database_
        ->statement("INSERT INTO claims (portal, object, property, value, map, source_key) VALUES (?, ?, ?, ?, ?, ?)")
        .with(portal, object, std::string_view(claim.property), std::string_view(claim.value), map, key)
        .run();
  }
}

Expected<std::vector<Granted>> SqliteLedger::intend(int64_t run, std::string_view map, std::string_view portal,
                                                    std::string_view object, std::span<const Plan> plans) {
  Transaction transaction(*database_);
  std::vector<Granted> granted;
  granted.reserve(plans.size());
  for (const Plan& plan : plans) {
    if (auto denied = deny(map, portal, object, plan)) {
      granted.push_back(std::move(*denied));
      continue;
    }
    claim(map, portal, object, plan);
    const Intent& intent = plan.intent;
    database_
        ->statement(
            "INSERT OR REPLACE INTO intents (map, source_key, run, operation, match_property, match_value, "
            "remote_id, payload, payload_hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .with(map, std::string_view(intent.source_key), run, name_of(intent.operation),
              std::string_view(intent.match_property), std::string_view(intent.match_value),
              std::string_view(intent.remote_id), std::string_view(intent.payload),
              std::optional<Hash>(intent.payload_hash))
        .run();
    granted.push_back({});
  }
  if (auto done = transaction.commit(); !done) return std::unexpected(done.error());
  return granted;
}

Expected<std::vector<Intent>> SqliteLedger::unfinished(std::string_view map) {
  std::vector<Intent> found;
  auto query = database_->statement(
      "SELECT source_key, operation, match_property, match_value, remote_id, payload, "
      "payload_hash, landed FROM intents WHERE map = ? ORDER BY source_key");
  query.with(map);
  while (query.step()) {
    found.push_back({query.text(0), operation_of(query.text(1)), query.text(2), query.text(3), query.text(4),
                     query.text(5), query.hash(6).value_or(Hash{}), query.integer(7) != 0});
  }
  return finish(std::move(found));
}

Expected<void> SqliteLedger::resolve(std::string_view map, std::string_view object, std::span<const Intent> landed,
                                     std::span<const Link> links, std::span<const std::string> undone,
                                     int64_t now_us) {
  Transaction transaction(*database_);
  for (const Intent& intent : landed) {
    database_->statement("UPDATE intents SET landed = 1, remote_id = ? WHERE map = ? AND source_key = ?")
        .with(std::string_view(intent.remote_id), map, std::string_view(intent.source_key))
        .run();
  }
  for (const Link& link : links) put_link(map, object, link, now_us);
  for (const std::string& key : undone) drop_intent(map, key);
  return transaction.commit();
}

void SqliteLedger::put_link(std::string_view map, std::string_view object, const Link& link, int64_t now_us) {
  std::string_view key = link.source_key, id = link.remote_id;
  // A record that is another one now (merged, or made anew) has to be associated anew.
  database_
      ->statement(
          "UPDATE associations SET state = 'waiting' WHERE from_map = ? AND from_key = ? AND state = 'done' "
          "AND from_id <> ?")
      .with(map, key, id)
      .run();
  database_
      ->statement(
          "UPDATE associations SET state = 'waiting' WHERE to_map = ? AND to_key = ? AND state = 'done' "
          "AND to_id <> ?")
      .with(map, key, id)
      .run();
  database_
      ->statement(
          "INSERT INTO links (map, source_key, object, remote_id, payload_hash, associations_hash, changed_us) "
          "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (map, source_key) DO UPDATE SET object = excluded.object, "
          "remote_id = excluded.remote_id, payload_hash = excluded.payload_hash, "
          "associations_hash = excluded.associations_hash, changed_us = excluded.changed_us")
      .with(map, key, object, id, link.payload_hash, link.associations_hash, now_us)
      .run();
}

void SqliteLedger::release_claims(std::string_view map, std::string_view source_key) {
  // A record that never came to be must not keep others from being it.
  database_
      ->statement(
          "DELETE FROM claims WHERE map = ?1 AND source_key = ?2 AND NOT EXISTS "
          "(SELECT 1 FROM links WHERE map = ?1 AND source_key = ?2)")
      .with(map, source_key)
      .run();
}

void SqliteLedger::drop_intent(std::string_view map, std::string_view source_key) {
  database_->statement("DELETE FROM intents WHERE map = ? AND source_key = ?").with(map, source_key).run();
}

}  // namespace treaty::ledger
