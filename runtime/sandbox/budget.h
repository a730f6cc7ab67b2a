#pragma once

#include <cstdint>
#include <deque>

namespace treaty::sandbox {

/// Counts requests as HubSpot does and says when a budget is used up. Times in milliseconds.
class Budget {
 public:
  Budget(int64_t burst, int64_t search_per_second, int64_t daily)
      : burst_(burst), search_(search_per_second), daily_(daily) {}

  enum class Verdict { let_in, ten_seconds, second, day };
  Verdict count(int64_t now, bool search);

  [[nodiscard]] int64_t burst() const { return burst_; }
  [[nodiscard]] int64_t left() const { return burst_ - static_cast<int64_t>(recent_.size()); }
  [[nodiscard]] int64_t daily() const { return daily_; }
  [[nodiscard]] int64_t daily_left() const { return daily_ - today_; }
  [[nodiscard]] int64_t total() const { return total_; }
  [[nodiscard]] int64_t refused() const { return refused_; }
  [[nodiscard]] int64_t busiest() const { return busiest_; }

 private:
  int64_t burst_, search_, daily_;
  std::deque<int64_t> recent_;    ///< of the last ten seconds
  std::deque<int64_t> searches_;  ///< of the last second
  int64_t today_ = 0, total_ = 0, refused_ = 0, busiest_ = 0;
};

}  // namespace treaty::sandbox
