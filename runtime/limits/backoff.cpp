#include "runtime/limits/backoff.h"

#include <algorithm>
#include <charconv>
#include <ctime>
#include <string>

namespace treaty::limits {

std::optional<std::chrono::milliseconds> retry_after(std::string_view header,
                                                     std::chrono::system_clock::time_point now) {
  while (!header.empty() && header.front() == ' ') header.remove_prefix(1);
  while (!header.empty() && header.back() == ' ') header.remove_suffix(1);
  if (header.empty()) return {};
  double seconds = 0;  // some servers send fractions
  auto [end, failure] = std::from_chars(header.data(), header.data() + header.size(), seconds);
  if (failure == std::errc() && end == header.data() + header.size()) {
    if (!(seconds >= 0) || seconds > 1e9) return {};
    return std::chrono::milliseconds(static_cast<int64_t>(seconds * 1000));
  }
  std::string text(header);
  for (const char* form : {"%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"}) {
    std::tm fields{};
    const char* rest = strptime(text.c_str(), form, &fields);
    if (rest == nullptr || *rest != '\0') continue;
    auto when = std::chrono::system_clock::from_time_t(timegm(&fields));
    auto wait = std::chrono::duration_cast<std::chrono::milliseconds>(when - now);
    return std::max(wait, std::chrono::milliseconds(0));
  }
  return {};
}

std::optional<std::chrono::milliseconds> Backoff::next() {
  if (attempt_ >= retry_.times) return {};
  int64_t longest = std::max<int64_t>(retry_.to_ms, 1);
  int64_t wait = std::max<int64_t>(retry_.from_ms, 1);
  for (int64_t i = 0; i < attempt_ && wait < longest; ++i) wait *= 2;
  wait = std::min(wait, longest);
  ++attempt_;
  return std::chrono::milliseconds(wait / 2 + std::uniform_int_distribution<int64_t>(0, wait / 2)(random_));
}

}  // namespace treaty::limits
