#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "runtime/profile/distinct.h"

namespace treaty::profile {

/// Keys of records, each with how many records have it. Exact up to a bound; beyond it every second key is forgotten,
/// again and again, by a bit of its hash, so that what is kept of a key is always whole and the rest can be
/// estimated.
class Keys {
 public:
  static constexpr size_t default_bound = size_t{1} << 21;  ///< 64 MiB

  explicit Keys(size_t bound = default_bound) : bound_(bound) {}

  struct Known {
    uint64_t first_line = 0;
    bool was_written = false;  ///< one of its records
  };
  /// What was known of the key before; none for a new one, or one that is not kept.
  std::optional<Known> add(uint64_t hash, uint64_t line, bool written = true);

  enum class Answer { written, not_written, absent, forgotten };
  [[nodiscard]] Answer find(uint64_t hash) const;

  [[nodiscard]] Amount distinct() const;
  [[nodiscard]] Amount repeated() const;     ///< keys that several records have
  [[nodiscard]] Amount in_repeated() const;  ///< records that share their key with another
  /// What a number of findings among kept keys says of all.
  [[nodiscard]] Amount scaled(uint64_t count) const { return {count << dropped_bits_, dropped_bits_ == 0}; }

 private:
  struct Entry {
    uint64_t hash = 0;  ///< 0: an empty place
    uint64_t line : 39 = 0;
    uint64_t written : 1 = 0;
    uint64_t count : 24 = 0;
  };
  [[nodiscard]] bool is_kept(uint64_t hash) const { return dropped_bits_ == 0 || hash >> (64 - dropped_bits_) == 0; }
  [[nodiscard]] size_t place_of(uint64_t hash) const;
  void rehash(size_t places);
  void forget_half();

  size_t bound_;
  int dropped_bits_ = 0;
  std::vector<Entry> entries_;  ///< open addressing
  size_t kept_ = 0;
};

}  // namespace treaty::profile
