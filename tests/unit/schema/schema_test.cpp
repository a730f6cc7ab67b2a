// What documents say: samples, CSV, OpenAPI, a portal's schema; and what is said of documents that say nothing.

#include <gtest/gtest.h>

#include "compiler/schema/csv.h"
#include "compiler/schema/openapi.h"
#include "compiler/schema/portal.h"
#include "compiler/schema/samples.h"

namespace treaty::schema {
namespace {

/// `name:type` of every field, `!` where it is required, `?` where it may be null, what it holds in brackets.
std::string shape(const Record& record) {
  std::string text;
  for (const Field& field : record.fields) {
    text += (text.empty() ? "" : " ") + field.name + ":" + types::to_string(field.type);
    text += field.required ? "!" : "";
    text += field.nullable ? "?" : "";
    if (field.record) text += "(" + shape(*field.record) + ")";
  }
  return text;
}
std::string shape(const std::expected<Record, std::string>& record) {
  return record ? shape(*record) : "error: " + record.error();
}

TEST(Sample, types_are_what_all_records_agree_on) {
  EXPECT_EQ(shape(load_json(R"({"id":1,"name":"a","when":"2024-05-01"}
{"id":2,"name":null,"price":1.5,"when":"2024-05-02"})",
                            "", "s.jsonl")),
            "id:integer! name:text!? when:date! price:decimal");
  EXPECT_EQ(shape(load_json(R"([{"a":1},{"a":1.5},{"a":"x"}])", "$[*]", "s.json")), "a:any!");
  EXPECT_EQ(shape(load_json(R"([{"a":{"b":true},"c":[1,2],"d":[{"e":"x"}]}])", "", "s.json")),
            "a:record!(b:boolean!) c:list<integer>! d:list<record>!(e:text!)");
  EXPECT_EQ(shape(load_json(R"({"data":[{"x":1}],"next":null})", "$.data[*]", "s.json")), "x:integer!");
}

TEST(Sample, what_is_no_sample_is_said) {
  for (const char* wrong : {"", "[", "{\"a\":", "17", "\xff"}) {
    EXPECT_FALSE(load_json(wrong, "", "s.json").has_value()) << wrong;
  }
  EXPECT_FALSE(load_json(R"({"rows":[]})", "$.data[*]", "s.json").has_value());
}

TEST(Csv, every_cell_is_text) {
  EXPECT_EQ(shape(load_csv("id,zip,name\n1,01234,Ana\n2,,Ben\n", "s.csv")), "id:text! zip:text!? name:text!");
  EXPECT_FALSE(load_csv("", "s.csv").has_value());
  const auto rows = read_csv("a,\"b,\"\"c\"\"\"\r\n\r\n1,\"x\ny\"\n");
  ASSERT_TRUE(rows);
  EXPECT_EQ(*rows, (std::vector<std::vector<std::string>>{{"a", "b,\"c\""}, {"1", "x\ny"}}));
}

constexpr const char* api = R"(
openapi: 3.0.3
paths:
  /members:
    get:
      responses:
        "200":
          content:
            application/json:
              schema:
                type: object
                properties:
                  data:
                    type: array
                    items: { $ref: "#/components/schemas/Member" }
components:
  schemas:
    Person:
      type: object
      required: [id]
      properties:
        id: { type: string }
        born: { type: string, format: date, nullable: true }
    Member:
      allOf:
        - $ref: "#/components/schemas/Person"
        - type: object
          properties:
            tier: { type: string, enum: [gold, silver] }
            friends: { type: array, items: { $ref: "#/components/schemas/Member" } }
)";

TEST(OpenApi, an_operation_answers_with_a_record) {
  const auto document = OpenApi::load(api, "api.yaml");
  ASSERT_TRUE(document) << document.error();
  EXPECT_TRUE(document->has("GET", "/members"));
  EXPECT_FALSE(document->has("POST", "/members"));
  const auto record = document->record("GET", "/members", "$.data[*]");
  ASSERT_TRUE(record) << record.error();
  EXPECT_EQ(shape(*record).substr(0, 47), "id:text! born:date? tier:enum(gold, silver) fri");
  EXPECT_FALSE(document->record("GET", "/members", "$.rows[*]").has_value());
}

TEST(OpenApi, what_is_none_is_said) {
  for (const char* wrong : {"", "[", "a: [", "swagger: \"2.0\"", "openapi: 3.0.3", "17"}) {
    const auto document = OpenApi::load(wrong, "api.yaml");
    EXPECT_TRUE(!document || document->operations().empty()) << wrong;
  }
}

TEST(OpenApi, schemas_that_refer_to_each_other_end) {
  const auto document = OpenApi::load(
      R"({"openapi": "3.0.0", "paths": {"/a": {"get": {"responses": {"200": {"content": {"application/json": {
      "schema": {"$ref": "#/s"}}}}}}}}, "s": {"properties": {"a": {"$ref": "#/s"}, "b": {"$ref": "#/s"}, "c": {"$ref": "#/s"}}}})",
      "api.json");
  ASSERT_TRUE(document) << document.error();
  const auto record = document->record("GET", "/a", "$");
  ASSERT_TRUE(record) << record.error();
  EXPECT_EQ(record->fields.size(), 3U);
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
