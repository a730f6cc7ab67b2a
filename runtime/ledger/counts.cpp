#include <xxhash.h>

#include "runtime/ledger/ledger.h"

namespace treaty::ledger {

Hash hash_of(std::string_view bytes) {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes.data(), bytes.size()));
  Hash hash;
  std::copy(std::begin(canonical.digest), std::end(canonical.digest), hash.begin());
  return hash;
}

Counts& Counts::operator+=(const Counts& other) {
  read += other.read;
  created += other.created;
  updated += other.updated;
  unchanged += other.unchanged;
  filtered += other.filtered;
  parked += other.parked;
  merged += other.merged;
  return *this;
}

}  // namespace treaty::ledger
