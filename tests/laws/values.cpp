#include "tests/laws/values.h"

#include <array>
#include <memory>
#include <random>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

namespace treaty::laws {
namespace {

using nlohmann::json;
using prove::Leaf;
using types::Kind;

std::string in_quotes(const std::string& text) { return json(text).dump(-1, ' ', false, json::error_handler_t::replace); }

class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed) {}
  uint64_t below(uint64_t n) { return n == 0 ? 0 : engine_() % n; }
  int64_t between(int64_t low, int64_t high) {
    return low + static_cast<int64_t>(below(static_cast<uint64_t>(high - low) + 1));
  }
  bool one_in(uint64_t n) { return below(n) == 0; }
  template <class T>
  const T& of(const std::vector<T>& all) {
    return all[below(all.size())];
  }
  uint64_t bits() { return engine_(); }

 private:
  std::mt19937_64 engine_;
};

std::string digits(Random& random, uint64_t count) {
  std::string text;
  for (uint64_t i = 0; i < count; ++i) text += static_cast<char>('0' + random.below(10));
  return text;
}

std::string integer(Random& random) {
  switch (random.below(6)) {
    case 0:
      return std::to_string(static_cast<int64_t>(random.bits()));
    case 1:
      return std::to_string(random.between(-1000, 1000));
    case 2: {
      int64_t power = 1;
      for (uint64_t i = random.below(18); i > 0; --i) power *= 10;
      return std::to_string(power + random.between(-1, 1));
    }
    case 3:
      return random.of<std::string>({"0", "1", "-1", "9223372036854775807", "-9223372036854775808", "9007199254740993"});
    default:
      return std::to_string(random.between(-100'000'000, 100'000'000));
  }
}

/// At most 24 digits, as JSON and HubSpot write them: the laws speak of 20, and steps may need some of the 34 there are.
std::string decimal(Random& random) {
  const bool money = random.one_in(2);
  const uint64_t scale = money ? random.below(3) : random.below(20);
  const uint64_t whole = money ? 1 + random.below(7) : random.below(24 - scale);
  std::string text = digits(random, whole);
  text.erase(0, std::min(text.find_first_not_of('0'), text.size()));
  text = text.empty() ? "0" : text;
  if (scale > 0) text += "." + digits(random, scale);
  const bool zero = text.find_first_of("123456789") == std::string::npos;
  return random.one_in(4) && !zero ? "-" + text : text;
}

std::string day(Random& random) {
  static constexpr std::array<int64_t, 12> lengths = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (random.one_in(12)) {
    return random.of<std::string>({"2024-02-29", "1900-03-01", "2000-02-29", "0001-01-01", "9999-12-31", "1969-12-31"});
  }
  const int64_t year = random.one_in(6) ? random.between(1, 9999) : random.between(1900, 2099);
  const int64_t month = random.between(1, 12);
  return fmt::format("{:04}-{:02}-{:02}", year, month, random.between(1, lengths[static_cast<size_t>(month - 1)]));
}

std::string time(Random& random) {
  return fmt::format("{:02}:{:02}:{:02}", random.below(24), random.below(60), random.below(60));
}

/// A day on which it is nowhere another year than one with four digits.
std::string inner_day(Random& random) {
  const std::string one = day(random);
  return one.starts_with("0001") || one.starts_with("9999") ? "2024-02-29" : one;
}

/// As a source writes an instant: with offsets and up to microseconds.
std::string instant(Random& random) {
  std::string text = inner_day(random) + "T" + time(random);
  if (random.one_in(2)) text += "." + digits(random, 1 + random.below(6));
  return text + random.of<std::string>({"Z", "Z", "Z", "+02:00", "-05:00", "+05:45"});
}
/// As HubSpot writes one: to the millisecond, in UTC; now and then close to where clocks change.
std::string stored_instant(Random& random) {
  if (random.one_in(4)) {
    static const std::vector<std::string> hours = {"2024-03-10T07", "2024-11-03T05", "2024-11-03T06", "2024-03-31T01",
                                                   "2024-10-27T00", "2024-10-27T01"};
    return random.of(hours) + fmt::format(":{:02}:00.000Z", random.below(60));
  }
  return inner_day(random) + "T" + time(random) + (random.one_in(2) ? "." + digits(random, 3) + "Z" : "Z");
}

std::string number_of_a_country(Random& random) {
  return random.of<std::string>({"+1 514 555 ", "(514) 555-", "514.555.", "+44 20 7946 0", "020 7946 0", "+49 30 9018",
                                 "+33 1 42 68 5", "+81 3-3224-", "+39 06 6982", "+61 2 9374 "}) +
         digits(random, 4) + (random.one_in(10) ? " ext. 12" : "");
}

/// An element of a list. A separator inside one cannot be told from one between two, and is what nobody may write.
std::string item(Random& random) {
  static const std::vector<std::string> pieces = {"a", "b", "Ana", "Berg", "é", "中", "7", "x", "_", "McDonald", "ZZ"};
  std::string text;
  for (uint64_t i = 1 + random.below(3); i > 0; --i) text += random.of(pieces);
  return text;
}

