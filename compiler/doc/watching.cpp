// Monitoring and acceptance.

#include <fmt/core.h>

#include "compiler/doc/sections.h"

namespace treaty::doc {
namespace {

std::string metric_of(facts::Alert::Metric metric) {
  switch (metric) {
    case facts::Alert::Metric::failed:
      return "failed records";
    case facts::Alert::Metric::parked:
      return "records set aside";
    case facts::Alert::Metric::letters:
      return "open letters";
    case facts::Alert::Metric::conflicts:
      return "conflicts";
    case facts::Alert::Metric::p50:
      return "the time of half of all records";
    case facts::Alert::Metric::p95:
      return "the time of 95% of records";
    case facts::Alert::Metric::p99:
      return "the time of 99% of records";
    case facts::Alert::Metric::lag:
      return "how far it lags behind";
    case facts::Alert::Metric::volume:
      return "the number of records";
  }
  return "";
}

std::string bound_of(const facts::Alert& alert) {
  using enum facts::Alert::Metric;
  const std::string over = alert.over_ms > 0 ? " over " + time_of(alert.over_ms) : "";
  if (alert.metric == volume) {
    return fmt::format("{} deviates by {} sigma from the last {}", metric_of(alert.metric), alert.above,
                       time_of(alert.from_ms));
  }
  const std::string above = alert.above_ms > 0                                 ? time_of(alert.above_ms)
                            : alert.metric == failed || alert.metric == parked ? alert.above + "%"
                                                                               : alert.above;
  return metric_of(alert.metric) + " above " + above + over;
}

}  // namespace

Section monitoring(const Gathered& gathered) {
  Section section{.title = "Monitoring", .blocks = {}, .sections = {}};
  const auto& agreements = gathered.facts.agreements;
  Table levels;
  levels.caption = "Service levels";
  levels.columns = {"Name", "Promise", "Measured over"};
  for (const facts::ServiceLevel& level : agreements.service_levels) {
    levels.rows.push_back({code(level.name), level.share.digits + "% of records within " + time_of(level.within_ms),
                           time_of(level.over_ms) + (level.excluding_quiet ? ", quiet hours left out" : "")});
  }
  Table alerts;
  alerts.caption = "Alerts";
  alerts.columns = {"Name", "When", "Told by"};
  for (const facts::Alert& alert : agreements.alerts) {
    const bool mail = alert.channel == facts::Alert::Channel::email;
    alerts.rows.push_back({code(alert.name), bound_of(alert),
                           Line(std::string(facts::word_of(alert.channel))) + " " +
                               (mail ? Line(alert.to) : Line("(secret ") + code(alert.to) + ")")});
  }
  for (Table* table : {&levels, &alerts}) {
    if (!table->rows.empty()) {
      section.blocks.emplace_back(std::move(*table));
    }
  }
  if (!section.blocks.empty() && (not_in_force(gathered, "sla") || not_in_force(gathered, "alert"))) {
    section.blocks.emplace_back(
        Paragraph{open("Agreed, but not watched by this version of Treaty: it has to be watched by other means.")});
  }
  return section;
}

Section acceptance(const Gathered& gathered) {
  Section section{.title = "Acceptance", .blocks = {}, .sections = {}};
  const auto& accept = gathered.facts.agreements.acceptance;
  if (!accept) {
    return section;
  }
  List list;
  for (const auto& complete : accept->complete) {
    std::vector<Line> shares;
    for (const auto& [property, share] : complete.properties) {
      shares.push_back(code(property) + " in " + share.digits + "%");
    }
    list.items.push_back(Line("Of the records of ") + code(complete.map) + ", these have a value: " + joined(shares) +
                         ".");
  }
  for (const auto& refers : accept->refers) {
    list.items.push_back(Line(refers.share.digits + "% of ") + code(refers.from) + " are linked to " +
                         code(refers.to) + ".");
  }
  for (const auto& duplicates : accept->duplicates) {
    list.items.push_back(Line("At most " + duplicates.at_most.digits + "% of " + duplicates.object + " in ") +
                         title_of(gathered.facts, duplicates.system) + " share their " + code(duplicates.property) +
                         " with another.");
  }
  for (const auto& counts : accept->counts) {
    list.items.push_back(Line("The counts of ") + code(counts.map) + " on both sides differ by " +
                         (counts.within == "0" ? "nothing." : counts.within + " records at most."));
  }
  section.blocks.emplace_back(Paragraph{"The work is accepted when:"});
  section.blocks.emplace_back(std::move(list));
  if (not_in_force(gathered, "accept")) {
    section.blocks.emplace_back(
        Paragraph{open("This version of Treaty does not measure it: it has to be shown by other "
                       "means.")});
  }
  return section;
}

}  // namespace treaty::doc
