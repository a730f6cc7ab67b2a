#include "runtime/profile/distinct.h"

#include <array>
#include <bit>
#include <cmath>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace treaty::profile {
namespace {

constexpr int index_bits = 12;
constexpr size_t register_count = size_t{1} << index_bits;
constexpr int rank_bits = 64 - index_bits;

// The estimator of O. Ertl, "New cardinality estimation algorithms for HyperLogLog sketches" (2017): without tables
// of corrections, and right from the first value on.
double sigma(double x) {
  if (x == 1) return INFINITY;
  double sum = x, weight = 1, before = -1;
  while (sum != before) {
    x *= x;
    before = sum;
    sum += x * weight;
    weight += weight;
  }
  return sum;
}

double tau(double x) {
  if (x == 0 || x == 1) return 0;
  double sum = 1 - x, weight = 1, before = -1;
  while (sum != before) {
    x = std::sqrt(x);
    before = sum;
    weight *= 0.5;
    sum -= (1 - x) * (1 - x) * weight;
  }
  return sum / 3;
}

}  // namespace

uint64_t hash_of(std::string_view text) { return XXH3_64bits(text.data(), text.size()); }

void Distinct::add(uint64_t hash) {
  if (!registers_.empty()) {
    note(hash);
  } else if (hash == 0) {
    has_zero_ = true;
  } else {
    insert(hash);
  }
}

void Distinct::insert(uint64_t hash) {
  if (kept_ * 2 >= hashes_.size()) {
    grow();
  }
  size_t at = hash & (hashes_.size() - 1);
  while (hashes_[at] != 0) {
    if (hashes_[at] == hash) {
      return;
    }
    at = (at + 1) & (hashes_.size() - 1);
  }
  hashes_[at] = hash;
  if (++kept_ > most_exact) {
    estimate_from_now_on();
  }
}

void Distinct::grow() {
  const std::vector<uint64_t> before = std::move(hashes_);
  hashes_.assign(before.empty() ? 16 : before.size() * 2, 0);
  for (const uint64_t hash : before) {
    size_t at = hash & (hashes_.size() - 1);
    while (hash != 0 && hashes_[at] != 0) {
      at = (at + 1) & (hashes_.size() - 1);
    }
    if (hash != 0) {
      hashes_[at] = hash;
    }
  }
}

void Distinct::estimate_from_now_on() {
  registers_.assign(register_count, 0);
  for (const uint64_t hash : hashes_) {
    if (hash != 0) {
      note(hash);
    }
  }
  if (has_zero_) {
    note(0);
  }
  hashes_ = {};
}

void Distinct::note(uint64_t hash) {
  const size_t index = hash >> rank_bits;
  const uint64_t rest = hash << index_bits;
  const int rank = rest == 0 ? rank_bits + 1 : std::countl_zero(rest) + 1;
  registers_[index] = std::max(registers_[index], static_cast<uint8_t>(rank));
}

Amount Distinct::count() const {
  if (registers_.empty()) {
    return {kept_ + (has_zero_ ? 1 : 0), true};
  }
  std::array<double, rank_bits + 2> with_rank{};
  for (const uint8_t rank : registers_) {
    ++with_rank[rank];
  }
  constexpr auto m = static_cast<double>(register_count);
  double z = m * tau(1 - with_rank[rank_bits + 1] / m);
  for (int rank = rank_bits; rank >= 1; --rank) {
    z = 0.5 * (z + with_rank[static_cast<size_t>(rank)]);
  }
  z += m * sigma(with_rank[0] / m);
  return {static_cast<uint64_t>(std::llround(m * m / (2 * std::log(2.0) * z))), false};
}

}  // namespace treaty::profile
