#include "runtime/sync/backfill.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "runtime/sync/crash.h"
#include "runtime/sync/map_run.h"

namespace treaty::sync {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

class Backfill {
 public:
  Backfill(const Lent& lent, const Options& options) : lent_(lent), options_(options), tables_(lent) {}
  std::expected<Report, Error> run();

 private:
  std::expected<MapReport, Error> run_map(uint32_t index);
  std::expected<void, Error> read_and_apply(MapRun& work, uint32_t index, const ledger::Cursor& cursor);
  std::expected<void, Error> complete();
  [[nodiscard]] bool chosen(const std::string& map) const {
    return options_.maps.empty() || std::find(options_.maps.begin(), options_.maps.end(), map) != options_.maps.end();
  }

  /// Letters of other maps, and of records that were not asked for, are in the ledger, but not of this run.
  [[nodiscard]] bool concerns(const ledger::Letter& letter) const {
    if (std::ranges::none_of(report_.maps, [&](const MapReport& map) { return map.map == letter.map; })) return false;
    auto keys = options_.only.find(letter.map);
    return keys == options_.only.end() || keys->second.contains(letter.source_key);
  }

  const Lent& lent_;
  const Options& options_;
  Tables tables_;
  ledger::Run run_;
  Report report_;
};

std::expected<void, Error> Backfill::read_and_apply(MapRun& work, uint32_t index, const ledger::Cursor& cursor) {
  auto source = lent_.open_source(work.map);
  if (!source) return std::unexpected(error_of(source.error()));
  Reader reader(std::move(*source), lent_.program.mapper(index, run_.started_us), work.map, cursor.position);
  ledger::Counts counts;
  bool last = false;
  while (!last) {
    auto page = reader.next();
    if (!page) return std::unexpected(error_of(page.error()));
    crash_point("page_read");
    last = page->last;
    auto applied = apply(work, std::move(*page));
    if (!applied) return std::unexpected(applied.error());
    counts += *applied;
    if (applied->written() > 0) tables_.written(work.map.target_system, work.map.object);
    if (options_.progress) options_.progress({work.map.name, counts});
  }
  return {};
}

std::expected<MapReport, Error> Backfill::run_map(uint32_t index) {
  const package::Map& map = lent_.program.manifest().maps[index];
  auto begin = Clock::now();
  auto portal = lent_.portals.find(map.target_system);
  if (portal == lent_.portals.end()) {
    return std::unexpected(
        Error{fmt::format("map {}: its target {} is no HubSpot system", map.name, map.target_system)});
  }
  auto cursor = lent_.ledger.cursor(run_.id, map.name);
  if (!cursor) return std::unexpected(error_of(cursor.error()));
  if (!cursor->complete) {
    MapRun work{lent_, options_, map, *portal->second, run_.id, {}, {}, {}};
    if (auto done = recover(work); !done) return std::unexpected(done.error());
    if (auto done = tables_.load(); !done) return std::unexpected(done.error());
    if (auto done = read_and_apply(work, index, *cursor); !done) return std::unexpected(done.error());
    if (auto done = finish_recovery(work); !done) return std::unexpected(done.error());
    for (auto& [property, one] : work.disagreements) report_.disagreements.push_back(std::move(one));
  }
  crash_point("map_finished");
  auto made = associate(lent_);
  if (!made) return std::unexpected(made.error());
  report_.associated += *made;
  return MapReport{.map = map.name, .object = map.object, .seconds = seconds_since(begin), .finished = true};
}

std::expected<void, Error> Backfill::complete() {
  auto counts = lent_.ledger.counts(run_.id);
  if (!counts) return std::unexpected(error_of(counts.error()));
  for (const auto& one : *counts) {
    for (MapReport& map : report_.maps) {
      if (map.map == one.map) map.counts = one.counts;
    }
  }
  auto associations = lent_.ledger.association_counts();
  if (!associations) return std::unexpected(error_of(associations.error()));
  report_.associations = std::move(*associations);
  auto letters = lent_.ledger.letters("open", "", 1'000'000);
  if (!letters) return std::unexpected(error_of(letters.error()));
  std::map<std::tuple<std::string, std::string, std::string>, int64_t> causes;
  for (const ledger::Letter& letter : *letters) {
    if (concerns(letter)) ++causes[{letter.map, letter.code, letter.field}];
  }
  for (const auto& [cause, count] : causes) {
    report_.parked.push_back({std::get<0>(cause), std::get<1>(cause), std::get<2>(cause), count});
  }
  return {};
}

std::expected<Report, Error> Backfill::run() {
  auto begin = Clock::now();
  const package::Manifest& manifest = lent_.program.manifest();
  for (const std::string& name : options_.maps) {
    if (manifest.map(name) == nullptr) return std::unexpected(Error{fmt::format("the contract has no map {}", name)});
  }
  // A run of some maps is not the run of all of them; a replay is never taken up, because it is of other records each
  // time.
  std::string purpose = options_.purpose, version = manifest.semantic_hash;
  for (const std::string& name : options_.maps) purpose += " " + name;
  if (!options_.only.empty()) version += fmt::format(" {}", lent_.now_us());
  auto run = lent_.ledger.open_run(manifest.contract, version, purpose, lent_.now_us());
  if (!run) return std::unexpected(error_of(run.error()));
  run_ = *run;
  report_ = {.contract = manifest.contract, .version = manifest.version, .run = run_.id, .resumed = run_.resumed};
  crash_point("run_opened");
  for (uint32_t index : package::run_order(manifest)) {
    if (!chosen(manifest.maps[index].name)) continue;
    auto map = run_map(index);
    if (!map) return std::unexpected(map.error());
    report_.maps.push_back(std::move(*map));
  }
  if (auto done = complete(); !done) return std::unexpected(done.error());
  if (auto done = lent_.ledger.finish_run(run_.id, lent_.now_us()); !done)
    return std::unexpected(error_of(done.error()));
  report_.seconds = seconds_since(begin);
  return report_;
}

}  // namespace

std::expected<Report, Error> backfill(const Lent& lent, const Options& options) {
  return Backfill(lent, options).run();
}

}  // namespace treaty::sync
