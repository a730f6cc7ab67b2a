#include "runtime/limits/bucket.h"

#include <algorithm>
#include <thread>

namespace treaty::limits {
namespace {

/// A day's quota is counted by the server; a ring of its size would be a waste of memory. Spread over shorter windows
/// it would slow a short run down for nothing, so it is left to the server's 429.
constexpr int64_t largest_window = 20'000;

/// Clocks differ and packets travel: windows are kept a little longer than declared.
constexpr std::chrono::milliseconds margin{20};

}  // namespace

Window::Window(int64_t count, std::chrono::milliseconds length)
    : count_(std::max<int64_t>(count, 1)), length_(length), taken_(static_cast<size_t>(count_)) {}

Clock::time_point Window::next(Clock::time_point now) const {
  Clock::time_point oldest = taken_[oldest_];
  if (oldest == Clock::time_point{}) return now;
  return std::max(now, oldest + length_ + margin);
}

void Window::take(Clock::time_point at) {
  taken_[oldest_] = at;
  oldest_ = (oldest_ + 1) % taken_.size();
}

void Window::learn(int64_t count, int64_t remaining, std::chrono::milliseconds length, Clock::time_point now) {
  if (count != count_ || length != length_) *this = Window(count, length);
  // Others use the same quota: what the server no longer has was taken by somebody, now at the latest.
  int64_t known =
      std::count_if(taken_.begin(), taken_.end(), [&](Clock::time_point one) { return one + length_ > now; });
  for (int64_t missing = count_ - remaining - known; missing > 0; --missing) take(now);
}

Limiter::Limiter(const std::vector<package::Limit>& limits) {
  for (const package::Limit& limit : limits) {
    if (limit.count <= 0 || limit.count > largest_window) continue;
    windows_.emplace_back(limit.count, std::chrono::milliseconds(limit.per_ms));
  }
}

void Limiter::pass() {
  std::unique_lock lock(mutex_);
  while (true) {
    Clock::time_point now = Clock::now(), when = std::max(now, paused_until_);
    for (const Window& window : windows_) when = std::max(when, window.next(now));
    if (learned_) when = std::max(when, learned_->next(now));
    if (when <= now) {
      for (Window& window : windows_) window.take(now);
      if (learned_) learned_->take(now);
      return;
    }
    lock.unlock();
    std::this_thread::sleep_until(when);
    lock.lock();
  }
}

void Limiter::pause(std::chrono::milliseconds length) {
  std::lock_guard lock(mutex_);
  paused_until_ = std::max(paused_until_, Clock::now() + length);
}

void Limiter::learn(int64_t count, int64_t remaining, std::chrono::milliseconds length) {
  if (count <= 0 || count > largest_window || length.count() <= 0) return;
  std::lock_guard lock(mutex_);
  if (!learned_) learned_.emplace(count, length);
  learned_->learn(count, remaining, length, Clock::now());
}

}  // namespace treaty::limits
