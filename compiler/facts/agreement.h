#pragma once

// What is agreed about how the integration behaves, beside what it maps: service levels, alerts, acceptance, records
// kept. Data only; times in milliseconds, calendar months apart from them.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/ast/ast.h"

namespace treaty::facts {

/// A share of a hundred, as written: `99`, `0.1`.
struct Percent {
  std::string digits;
  [[nodiscard]] double value() const;
};

struct Sync {
  struct Loops {
    std::string marker;  ///< the property that carries who wrote last; empty: none
    int64_t window_ms = 0;
    bool hash = false;
  };
  source::Span span;
  int64_t every_ms = 0;               ///< 0: not said
  std::vector<std::string> backfill;  ///< maps, in order; empty: not said
  std::optional<Loops> loops;
};

/// `99% of records within 5min over 1d excluding quiet`
struct ServiceLevel {
  source::Span span;
  std::string name;
  Percent share;
  int64_t within_ms = 0;
  int64_t over_ms = 0;
  bool excluding_quiet = false;
};

struct Alert {
  enum class Metric { failed, parked, letters, conflicts, p50, p95, p99, lag, volume };
  enum class Channel { slack, pagerduty, email, webhook };
  source::Span span;
  std::string name;
  Metric metric = Metric::failed;
  std::string above;     ///< a share, a count, a number of standard deviations: digits as written
  int64_t above_ms = 0;  ///< of a metric that is a time
  int64_t over_ms = 0;   ///< 0: at any moment
  int64_t from_ms = 0;   ///< volume: the days it is compared with
  Channel channel = Channel::email;
  std::string to;  ///< an address, or a secret's name
};

struct Acceptance {
  struct Complete {
    std::string map;
    std::vector<std::pair<std::string, Percent>> properties;
    source::Span span;
  };
  struct Refers {
    std::string from, to;
    Percent share;
    source::Span span;
  };
  struct Duplicates {
    std::string system, object, property;
    Percent at_most;
    source::Span span;
  };
  struct Counts {
    std::string map;
    std::string within;  ///< records, as written
    source::Span span;
  };
  source::Span span;
  std::vector<Complete> complete;
  std::vector<Refers> refers;
  std::vector<Duplicates> duplicates;
  std::vector<Counts> counts;
};

struct Books {
  enum class Contents { hashes, written };
  source::Span span;
  std::string name;
  ast::Duration keep;
  Contents contents = Contents::hashes;
};

/// A property that an existing integration writes.
struct ExistingWrite {
  const ast::Existing* by = nullptr;
  std::string system, object, property;
  source::Span span;
};

struct Agreements {
  std::vector<const ast::Party*> parties;
  std::vector<const ast::Environment*> environments;
  std::vector<const ast::Existing*> existing;
  std::vector<ExistingWrite> existing_writes;
  std::vector<const ast::Pending*> pending;
  std::vector<const ast::UseCase*> use_cases;
  std::optional<Sync> sync;
  std::vector<ServiceLevel> service_levels;
  std::vector<Alert> alerts;
  std::optional<Acceptance> acceptance;
  std::vector<Books> books;
};

/// `failed`, `p99`, …: the word of the contract.
std::string_view word_of(Alert::Metric metric);
std::string_view word_of(Alert::Channel channel);

}  // namespace treaty::facts
