#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

#include "compiler/package/manifest.h"

namespace treaty::limits {

using Clock = std::chrono::steady_clock;

/// Lets at most so many through in every window of time, whatever its position: a token is given back one window
/// after it was taken. That is stricter than a refilling bucket and never exceeds the server's own rolling count.
class Window {
 public:
  Window(int64_t count, std::chrono::milliseconds length);
  /// When the next may pass; not after `now` if at once.
  [[nodiscard]] Clock::time_point next(Clock::time_point now) const;
  void take(Clock::time_point at);
  /// The server says how many a window holds, and how many of them are left.
  void learn(int64_t count, int64_t remaining, std::chrono::milliseconds length, Clock::time_point now);

 private:
  int64_t count_;
  std::chrono::milliseconds length_;
  std::vector<Clock::time_point> taken_;  ///< ring of the last `count_`
  size_t oldest_ = 0;
};

/// All limits of one system. Shared by threads; `pass` blocks.
class Limiter {
 public:
  explicit Limiter(const std::vector<package::Limit>& limits);
  /// Waits until every window has room and no pause is in force, and takes a place in each.
  void pass();
  /// Nobody passes for so long: the server asked for it.
  void pause(std::chrono::milliseconds length);
  /// What HubSpot's X-HubSpot-RateLimit headers say.
  void learn(int64_t count, int64_t remaining, std::chrono::milliseconds length);

 private:
  std::mutex mutex_;
  std::vector<Window> windows_;
  std::optional<Window> learned_;
  Clock::time_point paused_until_{};
};

}  // namespace treaty::limits
