// Which fields records have, whatever they are.

#include <gtest/gtest.h>

#include "runtime/profile/shape.h"

namespace treaty::profile {
namespace {

/// `path filled/empty/null kinds; …`
std::string shape_of(const std::vector<std::string>& records, std::vector<std::string> closed = {}) {
  Shape shape(std::move(closed));
  for (const std::string& record : records) {
    const std::string padded = record + std::string(64, '\0');
    shape.add(std::string_view(padded).substr(0, record.size()));
  }
  std::string text;
  for (const ShapeField& field : shape.fields()) {
    text += field.path + " " + std::to_string(field.filled) + "/" + std::to_string(field.empty) + "/" +
            std::to_string(field.null);
    for (const std::string& kind : field.kinds) text += " " + kind;
    text += "; ";
  }
  return text + (shape.is_cut() ? "cut" : "");
}

TEST(Shape, counts_what_is_there) {
  EXPECT_EQ(shape_of({R"({"a":1,"b":"x","c":null})", R"({"b":"","c":true})", R"({"c":[]})"}),
            "a 1/0/0 number; b 1/1/0 text; c 1/1/1 boolean list; ");
}

TEST(Shape, goes_into_records_and_lists) {
  EXPECT_EQ(shape_of({R"({"a":{"b":1,"c":{"d":null}}, "l":[{"x":1},{"x":null,"y":2},3]})", R"({"l":[{"x":null}]})"}),
            "a 1/0/0 record; a.b 1/0/0 number; a.c 1/0/0 record; a.c.d 0/0/1; l 2/0/0 list; l.x 1/0/1 number; l.y "
            "1/0/0 number; ");
}

TEST(Shape, a_path_counts_once_a_record) {
  EXPECT_EQ(shape_of({R"({"a":1,"a":2})", R"({"l":[{"x":null},{"x":1},{"x":1}]})"}),
            "a 1/0/0 number; l 1/0/0 list; l.x 1/0/0 number; ");
}

TEST(Shape, what_is_private_is_not_looked_into) {
  EXPECT_EQ(
      shape_of({R"({"ssn":{"ana@example.org":"000-00-0000"},"x":{"notes":[{"a":1}],"b":1}})"}, {"ssn", "x.notes"}),
      "ssn 1/0/0 record; x 1/0/0 record; x.notes 1/0/0 list; x.b 1/0/0 number; ");
}

TEST(Shape, names_that_are_data_do_not_fill_the_memory) {
  Shape shape({});
  for (int i = 0; i < 5000; ++i) {
    const std::string record =
        "{\"by_mail\":{\"" + std::to_string(i) + "@example.org\":1},\"x" + std::to_string(i) + "\":1}";
    const std::string padded = record + std::string(64, '\0');
    shape.add(std::string_view(padded).substr(0, record.size()));
  }
  EXPECT_TRUE(shape.is_cut());
  EXPECT_LE(shape.fields().size(), Shape::most_in_one * 2);
}

TEST(Shape, what_is_no_json_further_on_was_seen_so_far) {
  EXPECT_EQ(shape_of({R"({"a":1,"b":01,"c":nul})", R"({"a":1 2})", R"([1])", "", "nonsense"}),
            "a 2/0/0 number; b 1/0/0 number; c 0/0/1; ");
  EXPECT_EQ(shape_of({R"({"\u0061":1})"}), "a 1/0/0 number; ");
}

TEST(Shape, depth_is_bounded) {
  std::string deep;
  for (int i = 0; i < 900; ++i) deep += "{\"a\":";
  deep += "1" + std::string(900, '}');
  const std::string shape = shape_of({deep});
  EXPECT_NE(shape.find("a.a.a.a.a.a.a.a.a.a.a.a"), std::string::npos);
  EXPECT_EQ(shape.find("a.a.a.a.a.a.a.a.a.a.a.a.a.a.a"), std::string::npos);
}

}  // namespace
}  // namespace treaty::profile
