// CSV as text, a portal's schema; and what is said of those that are none.

#include <gtest/gtest.h>

#include "compiler/schema/csv.h"
#include "compiler/schema/portal.h"

namespace treaty::schema {
namespace {

TEST(Csv, quotes_hold_commas_and_line_ends) {
  const auto rows = read_csv("a,\"b,\"\"c\"\"\"\r\n\r\n1,\"x\ny\"\n");
  ASSERT_TRUE(rows);
  EXPECT_EQ(*rows, (std::vector<std::vector<std::string>>{{"a", "b,\"c\""}, {"1", "x\ny"}}));
}

TEST(Csv, a_header_names_each_column_once) {
  EXPECT_EQ(read_csv("k,v,v\na,1,2\n").error(), "its header has the column `v` twice");
  EXPECT_TRUE(read_csv("k,,\na,1,2\n"));  // columns without a name are nobody's
}

TEST(Csv, a_carriage_return_alone_ends_no_row) {
  EXPECT_EQ(read_csv("id,name\r1,Ana\r").error(),
            "row 1 ends in a carriage return alone: save it with ordinary line ends");
  EXPECT_TRUE(read_csv("id,name\r\n1,\"a\rb\"\r\n"));
}

TEST(Portal, a_snapshot_replaces_what_it_names) {
  const auto portal =
      load_snapshot(R"({"objects": [{"name": "contacts", "typeId": "0-1", "required": [], "properties": [
      {"name": "tier", "label": "Tier", "type": "enumeration", "fieldType": "select", "options": [{"value": "a", "label": "A"}]}]}]})",
                    "hubspot.json");
  ASSERT_TRUE(portal) << portal.error();
  const HubspotObject* contacts = portal->find("0-1");
  ASSERT_NE(contacts, nullptr);
  ASSERT_NE(contacts->find("tier"), nullptr);
  EXPECT_EQ(types::to_string(contacts->find("tier")->type), "enum(a)");
  ASSERT_NE(portal->find("deals"), nullptr);
  EXPECT_NE(portal->find("deals")->find("amount"), nullptr);
  for (const char* wrong : {"", "[]", "{\"objects\": 1}", "{\"objects\": [{}]}"})
    EXPECT_FALSE(load_snapshot(wrong, "h").has_value()) << wrong;
}

TEST(Portal, property_names_follow_hubspots_rule) {
  EXPECT_FALSE(wrong_property_name("member_since2"));
  for (const char* wrong : {"", "Member", "2nd", "a-b", "_a"}) EXPECT_TRUE(wrong_property_name(wrong)) << wrong;
  EXPECT_TRUE(wrong_property_name(std::string(101, 'a')));
}

}  // namespace
}  // namespace treaty::schema