std::string words(Random& random) {
  static const std::vector<std::string> pieces = {
      "Ana",  "berg",  "McDonald", "O'NEIL", "van",    "der", "Jean-Luc", "x",   "A",  "é",  "É", "ß", "ñ",
      "中",   "😀",    "12",       "0",      "7",      "N/A", "none",     "yes", "-",  "--", "/", ".", ",",   ";", ":",
      "@",    " ",     "  ",       "\t",     "\n",     "\"",  "\\",       "%",   "%41", "&",  "+", "#", "{}",  "$", "e\u0301",
      "INV-", ".pdf",  "example.org", "https://", "<b>", "\u00A0", "_", "CAD", "usa", "Germany", " / ", ", "};
  std::string text;
  for (uint64_t i = random.below(6); i > 0; --i) text += random.of(pieces);
  return text;
}

/// A text that the line names, now and then with something behind it.
std::string known(Random& random, const Leaf& leaf) {
  const auto& all = leaf.keys.empty() || (!leaf.words.empty() && random.one_in(2)) ? leaf.words : leaf.keys;
  return all.empty() ? words(random) : random.of(all) + (random.one_in(6) ? words(random) : "");
}

std::string letters(Random& random, const Leaf& leaf) {
  switch (random.below(14)) {
    case 0:
      return day(random);
    case 1: {
      const std::string one = day(random);
      const std::string y = one.substr(0, 4), m = one.substr(5, 2), d = one.substr(8, 2);
      return random.of<std::string>({m + "/" + d + "/" + y, d + "." + m + "." + y, d + "." + m + "." + y.substr(2),
                                     one + " " + time(random) + "." + digits(random, 3), one + " 10:05"});
    }
    case 2:
      return instant(random);
    case 3:
      return integer(random);
    case 4:
      return decimal(random);
    case 5:
      return number_of_a_country(random);
    case 6:
      return words(random) + "@" + random.of<std::string>({"example.org", "EXAMPLE.org", "shop.example.co.uk"});
    case 7:
      return random.of<std::string>({"true", "false", "Yes", "no", "1", "0", "on", "OFF"});
    case 8:
      return random.of<std::string>({"1.234,50", "1,234.50", "-7,5", "007", "+7", " 42 ", "1e5", "12.", ".5", "-0", "0.0"});
    case 9:
      return known(random, leaf);
    case 10:  // what a line puts between its parts, where it may begin or end one too
      return words(random) + (leaf.between.empty() ? " " : random.of(leaf.between)) + words(random);
    case 11:
      return random.one_in(2) ? "a;b" : "INV-" + digits(random, 2) + "-" + digits(random, 3);
    default:
      return words(random);
  }
}

std::string list(Random& random, const Leaf& leaf) {
  const types::Type element = leaf.type.element ? **leaf.type.element : types::Type::of(Kind::text);
  std::string items;
  for (uint64_t i = random.below(4); i > 0; --i) {
    items += (items.empty() ? "" : ", ") +
             (element.kind == Kind::integer       ? integer(random)
              : element.kind == Kind::decimal     ? decimal(random)
              : element.kind == Kind::enumeration ? in_quotes(random.of(element.options))
                                                  : in_quotes(item(random)));
  }
  return "[" + items + "]";
}

std::string of_source(Random& random, const Leaf& leaf) {
  if (random.one_in(30)) return "null";
  switch (leaf.type.kind) {
    case Kind::integer:
      return leaf.keys.empty() || random.one_in(2) ? integer(random) : random.of(leaf.keys);
    case Kind::decimal:
      return decimal(random);
    case Kind::boolean:
      return random.one_in(2) ? "true" : "false";
    case Kind::date:
      return in_quotes(day(random));
    case Kind::timestamp:
      return in_quotes(instant(random));
    case Kind::enumeration:
      return in_quotes(random.of(leaf.type.options));
    case Kind::list:
      return list(random, leaf);
    default: {
      const std::string text = letters(random, leaf);
      return in_quotes(text.empty() ? "x" : text);  // an empty text is none once it reaches HubSpot: nothing can be said of it
    }
  }
}

std::string of_property(Random& random, const Leaf& leaf) {
  if (random.one_in(30)) return "null";
  switch (leaf.type.kind) {
    case Kind::integer:
    case Kind::decimal:
      return in_quotes(random.one_in(3) ? integer(random) : decimal(random));
    case Kind::boolean:
      return in_quotes(random.one_in(2) ? "true" : "false");
    case Kind::date:
      return in_quotes(day(random));
    case Kind::timestamp:
      return in_quotes(stored_instant(random));
    case Kind::enumeration: {
      std::string value = random.of(leaf.type.options);
      if (leaf.many && random.one_in(2)) value += ";" + random.of(leaf.type.options);
      return in_quotes(value);
    }
    default:
      return in_quotes(letters(random, leaf));
  }
}

}  // namespace

prove::Values random_values(uint64_t seed, size_t count) {
  const auto random = std::make_shared<Random>(seed);
  const auto many = [random, count](auto usual, auto one) {
    return [random, count, usual, one](const Leaf& leaf) {
      std::vector<std::string> values = usual(leaf);
      for (size_t i = 0; i < count; ++i) values.push_back(one(*random, leaf));
      return values;
    };
  };
  const prove::Values usual = prove::usual_values();
  return {many(usual.of_source, of_source), many(usual.of_property, of_property)};
}

}  // namespace treaty::laws
