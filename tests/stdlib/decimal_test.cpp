// Decimal arithmetic against vectors that decimal_vectors.py worked out with exact fractions.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/stdlib/call.h"

namespace treaty::stdlib_test {
namespace {

TEST(Decimals, agree_with_exact_fractions) {
  std::ifstream file("tests/stdlib/decimal_vectors.txt");
  ASSERT_TRUE(file) << "run from the root of the repository";
  int lines = 0;
  for (std::string line; std::getline(file, line); ++lines) {
    std::istringstream words(line);
    std::string operation, a, b, expected;
    words >> operation >> a >> b >> expected;
    Bench bench;
    const bool arithmetic = operation == "add" || operation == "subtract" || operation == "multiply" ||
                            operation == "times" || operation == "per" || operation == "divide";
    const std::string got =
        arithmetic
            ? bench.text_of(operation, {Bench::decimal(a), Bench::decimal(b)})
            : bench.text_of("round", {Bench::decimal(a), Bench::integer(std::stoll(b)), bench.text(operation)});
    if (bench.error != 0) expected = "<" + expected + ">";
    EXPECT_EQ(got, expected) << line;
  }
  EXPECT_GT(lines, 5000);
}

TEST(Decimals, come_back_from_text) {
  Bench bench;
  for (const std::string digits : {"0", "-0.5", "12.50", "120.00", "0.0000000000000000000000000000000001",
                                   "9999999999999999999999999999999999", "-99999999999999999.99999999999999999"}) {
    const treaty_value read = bench.call("decimal", {bench.text(digits), bench.text(""), bench.text(".")});
    ASSERT_EQ(bench.error, 0U) << digits;
    EXPECT_EQ(to_string(read), digits);
    EXPECT_EQ(bench.text_of("text", {read}), digits);
  }
}

TEST(Decimals, refuse_what_is_no_number) {
  Bench bench;
  for (const std::string text :
       {"", " ", ".", "-", "1.", "1..2", "1,5", "1e5", "0x10", "١٢", "1 2", "--1", "NaN", "Infinity", "1.2.3"}) {
    bench.call("decimal", {bench.text(text), bench.text(""), bench.text(".")});
    EXPECT_NE(bench.error, 0U) << text;
  }
}

}  // namespace
}  // namespace treaty::stdlib_test
