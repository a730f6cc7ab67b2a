#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <memory>
#include <string>

namespace treaty::sandbox {

struct HubspotOptions {
  uint16_t port = 0;              ///< 0: any that is free
  std::string database;           ///< a file that keeps the state; empty: in memory
  std::string token = "sandbox";  ///< the bearer token that is let in; empty: any
  int64_t index_lag_ms = 10'000;  ///< after which search sees a write
  int64_t burst = 190;            ///< requests in ten seconds; 0: no limit
  int64_t search_per_second = 5;
  int64_t daily = 1'000'000;
  bool enterprise = true;  ///< custom objects are there
};

/// A HubSpot of our own on loopback, for rehearsals and tests: objects, batches, search, properties, associations,
/// owners, pipelines and custom objects on the v3/v4 and dated paths, with the validation, limits and error bodies of
/// the real one. Under /_sandbox/ stand what the real one lacks: `dump`, `counts`, `traffic`, `faults`, `reset`.
class HubspotSandbox {
 public:
  static std::expected<std::unique_ptr<HubspotSandbox>, std::string> start(const HubspotOptions& options);
  ~HubspotSandbox();

  [[nodiscard]] std::string url() const;
  /// Live records by object.
  [[nodiscard]] std::map<std::string, int64_t> counts() const;
  /// Every record with its properties and associations, as JSON in a fixed order: equal for equal content, whatever
  /// ids were given out when `stable` leaves ids and times out.
  [[nodiscard]] std::string dump(bool stable) const;
  /// The most requests counted in any ten seconds, and how many were refused for that.
  [[nodiscard]] std::pair<int64_t, int64_t> busiest() const;

 private:
  struct Impl;
  explicit HubspotSandbox(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace treaty::sandbox
