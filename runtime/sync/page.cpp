#include <fmt/format.h>

#include <unordered_map>

#include "runtime/sync/crash.h"
#include "runtime/sync/letters.h"
#include "runtime/sync/map_run.h"

namespace treaty::sync {
namespace {

using connectors::Written;
using ledger::Operation;

/// What becomes of one record of the page.
struct Decision {
  enum class Fate {
    undecided,
    skipped,
    filtered,
    parked,
    overtaken,
    unchanged,
    landed,
    merged,
    sent
  } fate = Fate::undecided;
  std::optional<ledger::Link> link;  ///< as it was
  size_t sending = 0;                ///< sent
  std::string holder;                ///< merged: the source record whose destination this one shares
  std::optional<ledger::Letter> letter;
};
using Fate = Decision::Fate;

class PageWork {
 public:
  PageWork(MapRun& work, Page page) : work_(work), page_(std::move(page)), decisions_(page_.records.size()) {}

  std::expected<ledger::Counts, Error> run() {
    if (auto done = decide(); !done) return std::unexpected(done.error());
    if (auto done = intend(); !done) return std::unexpected(done.error());
    crash_point("intents_recorded");
    if (auto done = send(work_, sendings_); !done) return std::unexpected(done.error());
    auto batch = settle();
    if (!batch) return std::unexpected(batch.error());
    crash_point("before_commit");
    if (auto done = work_.lent.ledger.commit(*batch); !done) return std::unexpected(error_of(done.error()));
    for (const Record& record : page_.records) work_.landed.erase(record.key);
    crash_point("batch_committed");
    return batch->counts;
  }

 private:
  std::expected<void, Error> decide();
  Fate decide_one(size_t i);
  std::expected<Sending, Error> sending_of(const Record& record, const std::optional<ledger::Link>& link);
  std::expected<void, Error> intend();
  void deny(size_t i, const Sending& sending, const ledger::Granted& granted);
  std::expected<ledger::Batch, Error> settle();
  void settle_sent(size_t i, ledger::Batch& batch);
  std::expected<void, Error> settle_merged(size_t i, ledger::Batch& batch);
  void link(size_t i, const std::string& id, ledger::Batch& batch);
  void park(size_t i, ledger::Letter letter, ledger::Batch& batch);
  void note_disagreements(const Record& record, const Written& result);
  [[nodiscard]] std::string shown(const Record& record, const ledger::Claim& claim) const;

