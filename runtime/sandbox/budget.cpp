#include "runtime/sandbox/budget.h"

#include <algorithm>

namespace treaty::sandbox {

Budget::Verdict Budget::count(int64_t now, bool search) {
  ++total_;
  while (!recent_.empty() && recent_.front() <= now - 10'000) {
    recent_.pop_front();
  }
  while (!searches_.empty() && searches_.front() <= now - 1'000) {
    searches_.pop_front();
  }
  Verdict verdict = Verdict::let_in;
  if (burst_ > 0 && static_cast<int64_t>(recent_.size()) >= burst_) {
    verdict = Verdict::ten_seconds;
  } else if (search && search_ > 0 && static_cast<int64_t>(searches_.size()) >= search_) {
    verdict = Verdict::second;
  } else if (daily_ > 0 && today_ >= daily_) {
    verdict = Verdict::day;
  }
  if (verdict != Verdict::let_in) {
    ++refused_;
    return verdict;
  }
  recent_.push_back(now);
  if (search) {
    searches_.push_back(now);
  }
  ++today_;
  busiest_ = std::max(busiest_, static_cast<int64_t>(recent_.size()));
  return verdict;
}

}  // namespace treaty::sandbox
