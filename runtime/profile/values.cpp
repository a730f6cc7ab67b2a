#include "runtime/profile/values.h"

#include <algorithm>

#include "runtime/observe/redact.h"

namespace treaty::profile {

uint64_t length_of(std::string_view text) {
  return static_cast<uint64_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

void Values::add(std::string_view value, uint64_t line) {
  const uint64_t length = length_of(value), hash = hash_of(value);
  shortest_ = count_ == 0 ? length : std::min(shortest_, length);
  if (count_ == 0 || length > longest_) {
    longest_ = length;
    longest_line_ = line;
  }
  ++count_;
  distinct_.add(hash);
  extent_.add(value, line);
  if (!is_private_) {
    frequent_.add(hash, value, line);
  }
}

ValuesReport Values::report(size_t top) const {
  ValuesReport report{count_,        distinct_.count(), shortest_,         longest_,
                      longest_line_, extent_.range(),   frequent_.top(top)};
  report.most_frequent.masked = is_private_;
  return report;
}

Ranking Offenders::report(size_t top) const {
  Ranking ranking = frequent_.top(top);
  ranking.masked = is_private_;
  return ranking;
}

void Offenders::add(std::string_view value, uint64_t line) {
  if (is_private_) {
    const std::string masked = observe::mask(value);
    frequent_.add(hash_of(masked), masked, line);
  } else {
    frequent_.add(hash_of(value), value, line);
  }
}

}  // namespace treaty::profile
