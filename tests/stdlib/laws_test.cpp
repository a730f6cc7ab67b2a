// What must hold for any value, tried on many made ones.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "stdlib/errors.h"
#include "stdlib/host/unicode.h"
#include "tests/stdlib/call.h"

namespace treaty::stdlib_test {
namespace {

constexpr int rounds = 3000;

/// Texts as people and machines write them: letters of several widths, white space, separators, marks.
class Texts {
 public:
  std::string operator()() {
    static const std::vector<std::string> parts = {"a",  "B", "z", "0", "7",  " ",  "  ",     "\t",     "\n",
                                                   "\r", ",", ";", "-", "'",  "\"", "\\",     "é",      "É",
                                                   "ß",  "ﬁ", "ñ", "Ω", "中", "😀", "\u00A0", "\u2003", "\u3000",
                                                   "<",  ">", "&", "%", "@",  ".",  "İ",      "e\u0301"};
    std::string text;
    const size_t size = random_() % 24;
    for (size_t i = 0; i < size; ++i) text += parts[random_() % parts.size()];
    return text;
  }
  int64_t number(int64_t low, int64_t high) {
    return low + static_cast<int64_t>(random_() % static_cast<uint64_t>(high - low + 1));
  }

 private:
  std::mt19937_64 random_{20260917};
};

TEST(Laws, normalising_twice_is_normalising_once) {
  Texts texts;
  for (int i = 0; i < rounds; ++i) {
    const std::string text = texts();
    for (const char* key : {"trim", "collapse", "lower", "upper", "digits", "slug", "strip_accents",
                            "capitalize_words", "capitalize", "title_case", "none_if_empty"}) {
      Bench bench;
      const std::string once = bench.text_of(key, {bench.text(text)});
      if (once.starts_with("<null>")) continue;
      EXPECT_EQ(bench.text_of(key, {bench.text(once)}), once) << key << " of [" << text << "]";
    }
  }
}

TEST(Laws, trim_copies_nothing) {
  Bench bench;
  const treaty_value text = bench.text("\u00A0 \t Ana Berg\u3000\n");
  const char* arena = bench.context()->arena;
  const treaty_value result = bench.call("trim", {text});
  EXPECT_EQ(to_string(result), "Ana Berg");
  EXPECT_EQ(bench.context()->arena, arena);
  EXPECT_GE(result.as.text.data, text.as.text.data);
}

/// The white space that the library knows, letter by letter.
bool is_space(const std::string& letter) {
  static const std::vector<std::string> spaces = {" ", "\t", "\n", "\r", "\v", "\f", "\u00A0", "\u2003", "\u3000"};
  return std::find(spaces.begin(), spaces.end(), letter) != spaces.end();
}

std::vector<std::string> letters_of(const std::string& text) {
  std::vector<std::string> letters;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) & 0xC0) == 0x80) {
      letters.back() += c;
    } else {
      letters.emplace_back(1, c);
    }
  }
  return letters;
}

TEST(Laws, quick_ways_agree_with_plain_ones) {
  Texts texts;
  for (int i = 0; i < rounds * 3; ++i) {
    Bench bench;
    const std::string text = texts();
    std::string trimmed;
    std::string collapsed;
    std::string digits;
    std::string capitalized;
    bool gap = false;
    bool begins = true;
    std::string spaces;
    for (const std::string& letter : letters_of(text)) {
      if (is_space(letter)) {
        gap = !collapsed.empty();
        spaces += letter;
        begins = true;
        capitalized += letter;
        continue;
      }
      trimmed += (trimmed.empty() ? "" : spaces) + letter;
      collapsed += (gap ? " " : "") + letter;
      gap = false;
      spaces.clear();
      if (letter[0] >= '0' && letter[0] <= '9') digits += letter;
      static const std::map<std::string, std::string> capitals = {
          {"a", "A"}, {"z", "Z"}, {"é", "É"}, {"ñ", "Ñ"}, {"e", "E"}};
      const auto capital = capitals.find(letter);
      capitalized += begins && capital != capitals.end() ? capital->second : letter;
      begins = false;
    }
    EXPECT_EQ(bench.text_of("trim", {bench.text(text)}), trimmed);
    EXPECT_EQ(bench.text_of("collapse", {bench.text(text)}), collapsed);
    EXPECT_EQ(bench.text_of("digits", {bench.text(text)}), digits);
    EXPECT_EQ(bench.text_of("capitalize_words", {bench.text(text)}), capitalized);
    for (const auto& [key, mapping] :
         {std::pair("lower", TREATY_UNICODE_LOWER), std::pair("upper", TREATY_UNICODE_UPPER)}) {
      treaty_value plain{};
      const treaty_value input = bench.text(text);
      ASSERT_EQ(treaty_unicode_map(bench.context(), &plain, &input, mapping), 0U);
      EXPECT_EQ(bench.text_of(key, {input}), to_string(plain));
    }
  }
}

