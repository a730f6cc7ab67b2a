#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "compiler/facts/facts.h"

namespace treaty::budget {

/// What a resource declares of its size and its paging; rates an hour.
struct Load {
  int64_t records = 0;  ///< 0: not declared
  double changing = 0;
  double peak = 0;
  int64_t page = 100;  ///< records a request; where none is declared
  bool paged = false;
  bool full = true;  ///< every round reads everything
  std::optional<ast::Duration> window, lookback;
  source::Span changes;
};
Load load_of(const facts::Resource& resource);

/// How many requests a system takes; 0: no limit declared.
struct Capacity {
  double per_second = 0;
  double per_day = 0;
  double quiet_hours = 0;  ///< of each day
  source::Span quiet, daily;
};
/// A REST system's by its `limit` and `quiet`; HubSpot's by its tier (usage guidelines of developers.hubspot.com).
Capacity capacity_of(const facts::System& system);

/// `changes every 1min`: how often a system is asked what changed, in seconds.
double asked_every(const facts::System& system, double otherwise);

/// In seconds; a month counts for thirty days.
double seconds(const ast::Duration& duration);

}  // namespace treaty::budget
