#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "runtime/profile/distinct.h"
#include "runtime/profile/extent.h"
#include "runtime/profile/frequent.h"

namespace treaty::profile {

/// What can be said of many values without keeping them.
struct ValuesReport {
  uint64_t count = 0;
  Amount distinct;
  uint64_t shortest = 0, longest = 0;  ///< characters
  uint64_t longest_line = 0;
  std::optional<Range> range;
  Ranking most_frequent;
};

/// What may be shown of a value, which is kept back where it is private.
struct Shown {
  bool is_private = false;
};

/// Gathers values, in memory that does not grow with their number.
class Values {
 public:
  Values(Order order, Shown shown) : is_private_(shown.is_private), extent_(shown.is_private ? Order::none : order) {}

  void add(std::string_view value, uint64_t line);
  [[nodiscard]] ValuesReport report(size_t top) const;

 private:
  bool is_private_;
  uint64_t count_ = 0, shortest_ = 0, longest_ = 0, longest_line_ = 0;
  Distinct distinct_;
  Extent extent_;
  Frequent frequent_;
};

/// Counts single values; of a private one only its length is ever kept.
class Offenders {
 public:
  explicit Offenders(Shown shown) : is_private_(shown.is_private) {}
  void add(std::string_view value, uint64_t line);
  [[nodiscard]] Ranking report(size_t top) const;

 private:
  bool is_private_;
  Frequent frequent_;
};

/// Characters of a text in UTF-8.
uint64_t length_of(std::string_view text);

}  // namespace treaty::profile
