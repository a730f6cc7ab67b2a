#include "compiler/budget/budget.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/core.h>

#include "compiler/budget/loads.h"
#include "compiler/budget/render.h"

namespace treaty::budget {
namespace {

constexpr double records_a_batch = 100;        // of HubSpot's object endpoints
constexpr double associations_a_batch = 2000;  // of its association endpoints
constexpr double day = 24 * 3600;
constexpr double usual_round = 300;  // seconds, where `sync` does not say

/// What all maps of a contract ask of a system, in requests.
struct Demand {
  double a_round = 0;
  double a_round_at_peak = 0;
  double once = 0;
  bool more_a_round = false, more_once = false;  ///< of resources whose volume nobody declared
};

/// A number as far as it is known: nothing is known of a zero that only stands for what was not declared.
struct Known {
  bool known = true, at_least = false;

  static Known of(double counted, bool more) { return {.known = counted > 0 || !more, .at_least = more}; }
  [[nodiscard]] std::string text(const std::string& value) const {
    return !known ? "not known" : at_least ? "at least " + value : value;
  }
  [[nodiscard]] double number(double value) const { return known ? value : NAN; }
  [[nodiscard]] std::string how(std::string words) const {
    return !known ? "no `volume` to reckon with" : at_least ? words + "; more where no `volume` is declared" : words;
  }
};

class Budget {
 public:
  Budget(const facts::Facts& facts, diagnostics::Diagnostics& out) : facts_(facts), out_(out) {
    const auto& sync = facts.agreements.sync;
    every_said_ = sync && sync->every_ms > 0;
    round_ = every_said_ ? static_cast<double>(sync->every_ms) / 1000 : usual_round;
    if (!sync || sync->every_ms == 0) {
      found_.unknown.push_back(
          fmt::format("how often it runs: `sync {{ every … }}` (reckoned with {})", time_text(usual_round)));
    }
  }

  Reckoning reckon() {
    for (const auto& map : facts_.maps) {
      if (map->resource && map->source && map->target && !facts::has_unread_lines(*map->resource)) {
        add_map(*map);
      }
    }
    for (const auto& system : facts_.systems) {
      if (demand_.contains(system.get())) {
        add_system(*system);
      }
    }
    check_levels();
    check_windows();
    return std::move(found_);
  }

 private:
  void add_map(const facts::Map& map) {
    const Load load = load_of(*map.resource);
    if (load.records == 0 && !read_.contains(map.resource)) {
      found_.unknown.push_back(
          fmt::format("how many `{}` there are: `volume 120_000 changing 400 per hour`", map.resource->name));
    }
    const double associations = static_cast<double>(map.associations.size());
    const auto writes = [&](double records) {
      return std::ceil(records / records_a_batch) + associations * std::ceil(records / associations_a_batch);
    };
    const double changed = load.changing * round_ / 3600, peak = load.peak * round_ / 3600;
    const double records = static_cast<double>(load.records), page = static_cast<double>(load.page);
    Demand& source = demand_[map.source];
    if (read_.insert(map.resource).second) {  // two maps of one resource read it twice only in a backfill
      const double everything = load.paged ? std::max(std::ceil(records / page), 1.0) : 1;
      source.a_round += load.full ? everything : std::max(std::ceil(changed / page), 1.0);
      source.a_round_at_peak += load.full ? everything : std::max(std::ceil(peak / page), 1.0);
      add_outage(map, load);
    }
    source.more_a_round = source.more_a_round || (load.full ? load.paged && records == 0 : load.changing == 0);
    source.more_once = source.more_once || (load.paged && records == 0);
    source.once += load.paged ? std::max(std::ceil(records / page), 1.0) : 1;
    Demand& target = demand_[map.target];
    target.a_round += changed > 0 ? writes(std::ceil(changed)) : 0;
    target.a_round_at_peak += peak > 0 ? writes(std::ceil(peak)) : 0;
    target.once += writes(records);
    target.more_a_round = target.more_a_round || load.changing == 0;
    target.more_once = target.more_once || records == 0;
    if (map.object && map.tree->arrow != ast::Arrow::forward && read_back_.insert(map.object).second) {
      add_reading_back(map, load);
    }
  }

