#include "runtime/profile/keys.h"

#include <algorithm>
#include <utility>

namespace treaty::profile {
namespace {

constexpr uint64_t most_records = (uint64_t{1} << 24) - 1;
constexpr uint64_t last_line = (uint64_t{1} << 39) - 1;

/// No entry has the hash that marks an empty place.
uint64_t kept_form(uint64_t hash) { return hash == 0 ? 1 : hash; }

}  // namespace

std::optional<Keys::Known> Keys::add(uint64_t hash, uint64_t line, bool written) {
  hash = kept_form(hash);
  while (kept_ >= bound_ && is_kept(hash)) {
    forget_half();
  }
  if (!is_kept(hash)) {
    return std::nullopt;
  }
  if (kept_ * 2 >= entries_.size()) {
    rehash(std::max<size_t>(64, entries_.size() * 2));
  }
  Entry& entry = entries_[place_of(hash)];
  if (entry.hash != 0) {
    const Known known{entry.line, entry.written != 0};
    entry.count = std::min<uint64_t>(entry.count + 1, most_records);
    entry.written = entry.written != 0 || written ? 1 : 0;
    return known;
  }
  entry.hash = hash;
  entry.line = std::min(line, last_line);
  entry.written = written ? 1 : 0;
  entry.count = 1;
  ++kept_;
  return std::nullopt;
}

Keys::Answer Keys::find(uint64_t hash) const {
  hash = kept_form(hash);
  if (!is_kept(hash)) {
    return Answer::forgotten;
  }
  if (entries_.empty()) {
    return Answer::absent;
  }
  const Entry& entry = entries_[place_of(hash)];
  return entry.hash == 0 ? Answer::absent : entry.written != 0 ? Answer::written : Answer::not_written;
}

Amount Keys::distinct() const { return scaled(kept_); }

Amount Keys::repeated() const {
  return scaled(
      static_cast<uint64_t>(std::ranges::count_if(entries_, [](const Entry& one) { return one.count > 1; })));
}

Amount Keys::in_repeated() const {
  uint64_t records = 0;
  for (const Entry& entry : entries_) {
    records += entry.count > 1 ? entry.count : 0;
  }
  return scaled(records);
}

/// Where the key stands, or would.
size_t Keys::place_of(uint64_t hash) const {
  // The low bits find the place, the high ones say what is kept: neither spoils the other.
  size_t at = hash & (entries_.size() - 1);
  while (entries_[at].hash != 0 && entries_[at].hash != hash) {
    at = (at + 1) & (entries_.size() - 1);
  }
  return at;
}

void Keys::rehash(size_t places) {
  const std::vector<Entry> before = std::exchange(entries_, std::vector<Entry>(places));
  for (const Entry& entry : before) {
    if (entry.hash != 0) {
      entries_[place_of(entry.hash)] = entry;
    }
  }
}

void Keys::forget_half() {
  ++dropped_bits_;
  for (Entry& entry : entries_) {
    if (entry.hash != 0 && !is_kept(entry.hash)) {
      entry = {};
      --kept_;
    }
  }
  rehash(entries_.size());  // a gap would end the search for what stands behind it
}

}  // namespace treaty::profile
