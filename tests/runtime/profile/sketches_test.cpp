// What is counted without being kept: exact while there is room, and within its bounds beyond.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "runtime/profile/distinct.h"
#include "runtime/profile/extent.h"
#include "runtime/profile/frequent.h"
#include "runtime/profile/keys.h"
#include "runtime/profile/values.h"

namespace treaty::profile {
namespace {

std::string name(uint64_t number) { return "value " + std::to_string(number); }

TEST(Distinct, few_values_are_counted_exactly) {
  EXPECT_TRUE(rc::check([](const std::vector<uint16_t>& numbers) {
    Distinct distinct;
    std::set<uint16_t> seen;
    for (const uint16_t number : numbers) {
      distinct.add(hash_of(name(number)));
      seen.insert(number);
    }
    RC_ASSERT(distinct.count() == (Amount{seen.size(), true}));
  }));
  Distinct distinct;
  distinct.add(0);
  distinct.add(0);
  EXPECT_EQ(distinct.count(), (Amount{1, true})) << "a hash may be 0";
}

TEST(Distinct, is_exact_up_to_its_bound_and_says_so) {
  Distinct distinct;
  for (size_t i = 0; i < Distinct::most_exact; ++i) {
    distinct.add(hash_of(name(i)));
    distinct.add(hash_of(name(i / 2)));
  }
  EXPECT_EQ(distinct.count(), (Amount{Distinct::most_exact, true}));
  distinct.add(hash_of("one more"));
  EXPECT_FALSE(distinct.count().exact);
}

/// Five standard errors of 1.04 / sqrt(4096): one in a million would be outside.
TEST(Distinct, many_values_are_estimated_within_bounds) {
  double square_sum = 0;
  int trials = 0;
  for (uint64_t trial = 0; trial < 40; ++trial) {
    Distinct distinct;
    uint64_t count = 0;
    for (const uint64_t until : {5'000, 20'000, 100'000, 300'000}) {
      for (; count < until; ++count) distinct.add(hash_of(name(trial * 1'000'000 + count)));
      const auto estimate = static_cast<double>(distinct.count().count);
      const double error = estimate / static_cast<double>(count) - 1;
      EXPECT_LT(std::abs(error), 5 * 1.04 / 64) << count << " in trial " << trial;
      square_sum += error * error;
      ++trials;
    }
  }
  EXPECT_LT(std::sqrt(square_sum / trials), 0.022) << "on average it is near its standard error of 1.6 %";
}

TEST(Distinct, the_order_does_not_count) {
  std::vector<uint64_t> hashes;
  for (uint64_t i = 0; i < 20'000; ++i) hashes.push_back(hash_of(name(i)));
  Distinct one, other;
  for (const uint64_t hash : hashes) one.add(hash);
  std::ranges::reverse(hashes);
  for (const uint64_t hash : hashes) other.add(hash);
  EXPECT_EQ(one.count(), other.count());
}

TEST(Frequent, few_values_are_ranked_exactly) {
  EXPECT_TRUE(rc::check([](const std::vector<uint8_t>& numbers) {
    Frequent frequent;
    std::map<std::string, std::pair<uint64_t, uint64_t>> expected;  // count, first line
    for (size_t line = 0; line < numbers.size(); ++line) {
      const std::string value = name(numbers[line]);
      frequent.add(hash_of(value), value, line + 1);
      auto& [count, first] = expected[value];
      first = count++ == 0 ? line + 1 : first;
    }
    const Ranking ranking = frequent.top(1000);
    RC_ASSERT(ranking.error == 0U);
    RC_ASSERT(ranking.total == numbers.size());
    RC_ASSERT(ranking.values.size() == expected.size());
    for (size_t i = 0; i < ranking.values.size(); ++i) {
      RC_ASSERT(expected.at(ranking.values[i].text) == std::pair(ranking.values[i].count, ranking.values[i].line));
      RC_ASSERT(i == 0 || ranking.values[i - 1].count >= ranking.values[i].count);
    }
  }));
}

/// Whatever the stream: counts are never too high, miss at most `error`, and error is bounded by the stream's length.
TEST(Frequent, bounds_hold_over_any_stream) {
  EXPECT_TRUE(rc::check([](uint32_t seed) {
    Frequent frequent;
    std::map<std::string, uint64_t> exact;
    uint64_t state = seed, total = 0;
    for (; total < 20'000; ++total) {
      state = state * 6364136223846793005ULL + 1442695040888963407ULL;
      const uint64_t random = state >> 33;
      const std::string value = name(random % 3 == 0 ? random % 7 : random % 5000);
      frequent.add(hash_of(value), value, total + 1);
      ++exact[value];
    }
    const Ranking ranking = frequent.top(1000);
    RC_ASSERT(ranking.error <= total / (Frequent::capacity / 2));
    std::set<std::string> listed;
    for (const Counted& value : ranking.values) {
      RC_ASSERT(value.count <= exact.at(value.text));
      RC_ASSERT(exact.at(value.text) <= value.count + ranking.error);
      listed.insert(value.text);
    }
    for (const auto& [value, count] : exact) {
      RC_ASSERT(count <= 2 * ranking.error || listed.contains(value));
    }
  }));
}

TEST(Frequent, of_what_is_all_different_there_are_examples) {
  Frequent frequent;
  for (uint64_t i = 0; i < 100'000; ++i) frequent.add(hash_of(name(i)), name(i), i);
  const Ranking ranking = frequent.top(3);
  EXPECT_EQ(ranking.total, 100'000U);
  EXPECT_GT(ranking.error, 0U);
  EXPECT_EQ(ranking.values, (std::vector<Counted>{{name(0), 1, 0}, {name(1), 1, 1}, {name(2), 1, 2}})) << "examples";
}

TEST(Frequent, long_values_are_cut_between_letters_and_still_told_apart) {
  Frequent frequent;
  const std::string long_one(199, 'a');
  frequent.add(hash_of(long_one + "éx"), long_one + "éx", 1);
  frequent.add(hash_of(long_one + "éy"), long_one + "éy", 2);
  const Ranking ranking = frequent.top(5);
  ASSERT_EQ(ranking.values.size(), 2U);
  EXPECT_EQ(ranking.values[0].text, long_one + "…");
}

TEST(Keys, repetitions_are_counted_exactly) {
  EXPECT_TRUE(rc::check([](const std::vector<uint8_t>& numbers) {
    Keys keys;
    std::map<uint8_t, uint64_t> exact;
    for (size_t line = 0; line < numbers.size(); ++line) {
      const auto known = keys.add(hash_of(name(numbers[line])), line + 1);
      RC_ASSERT(known.has_value() == (exact[numbers[line]]++ > 0));
    }
    uint64_t repeated = 0, records = 0;
    for (const auto& [number, count] : exact) {
      repeated += count > 1 ? 1 : 0;
      records += count > 1 ? count : 0;
    }
    RC_ASSERT(keys.distinct() == (Amount{exact.size(), true}));
    RC_ASSERT(keys.repeated() == (Amount{repeated, true}));
    RC_ASSERT(keys.in_repeated() == (Amount{records, true}));
  }));
}

TEST(Keys, beyond_the_bound_is_estimated) {
  Keys keys(10'000);
  for (uint64_t i = 0; i < 200'000; ++i) keys.add(hash_of(name(i)), i);
  for (uint64_t i = 0; i < 20'000; ++i) keys.add(hash_of(name(i)), i);
  const auto near = [](Amount amount, double expected) {
    EXPECT_FALSE(amount.exact);
    EXPECT_LT(std::abs(static_cast<double>(amount.count) / expected - 1), 0.15)
        << amount.count << " for " << expected;
  };
  near(keys.distinct(), 200'000);
  near(keys.repeated(), 20'000);
  near(keys.in_repeated(), 40'000);
  size_t kept = 0;
  for (uint64_t i = 0; i < 200'000; ++i) {
    const Keys::Answer answer = keys.find(hash_of(name(i)));
    EXPECT_NE(answer, Keys::Answer::absent) << "what is forgotten is never said to be absent";
    kept += answer == Keys::Answer::written ? 1 : 0;
  }
  EXPECT_LE(kept, 10'000U);
  uint64_t absent = 0;
  for (uint64_t i = 0; i < 50'000; ++i) {
    absent += keys.find(hash_of(name(1'000'000 + i))) == Keys::Answer::absent ? 1 : 0;
  }
  near(keys.scaled(absent), 50'000);
}

TEST(Keys, say_whether_any_of_a_keys_records_was_written) {
  Keys keys;
  keys.add(1, 10, false);
  keys.add(2, 11, true);
  EXPECT_EQ(keys.find(1), Keys::Answer::not_written);
  EXPECT_EQ(keys.find(2), Keys::Answer::written);
  EXPECT_EQ(keys.find(3), Keys::Answer::absent);
  EXPECT_EQ(keys.add(1, 12, true)->first_line, 10U);
  EXPECT_EQ(keys.find(1), Keys::Answer::written);
}

TEST(Extent, numbers_compare_by_value) {
  const std::vector<std::string> ascending = {
      "-100", "-99.5", "-0.5", "0", "0.05", "0.5", "1", "9.99", "10", "10.001", "123456789012345678901234567890"};
  for (size_t i = 0; i < ascending.size(); ++i) {
    for (size_t k = 0; k < ascending.size(); ++k) {
      EXPECT_EQ(is_less_number(ascending[i], ascending[k]), i < k) << ascending[i] << " " << ascending[k];
    }
  }
  EXPECT_FALSE(is_less_number("-0.0", "0"));
  EXPECT_FALSE(is_less_number("1.50", "1.5"));
  EXPECT_FALSE(is_less_number("007", "7"));
}

TEST(Values, of_private_values_only_their_lengths_are_kept) {
  Values values(Order::text, {.is_private = true});
  values.add("1980-03-12", 3);
  values.add("1980-03-12", 4);
  const ValuesReport report = values.report(5);
  EXPECT_EQ(report.count, 2U);
  EXPECT_EQ(report.distinct.count, 1U);
  EXPECT_EQ(report.longest, 10U);
  EXPECT_FALSE(report.range);
  EXPECT_TRUE(report.most_frequent.values.empty());
  Offenders offenders({.is_private = true});
  offenders.add("31/12/1980", 7);
  offenders.add("30/02/1980", 9);
  const Ranking ranking = offenders.report(5);
  ASSERT_EQ(ranking.values.size(), 1U);
  EXPECT_EQ(ranking.values[0], (Counted{"[private, 10 bytes]", 2, 7}));
  EXPECT_TRUE(ranking.masked);
}

TEST(Values, lengths_are_of_letters) {
  Values values(Order::none, {});
  values.add("é", 1);
  values.add("déjà vu", 2);
  EXPECT_EQ(values.report(1).shortest, 1U);
  EXPECT_EQ(values.report(1).longest, 7U);
  EXPECT_EQ(values.report(1).longest_line, 2U);
}

}  // namespace
}  // namespace treaty::profile
