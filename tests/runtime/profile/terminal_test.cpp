// What comes from data and goes to a terminal.

#include <gtest/gtest.h>

#include "runtime/profile/terminal.h"

namespace treaty::profile {
namespace {

TEST(Terminal, nothing_that_a_terminal_obeys_gets_through) {
  EXPECT_EQ(fit_for_terminal("a\033[2Jb\r\n\t\x7f"), "a\\u{1b}[2Jb\\u{d}\\u{a}\\u{9}\\u{7f}");
  EXPECT_EQ(fit_for_terminal("\u009b31m"), "\\u{9b}31m") << "the other way to write an escape sequence";
  EXPECT_EQ(fit_for_terminal("abc\u202Edef"), "abc\\u{202e}def") << "letters that turn the line around";
  EXPECT_EQ(fit_for_terminal("a\xFF"
                             "b\xC3"),
            "a\\xffb\\xc3");
  EXPECT_EQ(fit_for_terminal("Zoë 東京 🙂"), "Zoë 東京 🙂");
  for (int byte = 0; byte < 256; ++byte) {
    for (const char c : fit_for_terminal(std::string("x") + static_cast<char>(byte))) {
      EXPECT_GE(static_cast<unsigned char>(c), 0x20);
    }
  }
}

TEST(Terminal, json_stays_json) {
  EXPECT_EQ(fit_for_terminal_json("{\n \"a\": \"\u009b\u202E\x7fé\"\n}"), "{\n \"a\": \"\\u009b\\u202e\\u007fé\"\n}");
}

TEST(Terminal, widths_are_columns) {
  EXPECT_EQ(width_of("é東"), 3U);
  EXPECT_EQ(shortened("東京都庁", 5), "東京…");
  EXPECT_EQ(shortened("abc", 3), "abc");
  EXPECT_EQ(padded("é", 3, Side::left), "é  ");
  EXPECT_EQ(padded("東", 3, Side::right), " 東");
}

TEST(Terminal, numbers_are_readable) {
  EXPECT_EQ(number_text(0), "0");
  EXPECT_EQ(number_text(1234567), "1,234,567");
  EXPECT_EQ(number_text(Amount{1234567, false}), "about 1,230,000");
  EXPECT_EQ(number_text(Amount{999, false}), "about 999");
  EXPECT_EQ(count_text({1}, "record is", "records are"), "1 record is");
}

TEST(Terminal, only_all_is_all) {
  EXPECT_EQ(share_text(0, 10), "0%");
  EXPECT_EQ(share_text(10, 10), "100%");
  EXPECT_EQ(share_text(1, 1'000'000), "<0.1%");
  EXPECT_EQ(share_text(999'999, 1'000'000), ">99.9%");
  EXPECT_EQ(share_text(3, 8), "37.5%");
  EXPECT_EQ(share_text(0, 0), "0%");
}

}  // namespace
}  // namespace treaty::profile