TEST(Laws, a_text_called_clean_needs_no_escape) {
  Texts texts;
  for (int i = 0; i < rounds; ++i) {
    Bench bench;
    treaty_value text = bench.text(texts());
    bool clean = true;
    for (uint64_t at = 0; at < text.as.text.size; ++at) {
      const char c = text.as.text.data[at];
      clean = clean && static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\';
    }
    text.flags = clean ? TREATY_CLEAN : 0;
    for (const char* key : {"trim", "collapse", "lower", "upper", "digits", "slug", "strip_accents",
                            "capitalize_words", "title_case", "initials", "first_name", "last_name", "html_to_text",
                            "base64_encode", "url_encode", "hex_encode", "text", "json_text"}) {
      const treaty_value result = bench.call(key, {text});
      if (bench.error != 0 || result.state != TREATY_PRESENT || (result.flags & TREATY_CLEAN) == 0) continue;
      for (uint64_t at = 0; at < result.as.text.size; ++at) {
        const char c = result.as.text.data[at];
        EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\') << key;
      }
    }
  }
}

TEST(Laws, join_undoes_split) {
  Texts texts;
  for (int i = 0; i < rounds; ++i) {
    Bench bench;
    const std::string text = texts();
    for (const std::string separator : {",", "é", "  ", "-"}) {
      for (const int64_t limit : {0, 1, 2}) {
        const treaty_value parts =
            bench.call("split", {bench.text(text), bench.text(separator), Bench::integer(limit)});
        EXPECT_EQ(bench.text_of("join", {parts, bench.text(separator)}), text);
        EXPECT_TRUE(limit == 0 || parts.as.list.size <= static_cast<uint64_t>(limit));
      }
    }
  }
}

TEST(Laws, decoding_undoes_encoding) {
  Texts texts;
  for (int i = 0; i < rounds; ++i) {
    Bench bench;
    const std::string text = texts();
    for (const std::string way : {"base64", "url", "hex"}) {
      const std::string encoded = bench.text_of(way + "_encode", {bench.text(text)});
      EXPECT_EQ(bench.text_of(way + "_decode", {bench.text(encoded)}), text) << way;
    }
  }
}

TEST(Laws, decoded_bytes_are_text_or_an_error) {
  Bench bench;
  for (const std::string broken : {"ff", "c080", "eda080", "f4908080", "c3", "80", "f0808080"}) {
    EXPECT_EQ(bench.text_of("hex_decode", {bench.text(broken)}), "<wrong_format>") << broken;
  }
  EXPECT_EQ(bench.text_of("url_decode", {bench.text("%ff")}), "<wrong_format>");
  EXPECT_EQ(bench.text_of("base64_decode", {bench.text("/w==")}), "<wrong_format>");
}

TEST(Laws, parts_make_the_whole) {
  Texts texts;
  for (int i = 0; i < rounds; ++i) {
    Bench bench;
    const std::string text = texts();
    const int64_t letters = bench.call("length", {bench.text(text)}).as.integer;
    const int64_t cut = texts.number(0, letters);
    EXPECT_EQ(bench.text_of("left", {bench.text(text), Bench::integer(cut)}) +
                  bench.text_of("right", {bench.text(text), Bench::integer(letters - cut)}),
              text);
    EXPECT_EQ(bench.text_of("slice", {bench.text(text), Bench::integer(0), Bench::integer(cut)}),
              bench.text_of("left", {bench.text(text), Bench::integer(cut)}));
    const std::string padded = bench.text_of("pad_left", {bench.text(text), Bench::integer(30), bench.text("é")});
    EXPECT_EQ(bench.call("length", {bench.text(padded)}).as.integer, std::max<int64_t>(30, letters));
    EXPECT_EQ(bench.text_of("before", {bench.text(text + "#x#"), bench.text("#")}), text);
    EXPECT_EQ(bench.text_of("replace", {bench.text(text), bench.text("é"), bench.text("é")}), text);
  }
}

