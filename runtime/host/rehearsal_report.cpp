#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "runtime/host/rehearse.h"

namespace treaty::host {

std::string to_text(const RehearsalReport& report) {
  std::string text = sync::to_text(report.run);
  text += fmt::format("\nread back from the portal\n");
  for (const ObjectCheck& check : report.objects) {
    text += fmt::format("  {:<36} {:>9} record{}{}\n", check.object, check.in_portal, check.in_portal == 1 ? "" : "s",
                        check.in_portal == check.linked ? "" : fmt::format(", but {} in the ledger", check.linked));
  }
  for (const ReferenceCheck& check : report.references) {
    std::string name =
        check.from_map + " -> " + check.to_map + (check.label.empty() ? "" : " \"" + check.label + "\"");
    text += fmt::format("  {:<36} {:>9} of {} associations in place", name, check.in_place, check.expected);
    if (check.waiting > 0) text += fmt::format("; {} wait for a record that was not written", check.waiting);
    text += '\n';
  }
  if (const int64_t parked = report.run.total().parked; parked > 0) {
    text +=
        fmt::format("\n{} {} parked, each with its cause: {}\n", parked, parked == 1 ? "record was" : "records were",
                    report.ledger.empty() ? "--keep FOLDER keeps them for `treaty letters list`"
                                          : fmt::format("see `treaty letters list --ledger {}`", report.ledger));
  }
  if (report.good()) return text + "\neverything that was written is there\n";
  text += '\n';
  for (const std::string& problem : report.problems) text += "wrong: " + problem + "\n";
  return text;
}

std::string to_json(const RehearsalReport& report) {
  auto json = nlohmann::ordered_json::parse(sync::to_json(report.run));
  json["objects"] = nlohmann::ordered_json::array();
  for (const ObjectCheck& check : report.objects) {
    json["objects"].push_back({{"object", check.object}, {"in_portal", check.in_portal}, {"linked", check.linked}});
  }
  json["references"] = nlohmann::ordered_json::array();
  for (const ReferenceCheck& check : report.references) {
    json["references"].push_back({{"from", check.from_map},
                                  {"to", check.to_map},
                                  {"label", check.label},
                                  {"expected", check.expected},
                                  {"in_place", check.in_place},
                                  {"waiting", check.waiting}});
  }
  json["busiest_ten_seconds"] = report.busiest_ten_seconds;
  json["refused_by_limit"] = report.refused_by_limit;
  json["problems"] = report.problems;
  json["good"] = report.good();
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace treaty::host
