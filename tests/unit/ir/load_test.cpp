#include <gtest/gtest.h>

#include "compiler/interpret/interpret.h"

namespace treaty::interpret {
namespace {

/// A token loaded as `kind` and written by `encoding`: `=text`, `null`, `missing` or `!` where it is a mismatch.
std::string through(std::string_view kind, std::string_view encoding, const std::string& token,
                    const std::string& zone = "") {
  std::string text = "treaty program 1 map m { path record.a key { %0: text = const \"k\" -> %0 } field f " +
                     std::string(encoding) + " on_null keep { %0: " + std::string(kind) + " = load record.a " +
                     (zone.empty() ? "" : "zone \"" + zone + "\" ") + "-> %0 } }";
  auto program = std::get<ir::Program>(ir::read(text));
  auto results = Interpreter(program, {}).run(0, token.empty() ? "{}" : "{\"a\":" + token + "}");
  const Result& result = results.at(0);
  if (result.status == TREATY_MALFORMED) return "malformed";
  if (result.status == TREATY_REJECTED) return "!";
  return result.fields.at(0).state == TREATY_PRESENT ? "=" + result.fields[0].text : "missing";
}

TEST(Load, text_is_unescaped) {
  EXPECT_EQ(through("text", "text", R"("a\"\\\/\b\f\n\r\t\u00e9")"), "=a\"\\/\b\f\n\r\té");
  EXPECT_EQ(through("text", "text", R"("\ud83d\ude00")"), "=😀");
  EXPECT_EQ(through("text", "text", R"("\ud83dx\ude00")"), "=\xef\xbf\xbdx\xef\xbf\xbd");
  EXPECT_EQ(through("text", "text", R"("\ud83d\u0041")"),
            "=\xef\xbf\xbd"
            "A");
  EXPECT_EQ(through("text", "text", R"("\q")"), "!");
  EXPECT_EQ(through("text", "text", R"("\u12")"), "!");
  EXPECT_EQ(through("text", "text", "12"), "!");
  EXPECT_EQ(through("text", "text", ""), "missing");
  EXPECT_EQ(through("text", "text", "\"a\nb\""), "malformed");
  EXPECT_EQ(through("text", "text", "\"\xff\""), "malformed");
}

TEST(Load, integers_are_whole_and_fit) {
  EXPECT_EQ(through("integer", "integer", "9223372036854775807"), "=9223372036854775807");
  EXPECT_EQ(through("integer", "integer", "-9223372036854775808"), "=-9223372036854775808");
  EXPECT_EQ(through("integer", "integer", "-0"), "=0");
  for (const char* token :
       {"9223372036854775808", "-9223372036854775809", "12.0", "1e2", "01", "\"1\"", "true", "+1", "-"}) {
    EXPECT_EQ(through("integer", "integer", token), "!") << token;
  }
}

TEST(Load, decimals_keep_their_scale) {
  EXPECT_EQ(through("decimal", "decimal", "12.50"), "=12.50");
  EXPECT_EQ(through("decimal", "decimal", "-0.0"), "=0.0");
  EXPECT_EQ(through("decimal", "decimal", "1.5e3"), "=1500");
  EXPECT_EQ(through("decimal", "decimal", "12.50e1"), "=125.0");
  EXPECT_EQ(through("decimal", "decimal", "1e-2"), "=0.01");
  EXPECT_EQ(through("decimal", "decimal", "-0.0001"), "=-0.0001");
  EXPECT_EQ(through("decimal", "decimal", "1234567890123456789012345678901234"),
            "=1234567890123456789012345678901234");
  EXPECT_EQ(through("decimal", "decimal", "-0.1234567890123456789012345678901234"),
            "=-0.1234567890123456789012345678901234");
  EXPECT_EQ(through("decimal", "decimal", "100000000000000000000.00"), "=100000000000000000000.00");
  for (const char* token :
       {"12345678901234567890123456789012345", "1e400", "1e-35", "1e34", "1.", ".5", "00.5", "1e", "\"1\"", "--1"}) {
    EXPECT_EQ(through("decimal", "decimal", token), "!") << token;
  }
  EXPECT_EQ(through("number", "text", "1.50e+2"), "=1.50e+2");
  EXPECT_EQ(through("number", "decimal", "1.50e+2"), "=150");
  EXPECT_EQ(through("number", "integer", "1.5"), "!");
}

TEST(Load, days_are_of_the_calendar) {
  EXPECT_EQ(through("date", "date", R"("2024-02-29")"), "=2024-02-29");
  EXPECT_EQ(through("date", "date", R"("2024\u002d02-29")"), "=2024-02-29");
  EXPECT_EQ(through("date", "date", R"("0001-01-01")"), "=0001-01-01");
  EXPECT_EQ(through("date", "date", R"("9999-12-31")"), "=9999-12-31");
  for (const char* token : {R"("2023-02-29")", R"("1900-02-29")", R"("2024-13-01")", R"("2024-00-10")",
                            R"("0000-01-01")", R"("2024-2-29")", R"("2024-02-29T00:00:00Z")", "20240229"}) {
    EXPECT_EQ(through("date", "date", token), "!") << token;
  }
}

TEST(Load, instants_need_an_offset) {
  EXPECT_EQ(through("timestamp", "timestamp", R"("2024-03-10T12:00:00Z")"), "=2024-03-10T12:00:00.000Z");
  EXPECT_EQ(through("timestamp", "timestamp", R"("2024-03-10T12:00:00.1239999-05:30")"), "=2024-03-10T17:30:00.123Z");
  EXPECT_EQ(through("timestamp", "timestamp", R"("2024-03-10 12:00+0530")"), "=2024-03-10T06:30:00.000Z");
  EXPECT_EQ(through("timestamp", "timestamp", R"("1969-12-31T23:59:59.9999Z")"), "=1969-12-31T23:59:59.999Z");
  EXPECT_EQ(through("timestamp", "timestamp", R"("0001-01-01T00:00:00Z")"), "=0001-01-01T00:00:00.000Z");
  for (const char* token :
       {R"("2024-03-10T12:00:00")", R"("2024-03-10T24:00:00Z")", R"("2024-03-10T12:60:00Z")",
        R"("2024-03-10T12:00:60Z")", R"("2024-03-10T12:00:00.Z")", R"("2024-03-10")", R"("2024-03-10T12:00:00+5")"}) {
    EXPECT_EQ(through("timestamp", "timestamp", token), "!") << token;
  }
}

TEST(Load, local_times_are_read_in_their_zone) {
  const std::string toronto = "America/Toronto";
  EXPECT_EQ(through("timestamp", "timestamp", R"("2024-07-01T12:00:00")", toronto), "=2024-07-01T16:00:00.000Z");
  EXPECT_EQ(through("timestamp", "timestamp", R"("2024-07-01T12:00:00Z")", toronto), "=2024-07-01T12:00:00.000Z");
  EXPECT_EQ(through("timestamp", "timestamp", R"("2024-03-10T02:30:00")", toronto), "!");  // skipped by the clocks
  EXPECT_EQ(through("timestamp", "timestamp", R"("2024-11-03T01:30:00")", toronto), "=2024-11-03T05:30:00.000Z");
  EXPECT_EQ(through("timestamp", "timestamp", R"("2024-07-01")", toronto), "!");
}

TEST(Load, others) {
  EXPECT_EQ(through("boolean", "boolean", "true"), "=true");
  EXPECT_EQ(through("boolean", "boolean", "\"true\""), "!");
  EXPECT_EQ(through("boolean", "boolean", "tru"), "!");
  EXPECT_EQ(through("json", "text", R"({"b" : [1, "é\n"]})"), R"(={"b" : [1, "é\n"]})");
  EXPECT_EQ(through("list", "options", R"(["a;b", 1.50, true, null, ""])"), "=a;b;1.50;true;");
  EXPECT_EQ(through("list", "options", "[]"), "missing");
  EXPECT_EQ(through("list", "options", R"([{"a":1}])"), "!");
  EXPECT_EQ(through("any", "text", "[1]"), "!");
  EXPECT_EQ(through("any", "text", "1.50"), "=1.50");
  EXPECT_EQ(through("any", "text", "nul"), "!");
}

TEST(Load, structure_must_be_json) {
  for (const char* record :
       {"", "[]", "1", "{", "{\"a\":1,}", "{\"a\" 1}", "{\"a\":1}}", "{\"a\":[1 2]}", "{a:1}", "{\"a\":1} x"}) {
    auto program = std::get<ir::Program>(ir::read("treaty program 1 map m { key { %0: text = const \"k\" -> %0 } }"));
    EXPECT_EQ(Interpreter(program, {}).run(0, record).at(0).status, TREATY_MALFORMED) << record;
  }
}

}  // namespace
}  // namespace treaty::interpret
