#include "runtime/profile/frequent.h"

#include <algorithm>

namespace treaty::profile {

std::string_view cut(std::string_view text, size_t bytes) {
  if (text.size() <= bytes) {
    return text;
  }
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) {
    --bytes;
  }
  return text.substr(0, bytes);
}

void Frequent::add(uint64_t hash, std::string_view text, uint64_t line) {
  ++total_;
  if (places_.empty()) {
    places_.assign(capacity * 2, 0);
  }
  size_t at = hash & (places_.size() - 1);
  for (; places_[at] != 0; at = (at + 1) & (places_.size() - 1)) {
    Entry& entry = entries_[places_[at] - 1];
    if (entry.hash == hash) {
      ++entry.value.count;
      return;
    }
  }
  if (entries_.size() == capacity) {
    give_up_the_weakest();
  }
  const std::string_view kept = cut(text, longest_text);
  entries_.push_back({hash, {std::string(kept) + (kept.size() < text.size() ? "…" : ""), 1, line}});
  if (given_up_ == 0 && first_.size() < examples) {
    first_.push_back(entries_.back().value);
  }
  place(static_cast<uint32_t>(entries_.size() - 1));
}

void Frequent::place(uint32_t entry) {
  size_t at = entries_[entry].hash & (places_.size() - 1);
  while (places_[at] != 0) {
    at = (at + 1) & (places_.size() - 1);
  }
  places_[at] = entry + 1;
}

/// Takes the median off all counts, so that at least half of the entries go; at most one occurrence in capacity / 2
/// is lost by it.
void Frequent::give_up_the_weakest() {
  std::vector<uint64_t> counts;
  counts.reserve(entries_.size());
  for (const Entry& entry : entries_) {
    counts.push_back(entry.value.count);
  }
  const auto middle = counts.begin() + static_cast<std::ptrdiff_t>(counts.size() / 2);
  std::ranges::nth_element(counts, middle);
  const uint64_t median = *middle;
  given_up_ += median;
  std::erase_if(entries_, [median](const Entry& entry) { return entry.value.count <= median; });
  std::ranges::fill(places_, 0);
  for (uint32_t i = 0; i < entries_.size(); ++i) {
    entries_[i].value.count -= median;
    place(i);
  }
}

Ranking Frequent::top(size_t count) const {
  Ranking ranking{.values = {}, .total = total_, .error = given_up_, .masked = false};
  for (const Entry& entry : entries_) {
    if (entry.value.count > given_up_) {  // else it may be one of very many
      ranking.values.push_back(entry.value);
    }
  }
  std::ranges::sort(ranking.values, [](const Counted& a, const Counted& b) {
    return a.count != b.count ? a.count > b.count : a.line != b.line ? a.line < b.line : a.text < b.text;
  });
  for (const Counted& example : first_) {
    const bool is_listed = std::ranges::find(ranking.values, example.text, &Counted::text) != ranking.values.end();
    if (given_up_ > 0 && ranking.values.size() < count && !is_listed) {
      ranking.values.push_back(example);
    }
  }
  ranking.values.resize(std::min(count, ranking.values.size()));
  return ranking;
}

}  // namespace treaty::profile
