#pragma once

#include <chrono>
#include <optional>
#include <random>
#include <string_view>

#include "compiler/package/manifest.h"

namespace treaty::limits {

/// How long a `Retry-After` header asks to wait: seconds, or an HTTP date in any of its three forms. Nothing when it
/// says neither.
std::optional<std::chrono::milliseconds> retry_after(std::string_view header,
                                                     std::chrono::system_clock::time_point now);

/// The wait before each further attempt: doubling from the contract's first to its longest, with jitter so that those
/// who failed together do not come back together.
class Backoff {
 public:
  Backoff(const package::Retry& retry, uint64_t seed) : retry_(retry), random_(seed) {}
  /// Nothing once all attempts are used up.
  std::optional<std::chrono::milliseconds> next();

 private:
  package::Retry retry_;
  int64_t attempt_ = 0;
  std::mt19937_64 random_;
};

}  // namespace treaty::limits