  /// What flows back is asked for by search, whether or not something changed.
  void add_reading_back(const facts::Map& map, const Load& load) {
    constexpr double most_found = 10'000;  // of one search, over all its pages
    const double every = asked_every(*map.target, round_);
    Demand& portal = demand_[map.target];
    portal.a_round += std::max(round_ / every, 1.0);
    portal.a_round_at_peak += std::max(round_ / every, 1.0);
    if (load.peak > 0) {
      const double full = most_found / load.peak * 3600;
      found_.outage.push_back(
          {map.object->name, "one search shows changes of", time_text(full), full,
           fmt::format("10000 results at most; reckoned with {:.4g} changes an hour", load.peak)});
    }
  }

  void add_outage(const facts::Map& map, const Load& load) {
    if (load.full) {
      found_.outage.push_back(
          {map.resource->name, "an outage is survived", "of any length", INFINITY, "every round reads everything"});
    } else if (load.window) {
      found_.outage.push_back({map.resource->name, "an outage is survived", time_text(seconds(*load.window)),
                               seconds(*load.window),
                               "what `window` says the source looks back; longer ones take a full reading"});
    } else {
      found_.outage.push_back({map.resource->name, "an outage is survived", "of any length", INFINITY,
                               "no `window` limits how far the source looks back"});
    }
    if (load.window) {
      windows_.push_back({map.resource, map.source, load.changes, seconds(*load.window)});
    }
  }

  /// A window must reach over the longest time between two rounds, and over the backfill, during which changes pile
  /// up.
  void check_windows() {
    for (const Window& window : windows_) {
      const double quiet = capacity_of(*window.system).quiet_hours * 3600;
      if (window.length > 0 && window.length <= round_ + quiet) {
        auto& said = out_.report(window.span, diagnostics::window_too_short, window.resource->name);
        if (quiet > 0) {
          said.notes.push_back(fmt::format("between two rounds lie up to {}, quiet hours and all; the window is {}",
                                           time_text(round_ + quiet), time_text(window.length)));
        }
      } else if (window.length > 0 && window.length <= longest_backfill_) {
        out_.report(window.span, diagnostics::backfill_outlasts_window, window.resource->name,
                    time_text(longest_backfill_), time_text(window.length));
      }
    }
  }

  /// How long requests take: by the rate, by the day's quota, and stretched by quiet hours.
  double time_of(double requests, const Capacity& capacity) const {
    const double paced = capacity.per_second > 0 ? requests / capacity.per_second : 0;
    const double awake = 1 - capacity.quiet_hours / 24;
    const double stretched = paced > awake * day ? paced / std::max(awake, 0.01) : paced;
    const double days = capacity.per_day > 0 ? std::floor(requests / capacity.per_day) : 0;
    return std::max(stretched, days * day);
  }

