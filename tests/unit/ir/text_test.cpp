#include <gtest/gtest.h>

#include "compiler/ir/ir.h"

namespace treaty::ir {
namespace {

constexpr std::string_view club = R"IR(treaty program 1

table region_name text {
  "ON" = "Ontario"
  "QC" = "Qu\u0001ébec \"la\" \\"
}

table "rates to cad" decimal {
  "CAD" = 1.
  "EUR" = -1.4780
  "XXX" = null
}

table owners text from hubspot.owners key email value "own id"

map members {
  path record.id
  path record.contact."e mail"
  path record.tags[0]
  path value.kind
  path record.joined
  where {
    %0: boolean = and @1 {
      %1: text = load record.id
      %2: text = const "x"
      %3: boolean = ne (%1, %2)
      -> %3
    } {
      %4: boolean = const true
      -> %4
    }
    -> %0
  }
  key {
    %0: text = load record.id @0
    -> %0
  }
  field email text required on_error skip @0 {
    %0: text = load record.contact."e mail" @0
    %1: text = lookup region_name (%0) @1 {
      %2: text = const "Unknown"
      -> %2
    }
    -> %1
  }
  field "odd name" timestamp on_error use error_value -5 on_null use null_value "a\nb" {
    %7: timestamp = load record.joined zone "America/Toronto"
    -> %7
  }
  associate members @1 {
    %0: text = const null
    -> %0
  }
}

step 0 "club.map" 14:22 "lookup(region_name)"
step 1 "a \"b\".map" 1:1 "é\n\t"
)IR";

TEST(Text, reads_back_to_the_byte) {
  auto program = read(club);
  ASSERT_TRUE(std::holds_alternative<Program>(program)) << std::get<ReadError>(program).message;
  EXPECT_EQ(verify(std::get<Program>(program)), std::vector<std::string>{});
  EXPECT_EQ(print(std::get<Program>(program)), club);
}

TEST(Text, names_functions_by_their_key) {
  FunctionId trim = function_of("trim");
  ASSERT_TRUE(trim.valid());
  EXPECT_EQ(name_of(trim), "trim");
  EXPECT_FALSE(function_of("no_such_step").valid());
  EXPECT_EQ(name_of(FunctionId{}), "");
}

std::string error_of(std::string_view text) {
  auto program = read(text);
  if (std::holds_alternative<Program>(program)) return "no error";
  const auto& error = std::get<ReadError>(program);
  return std::to_string(error.line) + ": " + error.message;
}

TEST(Text, says_where_it_is_wrong) {
  EXPECT_EQ(error_of(""), "1: expected `treaty`, found the end");
  EXPECT_EQ(error_of("treaty program 2"), "1: expected format version 1, found the end");
  EXPECT_EQ(error_of("treaty program 1\n\nmap m {\n key {\n %0: text = load record.x\n }\n}"),
            "6: expected a path of the map's list before this, found \"}\"");
  EXPECT_EQ(error_of("treaty program 1\nmap m {\n key {\n %0: texts"),
            "4: expected a kind of value, found \"texts\"");
  EXPECT_EQ(error_of("treaty program 1\ntable t text {\n \"a\" = \"b\n"),
            "3: expected a string that its line closes");
  EXPECT_EQ(error_of("treaty program 1\ntable t integer {\n \"a\" = 99999999999999999999 }"),
            "3: expected an integer of 64 bits, found \"99999999999999999999\"");
}

TEST(Text, survives_deep_nesting) {
  std::string text = "treaty program 1\nmap m { key { ";
  for (int i = 0; i < 100'000; ++i) text += "%0: text = coalesce { ";
  EXPECT_EQ(error_of(text), "2: expected blocks that nest less deep, found \"%\"");
}

}  // namespace
}  // namespace treaty::ir