  MapRun& work_;
  Page page_;
  std::vector<Decision> decisions_;
  std::vector<Sending> sendings_;
  std::unordered_map<std::string, std::string> ids_;  ///< of this page's records, by source key
};

Fate PageWork::decide_one(size_t i) {
  const Record& record = page_.records[i];
  Decision& decision = decisions_[i];
  if (record.status == TREATY_FILTERED) return Fate::filtered;
  if (record.status != TREATY_WRITTEN) {
    decision.letter = invalid(work_.map, record, work_.lent.now_us());
    return Fate::parked;
  }
  if (auto landed = work_.landed.find(record.key); landed != work_.landed.end()) {
    if (landed->second.payload_hash == record.hash) return Fate::landed;
    decision.link = ledger::Link{record.key, landed->second.remote_id, {}, {}};
  }
  if (decision.link && decision.link->payload_hash == record.hash) return Fate::unchanged;
  if (record.claims.empty() && !decision.link && !work_.map.match.empty()) {
    decision.letter =
        invalid(work_.map, record, "match_missing", work_.map.match[0],
                "none of the properties that tell HubSpot's records apart has a value", work_.lent.now_us());
    return Fate::parked;
  }
  return Fate::sent;
}

std::expected<void, Error> PageWork::decide() {
  std::vector<std::string> keys;
  std::unordered_map<std::string_view, size_t> last;
  for (size_t i = 0; i < page_.records.size(); ++i) {
    keys.push_back(page_.records[i].key);
    last[page_.records[i].key] = i;
  }
  auto links = work_.lent.ledger.links(work_.map.name, keys);
  if (!links) return std::unexpected(error_of(links.error()));
  auto only = work_.options.only.find(work_.map.name);
  for (size_t i = 0; i < decisions_.size(); ++i) {
    decisions_[i].link = std::move((*links)[i]);
    if (only != work_.options.only.end() && !only->second.contains(keys[i])) {
      decisions_[i].fate = Fate::skipped;
    } else if (last[keys[i]] != i) {
      decisions_[i].fate = Fate::overtaken;  // a later version of it stands further down the page
    } else {
      decisions_[i].fate = decide_one(i);
    }
  }
  return {};
}

std::expected<Sending, Error> PageWork::sending_of(const Record& record, const std::optional<ledger::Link>& link) {
  Sending sending{.record = &record};
  if (link) {
    sending.operation = Operation::update;
    sending.id = link->remote_id;
    sending.had_link = true;
    return sending;
  }
  sending.operation = Operation::create;
  if (record.claims.empty()) return sending;
  auto unique = work_.portal.is_unique(work_.map.object, record.claims[0].property);
  if (!unique) return std::unexpected(error_of(unique.error()));
  if (*unique) {
    sending.operation = Operation::upsert;
    return sending;
  }
  auto found = find_in_index(work_, record);
  if (!found) return std::unexpected(found.error());
  if (!*found) return sending;
  auto owner = work_.lent.ledger.source_of(work_.map.name, **found);
  if (!owner) return std::unexpected(error_of(owner.error()));
  if (*owner && **owner != record.key) return sending;
  sending.operation = Operation::update;
  sending.id = **found;
  return sending;
}

std::expected<void, Error> PageWork::intend() {
  std::vector<ledger::Plan> plans;
  std::vector<size_t> records;
  std::vector<Sending> planned;
  for (size_t i = 0; i < decisions_.size(); ++i) {
    if (decisions_[i].fate != Fate::sent) continue;
    const Record& record = page_.records[i];
    auto sending = sending_of(record, decisions_[i].link);
    if (!sending) return std::unexpected(sending.error());
    ledger::Intent intent{.source_key = record.key,
                          .operation = sending->operation,
                          .remote_id = sending->id,
                          .payload = record.payload,
                          .payload_hash = record.hash};
    if (!record.claims.empty()) {
      intent.match_property = record.claims[0].property;
      intent.match_value = record.match_values[0];
    }
    plans.push_back({std::move(intent), record.claims});
    records.push_back(i);
    planned.push_back(std::move(*sending));
  }
  if (plans.empty()) return {};
  auto granted =
      work_.lent.ledger.intend(work_.run, work_.map.name, work_.map.target_system, work_.map.object, plans);
  if (!granted) return std::unexpected(error_of(granted.error()));
  for (size_t k = 0; k < plans.size(); ++k) {
    size_t i = records[k];
    if ((*granted)[k].denied) {
      deny(i, planned[k], (*granted)[k]);
      continue;
    }
    decisions_[i].sending = sendings_.size();
    sendings_.push_back(std::move(planned[k]));
  }
  return {};
}

std::string PageWork::shown(const Record&, const ledger::Claim& claim) const {
  for (const package::Field& field : work_.map.fields) {
    if (field.property == claim.property && field.sensitive) return "a value";
  }
  return fmt::format("\"{}\"", claim.value);
}

void PageWork::deny(size_t i, const Sending& sending, const ledger::Granted& granted) {
  const ledger::Claim& claim = sending.record->claims[*granted.denied];
  // The first match property says what the same record is: both are one. Any other is a value that only one can have.
  if (*granted.denied == 0) {
    decisions_[i].fate = Fate::merged;
    decisions_[i].holder = granted.holder;
    return;
  }
  decisions_[i].fate = Fate::parked;
  decisions_[i].letter =
      invalid(work_.map, *sending.record, "already_claimed", claim.property,
              fmt::format("source record {} already stands for the HubSpot record with {} in {}; correct "
                          "one of the two in the source",
                          in_words(granted.holder), shown(*sending.record, claim), claim.property),
              work_.lent.now_us());
}

void PageWork::link(size_t i, const std::string& id, ledger::Batch& batch) {
  const Record& record = page_.records[i];
  batch.links.push_back({record.key, id, record.hash, record.associations_hash});
  const auto& before = decisions_[i].link;
  bool same = before && before->associations_hash == record.associations_hash;
  if (!same && (before || !record.wanted.empty())) batch.wanted.push_back({record.key, record.wanted});
  ids_[record.key] = id;
}

void PageWork::park(size_t i, ledger::Letter letter, ledger::Batch& batch) {
  work_.lent.log.info("map {}: record {} parked: {} {}", work_.map.name, in_words(page_.records[i].key),
                      letter.code, letter.message);
  batch.letters.push_back(std::move(letter));
  ++batch.counts.parked;
}

void PageWork::note_disagreements(const Record& record, const Written& result) {
  for (const std::string& property : result.disagreements) {
    Disagreement& one = work_.disagreements[property];
    if (one.count++ == 0) one = {work_.map.name, property, 1, record.key};
  }
}

void PageWork::settle_sent(size_t i, ledger::Batch& batch) {
  const Record& record = page_.records[i];
  const Sending& sending = sendings_[decisions_[i].sending];
  const Written& result = sending.result;
  if (result.fate != Written::Fate::done) {
    Written refused = result;
    if (refused.fate == Written::Fate::unknown) {
      refused.code = "effect_unknown";
      refused.message =
          "no answer came, and nothing tells the record apart from others: look for it in HubSpot by hand";
    }
    park(i, rejected(work_.map, record, refused, work_.lent.now_us()), batch);
    return;
  }
  ++(result.created ? batch.counts.created : batch.counts.updated);
  note_disagreements(record, result);
  link(i, result.id, batch);
}

std::expected<void, Error> PageWork::settle_merged(size_t i, ledger::Batch& batch) {
  std::string id;
  if (auto found = ids_.find(decisions_[i].holder); found != ids_.end()) id = found->second;
  if (id.empty()) {
    auto links = work_.lent.ledger.links(work_.map.name, std::span(&decisions_[i].holder, 1));
    if (!links) return std::unexpected(error_of(links.error()));
    if ((*links)[0]) id = (*links)[0]->remote_id;
  }
  if (id.empty()) {
    park(i,
         invalid(work_.map, page_.records[i], "shares_parked_record", work_.map.match[0],
                 fmt::format("it stands for the same HubSpot record as source record {}, which could not be written",
                             in_words(decisions_[i].holder)),
                 work_.lent.now_us()),
         batch);
    return {};
  }
  ++batch.counts.unchanged;
  ++batch.counts.merged;
  link(i, id, batch);
  return {};
}

std::expected<ledger::Batch, Error> PageWork::settle() {
  ledger::Batch batch{.run = work_.run,
                      .map = work_.map.name,
                      .object = work_.map.object,
                      .now_us = work_.lent.now_us(),
                      .cursor = {page_.next, page_.last}};
  for (size_t i = 0; i < decisions_.size(); ++i) {
    const Record& record = page_.records[i];
    const Decision& decision = decisions_[i];
    if (decision.fate == Fate::skipped) continue;
    ++batch.counts.read;
    switch (decision.fate) {
      case Fate::undecided:
      case Fate::skipped:
        break;
      case Fate::merged:
        break;  // once all ids are known
      case Fate::sent:
        settle_sent(i, batch);
        break;
      case Fate::parked:
        // What a run that was interrupted left at the destination stays known, and its match values taken.
        if (auto landed = work_.landed.find(record.key); landed != work_.landed.end()) {
          batch.links.push_back({record.key, landed->second.remote_id, {}, {}});
        }
        park(i, *decision.letter, batch);
        break;
      case Fate::filtered:
        ++batch.counts.filtered;
        batch.settled.push_back(record.key);
        break;
      case Fate::overtaken:
        ++batch.counts.unchanged;
        ++batch.counts.merged;
        break;
      case Fate::landed:
        ++(work_.landed[record.key].operation == Operation::update ? batch.counts.updated : batch.counts.created);
        link(i, work_.landed[record.key].remote_id, batch);
        break;
      case Fate::unchanged:
        ++batch.counts.unchanged;
        if (decision.link->associations_hash == record.associations_hash) {
          batch.settled.push_back(record.key);
        } else {
          link(i, decision.link->remote_id, batch);
        }
        break;
    }
  }
  for (size_t i = 0; i < decisions_.size(); ++i) {
    if (decisions_[i].fate != Fate::merged) continue;
    if (auto done = settle_merged(i, batch); !done) return std::unexpected(done.error());
  }
  return batch;
}

}  // namespace

Error error_of(const connectors::Failure& failure) { return {failure.message, failure.status, failure.request_id}; }
Error error_of(const ledger::Error& failure) { return {failure.message, 0, {}}; }

std::expected<ledger::Counts, Error> apply(MapRun& work, Page page) { return PageWork(work, std::move(page)).run(); }

}  // namespace treaty::sync