  void add_system(const facts::System& system) {
    const Demand& demand = demand_[&system];
    const Capacity capacity = capacity_of(system);
    const std::string rate =
        capacity.per_second > 0 ? fmt::format("{:.4g} a second", capacity.per_second) : "no limit declared";
    const double round = time_of(demand.a_round, capacity), peak = time_of(demand.a_round_at_peak, capacity);
    const Known rounds_known = Known::of(demand.a_round, demand.more_a_round);
    found_.steady.push_back({system.name, "requests a round",
                             rounds_known.text(fmt::format("{:.0f}", demand.a_round)),
                             rounds_known.number(demand.a_round),
                             rounds_known.how(fmt::format("a round every {}; {:.0f} at peak", time_text(round_),
                                                          demand.a_round_at_peak))});
    found_.steady.push_back({system.name, "a round takes", rounds_known.text(time_text(round)),
                             rounds_known.number(round),
                             rounds_known.how(fmt::format("at {}; {} at peak", rate, time_text(peak)))});
    peak_time_ += peak;
    const bool late = peak > round_;
    if (late) {
      impossible_ = true;
      out_.report(system.tree->name.span, diagnostics::round_too_long, system.name, time_text(peak),
                  time_text(round_));
    }
    const double rounds = day * (1 - capacity.quiet_hours / 24) / round_;
    const double daily = demand.a_round * rounds;
    found_.steady.push_back(
        {system.name, "requests a day", rounds_known.text(fmt::format("{:.0f}", daily)), rounds_known.number(daily),
         rounds_known.how(capacity.per_day > 0
                              ? fmt::format("{:.0f} rounds; {:.0f} are allowed", rounds, capacity.per_day)
                              : fmt::format("{:.0f} rounds", rounds))});
    if (capacity.per_day > 0 && daily > capacity.per_day && !late) {
      impossible_ = true;
      const source::Span span = capacity.daily.file.valid() ? capacity.daily : system.tree->name.span;
      out_.report(span, diagnostics::daily_limit_exceeded, system.name, fmt::format("{:.0f}", daily),
                  fmt::format("{:.0f}", capacity.per_day));
    }
    const double backfill = time_of(demand.once, capacity);
    longest_backfill_ = std::max(longest_backfill_, backfill);
    const Known once_known = Known::of(demand.once, demand.more_once);
    found_.backfill.push_back({system.name, "requests", once_known.text(fmt::format("{:.0f}", demand.once)),
                               once_known.number(demand.once),
                               once_known.how("pages to read, or batches of 100 to write, with their associations")});
    const std::string quiet =
        capacity.quiet_hours > 0 ? fmt::format(", {:g} quiet hours a day", capacity.quiet_hours) : "";
    const std::string quota = capacity.per_day > 0 ? fmt::format(", {:.0f} a day", capacity.per_day) : "";
    found_.backfill.push_back({system.name, "takes at least", once_known.known ? time_text(backfill) : "not known",
                               once_known.number(backfill),
                               once_known.how(fmt::format("at {}{}{}", rate, quota, quiet))});
    if (!system.portal && capacity.per_second == 0 && system.kind == "rest") {
      found_.unknown.push_back(fmt::format("what `{}` lets through: `limit 10 per second`", system.name));
    }
    quiet_hours_ = std::max(quiet_hours_, capacity.quiet_hours);
  }

  void check_levels() {
    for (const facts::ServiceLevel& level : facts_.agreements.service_levels) {
      const double within = static_cast<double>(level.within_ms) / 1000;
      const double slowest = round_ + peak_time_;
      found_.steady.push_back({level.name, "a change arrives within", time_text(slowest), slowest,
                               fmt::format("a round every {}, and what a round takes at peak; {} is promised",
                                           time_text(round_), time_text(within))});
      if (slowest > within && within > 0 && every_said_ && !impossible_) {
        const bool alike = time_text(within) == time_text(slowest);  // the round alone takes all there is
        out_.report(level.span, diagnostics::level_unreachable, time_text(within),
                    (alike ? "more than " : "") + time_text(slowest));
      }
      const double awake = 100 * (1 - quiet_hours_ / 24);
      if (!level.excluding_quiet && quiet_hours_ * 3600 > within && level.share.value() > awake) {
        out_.report(level.span, diagnostics::level_against_quiet, level.share.digits, fmt::format("{:.1f}", awake));
      }
    }
  }

  const facts::Facts& facts_;
  diagnostics::Diagnostics& out_;
  Reckoning found_;
  struct Window {
    const facts::Resource* resource;
    const facts::System* system;
    source::Span span;
    double length;
  };
  bool every_said_ = false;
  bool impossible_ = false;  ///< rounds or days were said not to work out: what follows from them is not said as well
  double round_ = 0, peak_time_ = 0, quiet_hours_ = 0, longest_backfill_ = 0;
  std::vector<Window> windows_;
  std::set<const schema::HubspotObject*> read_back_;
  std::map<const facts::System*, Demand> demand_;
  std::set<const facts::Resource*> read_;
};

}  // namespace

Reckoning reckon(const facts::Facts& facts, diagnostics::Diagnostics& diagnostics) {
  return Budget(facts, diagnostics).reckon();
}

}  // namespace treaty::budget
