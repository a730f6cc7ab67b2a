#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>

#include "runtime/host/existing.h"

namespace treaty::host {
namespace {

/// The purpose of a run of some maps goes on with their names.
bool is_replay(const ledger::Run& run) { return run.purpose == "replay" || run.purpose.starts_with("replay "); }

Error ledger_error(const ledger::Error& error) { return {Error::Kind::ledger, error.message}; }

}  // namespace

std::expected<Status, Error> status(const std::string& path) {
  auto opened = open_existing(path);
  if (!opened) return std::unexpected(opened.error());
  ledger::Ledger& ledger = **opened;
  Status status;
  auto runs = ledger.runs();
  if (!runs) return std::unexpected(ledger_error(runs.error()));
  status.runs = std::move(*runs);
  std::set<std::string> seen;
  for (auto run = status.runs.rbegin(); run != status.runs.rend(); ++run) {
    if (is_replay(*run)) continue;  // of a few records: its counts say nothing of the map
    auto counts = ledger.counts(run->id);
    if (!counts) return std::unexpected(ledger_error(counts.error()));
    for (auto& one : *counts) {
      if (!seen.insert(one.map).second) continue;
      auto cursor = ledger.cursor(run->id, one.map);
      auto linked = ledger.link_count(one.map);
      auto letters = ledger.letters("open", one.map, 1'000'000);
      auto under_way = ledger.unfinished(one.map);
      if (!cursor || !linked || !letters || !under_way)
        return std::unexpected(Error{Error::Kind::ledger, "the ledger cannot be read"});
      status.maps.push_back({one.map, one.counts, *linked, static_cast<int64_t>(letters->size()),
                             static_cast<int64_t>(under_way->size()), cursor->complete});
    }
  }
  auto associations = ledger.association_counts();
  if (!associations) return std::unexpected(ledger_error(associations.error()));
  status.associations = std::move(*associations);
  return status;
}

std::string to_text(const Status& status) {
  std::string text;
  if (status.runs.empty()) return "nothing has run yet\n";
  const ledger::Run& last = status.runs.back();
  text += fmt::format("{} {}; the last one, {} ({}, {}), is {}\n", status.runs.size(),
                      status.runs.size() == 1 ? "run" : "runs", last.id, last.contract, last.purpose, last.state);
  if (is_replay(last)) text += "a replay is of a few records: what was read and written is of the run before it\n";
  text += fmt::format("\n{:<18} {:>9} {:>9} {:>9} {:>10} {:>9} {:>9} {:>9} {:>9}\n", "map", "linked", "read",
                      "written", "unchanged", "filtered", "parked", "letters", "under way");
  for (const MapStatus& map : status.maps) {
    text += fmt::format("{:<18} {:>9} {:>9} {:>9} {:>10} {:>9} {:>9} {:>9} {:>9}{}\n", map.map, map.linked,
                        map.last.read, map.last.written(), map.last.unchanged, map.last.filtered, map.last.parked,
                        map.open_letters, map.under_way, map.complete ? "" : "  not finished");
  }
  for (const auto& one : status.associations) {
    text += fmt::format("\n{} → {}{}: {} made, {} waiting, {} refused", one.from_map, one.to_map,
                        one.label.empty() ? "" : " \"" + one.label + "\"", one.done, one.waiting, one.refused);
  }
  return status.associations.empty() ? text : text + "\n";
}

std::string to_json(const Status& status) {
  nlohmann::ordered_json json = {{"runs", nlohmann::ordered_json::array()},
                                 {"maps", nlohmann::ordered_json::array()},
                                 {"associations", nlohmann::ordered_json::array()}};
  for (const ledger::Run& run : status.runs) {
    json["runs"].push_back({{"id", run.id},
                            {"contract", run.contract},
                            {"purpose", run.purpose},
                            {"state", run.state},
                            {"started_us", run.started_us},
                            {"finished_us", run.finished_us},
                            {"resumed", run.resumed}});
  }
  for (const MapStatus& map : status.maps) {
    json["maps"].push_back({{"map", map.map},
                            {"linked", map.linked},
                            {"complete", map.complete},
                            {"read", map.last.read},
                            {"written", map.last.written()},
                            {"unchanged", map.last.unchanged},
                            {"filtered", map.last.filtered},
                            {"parked", map.last.parked},
                            {"open_letters", map.open_letters},
                            {"under_way", map.under_way}});
  }
  for (const auto& one : status.associations) {
    json["associations"].push_back({{"from", one.from_map},
                                    {"to", one.to_map},
                                    {"label", one.label},
                                    {"made", one.done},
                                    {"waiting", one.waiting},
                                    {"refused", one.refused}});
  }
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace treaty::host
