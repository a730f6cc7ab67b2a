#include "runtime/sync/report.h"

#include <fmt/format.h>

#include <algorithm>

#include <nlohmann/json.hpp>

namespace treaty::sync {
namespace {

constexpr const char* row = "{:<18} {:>9} {:>9} {:>9} {:>10} {:>9} {:>8} {:>8}\n";

std::string row_of(const std::string& name, const ledger::Counts& c, double seconds) {
  return fmt::format(row, name, c.read, c.created, c.updated, c.unchanged, c.filtered, c.parked,
                     fmt::format("{:.2f}", seconds));
}

nlohmann::ordered_json json_of(const ledger::Counts& c) {
  return {{"read", c.read},           {"written", c.written()}, {"created", c.created}, {"updated", c.updated},
          {"unchanged", c.unchanged}, {"filtered", c.filtered}, {"parked", c.parked},   {"merged", c.merged}};
}

std::string counted(int64_t count, const char* what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string associations_text(const Report& report) {
  if (report.associations.empty()) return {};
  std::string text = fmt::format("\n{:<38} {:>9} {:>9} {:>9}\n", "associations", "made", "waiting", "refused");
  for (const auto& one : report.associations) {
    std::string name = one.from_map + " → " + one.to_map + (one.label.empty() ? "" : " \"" + one.label + "\"");
    // An arrow is one column wide and three bytes long; fmt counts columns.
    text += fmt::format("{:<38} {:>9} {:>9} {:>9}\n", name, one.done, one.waiting, one.refused);
  }
  return text;
}

}  // namespace

ledger::Counts Report::total() const {
  ledger::Counts total;
  for (const MapReport& map : maps) total += map.counts;
  return total;
}

bool Report::has_findings() const {
  return total().parked > 0 ||
         std::ranges::any_of(associations, [](const auto& counts) { return counts.refused > 0; });
}

std::string to_text(const Report& report) {
  std::string text =
      fmt::format("{} {}, run {}{}\n\n", report.contract, report.version, report.run,
                  report.resumed > 0 ? fmt::format(" (taken up {})", counted(report.resumed, "time")) : "");
  text += fmt::format(row, "map", "read", "created", "updated", "unchanged", "filtered", "parked", "seconds");
  double seconds = 0;
  for (const MapReport& map : report.maps) {
    text += row_of(map.map, map.counts, map.seconds);
    seconds += map.seconds;
  }
  text += row_of("all", report.total(), seconds);
  text += associations_text(report);
  for (const auto& one : report.associations) {
    if (one.unwanted == 0) continue;
    text += fmt::format("\n{} from {} to {} asked for no longer and left in place\n",
                        counted(one.unwanted, "association"), one.from_map, one.to_map);
  }
  if (int64_t merged = report.total().merged; merged > 0) {
    text +=
        fmt::format("\n{} of the unchanged stand for a HubSpot record together with another source record\n", merged);
  }
  for (const ParkedCause& cause : report.parked) {
    text += fmt::format("\nparked: {} in map {}: {}{}", cause.count, cause.map, cause.code,
                        cause.field.empty() ? "" : " at " + cause.field);
  }
  if (!report.parked.empty()) text += '\n';
  for (const Disagreement& one : report.disagreements) {
    text += fmt::format("\nHubSpot kept another value of {} than was sent, {} in map {} (first: record {})\n",
                        one.property, counted(one.count, "time"), one.map, one.example_key);
  }
  text += fmt::format("\nwritten {} of {} read, {} made; {}, {} {}, {} told to slow down; {:.2f} s\n",
                      report.total().written(), report.total().read, counted(report.associated, "association"),
                      counted(report.requests, "request"), report.retries, report.retries == 1 ? "retry" : "retries",
                      counted(report.limited, "time"), report.seconds);
  return text;
}

std::string to_json(const Report& report) {
  nlohmann::ordered_json json = {{"contract", report.contract},
                                 {"version", report.version},
                                 {"run", report.run},
                                 {"resumed", report.resumed},
                                 {"provisioned", report.provisioned}};
  json["maps"] = nlohmann::ordered_json::array();
  for (const MapReport& map : report.maps) {
    auto one = json_of(map.counts);
    one["map"] = map.map;
    one["object"] = map.object;
    one["seconds"] = map.seconds;
    one["finished"] = map.finished;
    json["maps"].push_back(std::move(one));
  }
  json["total"] = json_of(report.total());
  json["associations"] = nlohmann::ordered_json::array();
  for (const auto& one : report.associations) {
    json["associations"].push_back({{"from", one.from_map},
                                    {"to", one.to_map},
                                    {"label", one.label},
                                    {"made", one.done},
                                    {"waiting", one.waiting},
                                    {"unwanted", one.unwanted},
                                    {"refused", one.refused}});
  }
  json["associated"] = report.associated;
  json["parked"] = nlohmann::ordered_json::array();
  for (const ParkedCause& one : report.parked) {
    json["parked"].push_back({{"map", one.map}, {"code", one.code}, {"field", one.field}, {"count", one.count}});
  }
  json["disagreements"] = nlohmann::ordered_json::array();
  for (const Disagreement& one : report.disagreements) {
    json["disagreements"].push_back({{"map", one.map}, {"property", one.property}, {"count", one.count}});
  }
  json["requests"] = report.requests;
  json["retries"] = report.retries;
  json["limited"] = report.limited;
  json["seconds"] = report.seconds;
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace treaty::sync
