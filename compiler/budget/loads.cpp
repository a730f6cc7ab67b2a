#include "compiler/budget/loads.h"

#include <algorithm>
#include <cstdio>

namespace treaty::budget {
namespace {

bool is_unit(const std::string& unit) {
  return unit == "second" || unit == "minute" || unit == "hour" || unit == "day";
}

double hours_of(const std::string& unit) {
  if (unit == "second") {
    return 1.0 / 3600;
  }
  if (unit == "minute") {
    return 1.0 / 60;
  }
  return unit == "day" ? 24 : 1;
}

/// `23:00` in hours.
double clock(const std::string& time) {
  int hours = 0, minutes = 0;
  std::sscanf(time.c_str(), "%d:%d", &hours, &minutes);
  return hours + minutes / 60.0;
}

void add_limit(Capacity& capacity, const ast::Limit& limit, source::Span span) {
  if (!is_unit(limit.per.text) || limit.count == 0) {
    return;  // it was reported
  }
  const double period = hours_of(limit.per.text) * 3600;
  if (limit.per.text == "day") {
    capacity.per_day = capacity.per_day == 0 ? static_cast<double>(limit.count)
                                             : std::min(capacity.per_day, static_cast<double>(limit.count));
    capacity.daily = span;
    return;
  }
  const double rate = static_cast<double>(limit.count) / period;
  capacity.per_second = capacity.per_second == 0 ? rate : std::min(capacity.per_second, rate);
}

/// Requests of a private app or service key: in ten seconds, and in a day.
Capacity hubspot(const facts::System& system) {
  const std::string_view tier = system.tier;
  if (tier == "enterprise") {
    return {.per_second = 19, .per_day = 1'000'000};
  }
  if (tier == "professional") {
    return {.per_second = 19, .per_day = 625'000};
  }
  return {.per_second = 10, .per_day = 250'000};
}

}  // namespace

double seconds(const ast::Duration& duration) {
  return static_cast<double>(duration.milliseconds) / 1000 + static_cast<double>(duration.months) * 30 * 24 * 3600;
}

Load load_of(const facts::Resource& resource) {
  Load load;
  if (!resource.tree) {
    return load;
  }
  for (const ast::ResourceEntry& entry : resource.tree->entries) {
    if (const auto* volume = std::get_if<ast::Volume>(&entry.node)) {
      load.records = volume->records;
      const auto rate = [](const std::optional<ast::Volume::Rate>& one) {
        return one && is_unit(one->per.text) ? static_cast<double>(one->count) / hours_of(one->per.text) : 0.0;
      };
      load.changing = rate(volume->changing);
      load.peak = std::max(rate(volume->peak), load.changing);
    } else if (const auto* page = std::get_if<ast::Page>(&entry.node)) {
      load.paged = true;
      load.page = std::max<int64_t>(page->size.value_or(load.page), 1);
    } else if (const auto* changes = std::get_if<ast::Changes>(&entry.node)) {
      load.full = changes->full || !changes->field;
      load.window = changes->window;
      load.lookback = changes->lookback;
      load.changes = entry.span;
    }
  }
  return load;
}

double asked_every(const facts::System& system, double otherwise) {
  for (const ast::SystemEntry& entry : system.tree->entries) {
    const auto* changes = std::get_if<ast::Changes>(&entry.node);
    if (changes && changes->every && seconds(*changes->every) > 0) {
      return seconds(*changes->every);
    }
  }
  return otherwise;
}

Capacity capacity_of(const facts::System& system) {
  Capacity capacity = system.portal ? hubspot(system) : Capacity{};
  for (const ast::SystemEntry& entry : system.tree->entries) {
    if (const auto* limit = std::get_if<ast::Limit>(&entry.node)) {
      add_limit(capacity, *limit, entry.span);
    } else if (const auto* quiet = std::get_if<ast::Quiet>(&entry.node)) {
      const double length = clock(quiet->to.value) - clock(quiet->from.value);
      capacity.quiet_hours += length < 0 ? length + 24 : length;
      capacity.quiet = entry.span;
    }
  }
  return capacity;
}

}  // namespace treaty::budget
