#include <gtest/gtest.h>

#include "compiler/ir/ir.h"

namespace treaty::ir {
namespace {

/// The first finding of a map whose one field has this block and encoding.
std::string finding(std::string_view encoding, const std::string& block, const std::string& before = "") {
  std::string text =
      "treaty program 1 " + before +
      " map m { path record.a path value.b path element.c key { %0: text = const \"k\" -> %0 } field f " +
      std::string(encoding) + " { " + block + " } }";
  auto program = read(text);
  if (const auto* error = std::get_if<ReadError>(&program)) return error->message;
  auto findings = verify(std::get<Program>(program));
  return findings.empty() ? "" : findings[0];
}

TEST(Verify, accepts_what_is_right) {
  EXPECT_EQ(finding("text", "%0: text = load record.a -> %0"), "");
  EXPECT_EQ(finding("decimal", "%0: integer = const 1 -> %0"), "");
  EXPECT_EQ(
      finding("text", "%0: text = coalesce { %1: text = load record.a -> %1 } { %2: any = const null -> %2 } -> %0"),
      "");
}

TEST(Verify, finds_what_is_wrong) {
  EXPECT_EQ(finding("timestamp", "%0: text = load record.a -> %0"),
            "map `m`: field `f`: text cannot be written as timestamp");
  EXPECT_EQ(finding("text", "%0: text = load record.a -> %1"),
            "map `m`, field `f`: a block whose result is no value of its own or of a block around it");
  EXPECT_EQ(finding("text", "%0: text = load record.a %0: text = load record.a -> %0"),
            "map `m`, field `f`: %0 load: the id is there already");
  EXPECT_EQ(finding("boolean", "%0: boolean = not (%1) -> %0"), "map `m`, field `f`: %0 not: %1 is not known here");
  EXPECT_EQ(finding("boolean", "%0: text = load record.a %1: boolean = not (%0) -> %1"),
            "map `m`, field `f`: %1 not: %0 is text, not boolean");
  EXPECT_EQ(finding("boolean", "%0: text = load record.a %1: integer = const 1 %2: boolean = lt (%0, %1) -> %2"),
            "map `m`, field `f`: %2 lt: text and integer do not compare");
  EXPECT_EQ(finding("text", "%0: text = it -> %0"), "map `m`, field `f`: %0 it: outside of a list operation");
  EXPECT_EQ(finding("text", "%0: text = const 1 -> %0"),
            "map `m`, field `f`: %0 const: the constant is of another kind");
  EXPECT_EQ(finding("text", "%0: text = load element.c -> %0"),
            "map `m`, field `f`: %0 load: the map goes through no elements");
  EXPECT_EQ(finding("text", "%0: text = load value.b -> %0"), "map `m`, field `f`: %0 load: a path from elsewhere");
  EXPECT_EQ(finding("text on_null use", "%0: text = load record.a -> %0"),
            "map `m`: field `f`: a constant without use, or use without");
  EXPECT_EQ(finding("text", "%0: text = load record.a -> %0", "table t text { \"b\" = \"1\" \"a\" = \"2\" }"),
            "table `t`: keys are not in order, or not unique");
  EXPECT_EQ(finding("decimal", "%0: decimal = const 123456789012345678901234567890123456. -> %0"),
            "map `m`, field `f`: %0 const: the constant is of another kind");
}

}  // namespace
}  // namespace treaty::ir