TEST(Laws, days_come_back) {
  Texts texts;
  for (int i = 0; i < rounds; ++i) {
    Bench bench;
    treaty_value day = Bench::integer(texts.number(-719162, 2932896));
    day.kind = TREATY_DATE;
    for (const std::string pattern : {"iso", "yyyy-MM-dd", "dd.MM.yyyy", "d MMM yyyy", "MMMM d, yyyy"}) {
      const std::string written =
          bench.text_of("format_date", {day, bench.text(pattern == "iso" ? "yyyy-MM-dd" : pattern)});
      const treaty_value read =
          bench.call("date", {bench.text(written), bench.text(pattern), bench.text(""), bench.text("")});
      EXPECT_EQ(bench.error, 0U) << written << " by " << pattern;
      EXPECT_EQ(read.as.integer, day.as.integer) << written << " by " << pattern;
    }
    const int64_t days = texts.number(-1000, 1000);
    const treaty_value later = bench.call("add_days", {day, Bench::integer(days)});
    if (bench.error == 0) {
      EXPECT_EQ(bench.call("days_until", {day, later}).as.integer, days);
    }
    const treaty_value first = bench.call("start_of_month", {day});
    EXPECT_EQ(bench.call("day", {first}).as.integer, 1);
    EXPECT_EQ(bench.call("month", {first}).as.integer, bench.call("month", {day}).as.integer);
    const treaty_value last = bench.call("end_of_month", {day});
    EXPECT_TRUE(first.as.integer <= day.as.integer && day.as.integer <= last.as.integer);
  }
}

TEST(Laws, instants_come_back) {
  Texts texts;
  for (int i = 0; i < rounds; ++i) {
    Bench bench;
    const int64_t milliseconds = texts.number(-62135596800000, 253402300799999);
    const treaty_value instant = bench.call("from_epoch_ms", {Bench::integer(milliseconds)});
    EXPECT_EQ(bench.call("epoch_ms", {instant}).as.integer, milliseconds);
    const std::string written = bench.text_of("text", {instant});
    const treaty_value read =
        bench.call("timestamp", {bench.text(written), bench.text("iso"), bench.text(""), bench.text(""),
                                 bench.text(""), bench.text("error"), bench.text("earlier")});
    EXPECT_EQ(bench.error, 0U) << written;
    EXPECT_EQ(read.as.integer, instant.as.integer) << written;
  }
}

TEST(Laws, lists) {
  Bench bench;
  const std::vector<std::string> items = {"b", "", "a", "b", "é"};
  const treaty_value list = bench.list(items);
  EXPECT_EQ(bench.text_of("reverse", {bench.call("reverse", {list})}), to_string(list));
  EXPECT_EQ(bench.text_of("unique", {list}), "b;;a;é");
  EXPECT_EQ(bench.text_of("compact", {list}), "b;a;b;é");
  EXPECT_EQ(bench.text_of("at", {list, Bench::integer(9)}), "<missing>");
  EXPECT_EQ(bench.text_of("first", {bench.list({})}), "<missing>");
  EXPECT_EQ(bench.text_of("join", {bench.list({}), bench.text(",")}), "");
}

TEST(Laws, join_takes_what_a_source_may_hold) {
  Bench bench;
  treaty_value boolean = Bench::integer(1);
  boolean.kind = TREATY_BOOLEAN;
  treaty_value json = bench.text("{}");
  json.kind = TREATY_JSON;
  std::vector<treaty_value> items = {bench.text("a"), boolean, Bench::integer(-7), Bench::decimal("1.50"),
                                     treaty_value{}};
  items.back().state = TREATY_NULL;
  treaty_value list{};
  list.kind = TREATY_LIST;
  list.as.list.items = items.data();
  list.as.list.size = items.size();
  EXPECT_EQ(bench.text_of("join", {list, bench.text(";")}), "a;true;-7;1.50");
  items[1] = json;
  EXPECT_EQ(bench.text_of("join", {list, bench.text(";")}), "<source_mismatch>");
}

}  // namespace
}  // namespace treaty::stdlib_test
