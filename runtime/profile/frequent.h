#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace treaty::profile {

/// A value with how often it is there at least, and a line on which it is.
struct Counted {
  std::string text;
  uint64_t count = 0;
  uint64_t line = 0;
  bool operator==(const Counted&) const = default;
};
/// Values, the most frequent first. Each may be there `error` times more than is said; 0: the counts are exact, and
/// the lines the first.
struct Ranking {
  std::vector<Counted> values;
  uint64_t total = 0;  ///< occurrences of all values, also of those that are not listed
  uint64_t error = 0;
  bool masked = false;  ///< private: of each value only its length is said
};

/// The most frequent of any number of values. Exact while there are few different ones; beyond that the weakest are
/// given up (Misra and Gries), and every value that is there more often than one in `capacity` / 2 is still known.
class Frequent {
 public:
  static constexpr size_t capacity = 512;
  static constexpr size_t longest_text = 200;  ///< bytes that are kept of a value
  static constexpr size_t examples = 100;

  /// `hash` tells values apart; `text` is what is shown of it.
  void add(uint64_t hash, std::string_view text, uint64_t line);
  /// Where few are frequent, the first values that there were fill the list, as there once at least.
  [[nodiscard]] Ranking top(size_t count) const;

 private:
  struct Entry {
    uint64_t hash = 0;
    Counted value;
  };
  void give_up_the_weakest();
  void place(uint32_t entry);

  std::vector<Counted> first_;  ///< the first different values: examples, where none is frequent
  std::vector<Entry> entries_;
  std::vector<uint32_t> places_;  ///< open addressing into the entries, one more than their index; 0 is empty
  uint64_t total_ = 0, given_up_ = 0;
};

/// The first bytes of a text, cut between letters.
std::string_view cut(std::string_view text, size_t bytes);

}  // namespace treaty::profile
