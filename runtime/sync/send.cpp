#include <fmt/format.h>

#include <atomic>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

#include "runtime/connectors/hubspot/values.h"
#include "runtime/sync/crash.h"
#include "runtime/sync/map_run.h"

namespace treaty::sync {
namespace {

using connectors::Write;
using connectors::WriteKind;
using connectors::Written;
using ledger::Operation;

constexpr size_t largest_batch = 100;
constexpr int most_attempts = 3;

/// Writes of one kind, at most a hundred.
struct Parcel {
  WriteKind kind = WriteKind::upsert;
  std::vector<size_t> sendings;
};

WriteKind kind_of(Operation operation) {
  switch (operation) {
    case Operation::create:
      return WriteKind::create;
    case Operation::update:
      return WriteKind::update;
    case Operation::upsert:
      break;
  }
  return WriteKind::upsert;
}

std::vector<Parcel> pack(const std::vector<Sending>& sendings, const std::vector<size_t>& waiting) {
  std::vector<Parcel> parcels;
  std::map<WriteKind, size_t> open;
  for (size_t index : waiting) {
    WriteKind kind = kind_of(sendings[index].operation);
    auto found = open.find(kind);
    if (found == open.end() || parcels[found->second].sendings.size() == largest_batch) {
      open[kind] = parcels.size();
      parcels.push_back({kind, {}});
    }
    parcels[open[kind]].sendings.push_back(index);
  }
  return parcels;
}

/// The payload of an update, without what is written only when a record is made.
std::string payload_of(const package::Map& map, const Sending& sending) {
  const std::string& payload = sending.record->payload;
  bool any = false;
  for (const package::Field& field : map.fields) any |= field.write_once;
  if (!any || sending.operation != Operation::update) return payload;
  auto object = nlohmann::ordered_json::parse(payload, nullptr, false);
  if (!object.is_object()) return payload;
  for (const package::Field& field : map.fields) {
    if (field.write_once) object.erase(field.property);
  }
  return object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Write write_of(const package::Map& map, const Sending& sending) {
  Write write{.id = sending.id, .payload = payload_of(map, sending)};
  if (!sending.record->claims.empty()) {
    write.match_property = sending.record->claims[0].property;
    write.match_value = sending.record->match_values[0];
  }
  return write;
}

/// Sends the parcels, several at a time. The first failure of a whole request stops the rest.
std::expected<void, Error> deliver(MapRun& work, std::vector<Sending>& sendings, const std::vector<Parcel>& parcels) {
  std::atomic<size_t> next = 0;
  std::mutex mutex;
  std::optional<Error> failure;
  auto carry_parcels = [&] {
    for (size_t i = next++; i < parcels.size(); i = next++) {
      {
        std::lock_guard lock(mutex);
        if (failure) return;
      }
      std::vector<Write> writes;
      for (size_t index : parcels[i].sendings) writes.push_back(write_of(work.map, sendings[index]));
      auto written = work.portal.write(work.map.object, parcels[i].kind, writes);
      crash_point("batch_sent");
      if (!written) {
        std::lock_guard lock(mutex);
        failure = error_of(written.error());
        return;
      }
      for (size_t k = 0; k < writes.size(); ++k) sendings[parcels[i].sendings[k]].result = std::move((*written)[k]);
    }
  };
  auto carry = [&] {
    try {
      carry_parcels();
    } catch (const std::exception& error) {  // from a library; on a thread of ours nobody above would catch it
      std::lock_guard lock(mutex);
      failure = Error{error.what()};
    }
  };
  {
    std::vector<std::jthread> carriers;
    size_t count = std::min(std::max<size_t>(work.options.parallel, 1), parcels.size());
    for (size_t i = 1; i < count; ++i) carriers.emplace_back(carry);
    carry();
  }
  if (failure) return std::unexpected(*failure);
  return {};
}

/// The record that HubSpot says has the value already, when the contract counts it as the same one.
std::expected<std::optional<std::string>, Error> adoptable(MapRun& work, const Sending& sending) {
  const Written& result = sending.result;
  const Record& record = *sending.record;
  std::string id = result.existing_id;
  bool conflict = result.status == 409 || result.code == "CONFLICTING_UNIQUE_VALUE" || !id.empty();
  // Without `match … else …` another record's value is nobody's identity here.
  if (!conflict || record.claims.size() < 2) return std::optional<std::string>();
  if (id.empty()) {
    for (size_t i = 1; i < record.claims.size() && id.empty(); ++i) {
      auto found =
          work.portal.read(work.map.object, record.claims[i].property, std::span(&record.match_values[i], 1), {});
      if (!found) return std::unexpected(error_of(found.error()));
      if (!found->empty()) id = found->begin()->second.id;
    }
  }
  if (id.empty() || id == sending.id) return std::optional<std::string>();
  auto owner = work.lent.ledger.source_of(work.map.name, id);
  if (!owner) return std::unexpected(error_of(owner.error()));
  if (*owner && **owner != record.key) return std::optional<std::string>();
  return std::optional<std::string>(id);
}

/// Prepares another attempt where one can help; says whether it did.
std::expected<bool, Error> try_again(MapRun& work, Sending& sending) {
  Written& result = sending.result;
  if (result.fate == Written::Fate::done || ++sending.attempts >= most_attempts) return false;
  if (result.fate == Written::Fate::gone) {
    if (sending.operation != Operation::update || sending.record->claims.empty()) return false;
    auto unique = work.portal.is_unique(work.map.object, sending.record->claims[0].property);
    if (!unique) return std::unexpected(error_of(unique.error()));
    sending.operation = *unique ? Operation::upsert : Operation::create;
    return true;
  }
  if (result.fate == Written::Fate::unknown) {
    auto found = find_in_index(work, *sending.record);
    if (!found) return std::unexpected(found.error());
    if (*found) {
      result = {.fate = Written::Fate::done, .id = **found, .created = true, .status = 200};
      return false;
    }
    return !sending.record->claims.empty();
  }
  auto id = adoptable(work, sending);
  if (!id) return std::unexpected(id.error());
  if (!*id) return false;
  sending.operation = Operation::update;
  sending.id = **id;
  return true;
}

}  // namespace

std::expected<std::optional<std::string>, Error> find_in_index(MapRun& work, const Record& record) {
  if (record.claims.empty()) return std::optional<std::string>();
  const ledger::Claim& claim = record.claims[0];
  if (!work.index) {
    work.index.emplace();
    auto done = work.portal.enumerate(work.map.object, {claim.property}, [&](const connectors::Found& found) {
      auto value = found.properties.find(claim.property);
      if (value == found.properties.end() || value->second.empty()) return;
      (*work.index)[connectors::normalised(claim.property, value->second)] = found.id;
    });
    if (!done) return std::unexpected(error_of(done.error()));
  }
  auto found = work.index->find(claim.value);
  if (found == work.index->end()) return std::optional<std::string>();
  return std::optional<std::string>(found->second);
}

std::expected<void, Error> send(MapRun& work, std::vector<Sending>& sendings) {
  std::vector<size_t> waiting(sendings.size());
  for (size_t i = 0; i < waiting.size(); ++i) waiting[i] = i;
  while (!waiting.empty()) {
    auto delivered = deliver(work, sendings, pack(sendings, waiting));
    if (!delivered) return delivered;
    const bool lost = std::ranges::any_of(
        waiting, [&](size_t index) { return sendings[index].result.fate == Written::Fate::unknown; });
    if (lost) work.index.reset();  // it is older than the requests whose answers were lost
    std::vector<size_t> again;
    for (size_t index : waiting) {
      auto repeat = try_again(work, sendings[index]);
      if (!repeat) return std::unexpected(repeat.error());
      if (*repeat) again.push_back(index);
    }
    waiting = std::move(again);
  }
  return {};
}

}  // namespace treaty::sync
