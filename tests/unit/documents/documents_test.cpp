// What documents say: samples, API descriptions, schemas, dictionaries; and what is said of documents that say nothing.

#include <gtest/gtest.h>

#include "compiler/documents/api.h"
#include "compiler/documents/dictionary.h"
#include "compiler/documents/samples.h"
#include "compiler/documents/shapes.h"

namespace treaty::documents {
namespace {

using schema::Field;
using schema::Record;

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

using Files = std::map<std::string, std::string>;

/// Documents by their names, the first of which is opened.
struct Api {
  explicit Api(Files files_in, const std::string& name = "api.yaml") : files(std::move(files_in)) {
    const auto document = shelf.open(name, files[name]);
    auto loaded = document ? load_openapi(*document, shelf, find()) : std::unexpected(document.error());
    error = loaded ? "" : loaded.error();
    api = loaded ? std::move(*loaded) : nullptr;
  }
  FindText find() {
    return [this](const std::string& name) {
      const auto found = files.find(name);
      return found == files.end() ? nullptr : &found->second;
    };
  }
  std::string answers(const std::string& method, const std::string& path, const std::string& at) const {
    return shape(api->record(method, path, at));
  }
  Files files;
  Shelf shelf;
  std::string error;
  std::unique_ptr<documents::Api> api;
};

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


TEST(Sample, how_sure_it_is) {
  const auto record = load_json(R"([{"a":1},{"a":null},{}])", "", "s.json");
  ASSERT_TRUE(record);
  EXPECT_EQ(record->fields[0].seen, 1U);
  EXPECT_EQ(record->fields[0].samples, 3U);
}

TEST(Sample, a_field_knows_its_line) {
  const auto record = load_json("[\n  {\"a\": 1,\n   \"b\": 2}\n]", "", "s.json");
  ASSERT_TRUE(record);
  EXPECT_EQ(record->fields[1].origin.line, 3U);
}

TEST(CsvSample, every_cell_is_text) {
  EXPECT_EQ(shape(load_csv("id,zip,name\n1,01234,Ana\n2,,Ben\n", "s.csv")), "id:text! zip:text!? name:text!");
  EXPECT_FALSE(load_csv("", "s.csv").has_value());
}

constexpr const char* members_api = R"(
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
  const Api members({{"api.yaml", members_api}});
  ASSERT_TRUE(members.api) << members.error;
  EXPECT_TRUE(members.api->has("GET", "/members"));
  EXPECT_FALSE(members.api->has("POST", "/members"));
  EXPECT_EQ(members.answers("GET", "/members", "$.data[*]").substr(0, 47),
            "id:text! born:date? tier:enum(gold, silver) fri");
  EXPECT_FALSE(members.api->record("GET", "/members", "$.rows[*]").has_value());
}

TEST(OpenApi, what_is_none_is_said) {
  for (const char* wrong : {"", "[", "a: [", "swagger: \"1.2\"", "17"}) {
    EXPECT_FALSE(Api({{"api.yaml", wrong}}).api) << wrong;
  }
  EXPECT_TRUE(Api({{"api.yaml", "openapi: 3.0.3"}}).api->operations().empty());
}

TEST(OpenApi, schemas_that_refer_to_each_other_end) {
  const Api api({{"api.yaml", R"({"openapi": "3.0.0", "paths": {"/a": {"get": {"responses": {"200": {"content":
      {"application/json": {"schema": {"$ref": "#/s"}}}}}}}},
      "s": {"properties": {"a": {"$ref": "#/s"}, "b": {"$ref": "#/s"}, "c": {"$ref": "#/s"}}}})"}});
  ASSERT_TRUE(api.api) << api.error;
  const auto record = api.api->record("GET", "/a", "$");
  ASSERT_TRUE(record) << record.error();
  EXPECT_EQ(record->fields.size(), 3U);
}

/// What an operation answers whose schema is `schema` (JSON), with `others` beside it.
std::string described(const std::string& schema, Files others = {}) {
  others["api.yaml"] = R"({"openapi": "3.1.0", "paths": {"/a": {"get": {"responses": {"200": {"content": {"application/json": {
      "schema": )" + schema + R"(}}}}}}}, "components": {"schemas": {
      "Cat": {"type": "object", "required": ["name", "lives"], "properties": {"name": {"type": "string"}, "lives": {"type": "integer"}}},
      "Dog": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}, "lives": {"type": "number"},
              "bark": {"type": ["string", "null"]}}}}}})";
  return Api(std::move(others)).answers("GET", "/a", "$");
}
std::string value(const std::string& schema) { return described(R"({"properties": {"v": )" + schema + "}}"); }

TEST(Schema, of_alternatives_a_record_has_what_any_has) {
  const std::string both = R"([{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}])";
  EXPECT_EQ(described(R"({"oneOf": )" + both + "}"), "name:text! lives:decimal bark:text?");
  EXPECT_EQ(value(R"({"anyOf": )" + both + "}"), "v:record(name:text! lives:decimal bark:text?)");
  EXPECT_EQ(described(R"({"allOf": )" + both + "}"), "name:text! lives:decimal! bark:text?");
}

TEST(Schema, null_among_alternatives_is_nullable) {
  EXPECT_EQ(value(R"({"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]})"), "v:date?");
  EXPECT_EQ(value(R"({"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"type": "null"}]})"),
            "v:record?(name:text! lives:integer!)");
  EXPECT_EQ(value(R"({"type": ["integer", "null"]})"), "v:integer?");
  EXPECT_EQ(value(R"({"type": "integer", "nullable": true})"), "v:integer?");
  EXPECT_EQ(value(R"({"allOf": [{"$ref": "#/components/schemas/Cat"}], "nullable": true})"),
            "v:record?(name:text! lives:integer!)");
}

TEST(Schema, sets_of_values) {
  EXPECT_EQ(value(R"({"enum": ["a", "b", null]})"), "v:enum(a, b)?");
  EXPECT_EQ(value(R"({"oneOf": [{"const": "a"}, {"const": "b"}]})"), "v:enum(a, b)");
  EXPECT_EQ(value(R"({"oneOf": [{"enum": ["a"], "type": "string"}, {"type": "string"}]})"), "v:text");
  EXPECT_EQ(value(R"({"oneOf": [{"type": "integer"}, {"type": "string"}]})"), "v:any");
  EXPECT_EQ(value(R"({"type": "array", "items": {"$ref": "#/components/schemas/Dog"}})"),
            "v:list<record>(name:text! lives:decimal bark:text?)");
}

TEST(Schema, references_reach_into_other_documents) {
  EXPECT_EQ(described(R"({"$ref": "parts/common.yaml#/defs/Place"})",
                      {{"parts/common.yaml", "defs: {Place: {properties: {street: {$ref: 'text.json#/T'}}}}"},
                       {"parts/text.json", R"({"T": {"type": "string"}})"}}),
            "street:text");
  Api broken({{"api.yaml", R"({"openapi": "3.0.0", "paths": {"/a": {"get": {"responses": {"200": {"content": {"application/json": {
      "schema": {"properties": {"a": {"$ref": "#/nowhere"}, "b": {"$ref": "gone.yaml"}}}}}}}}}}})"}});
  EXPECT_EQ(broken.answers("GET", "/a", "$"), "a:any b:any");
  ASSERT_EQ(broken.api->broken().size(), 2U);
  EXPECT_EQ(broken.api->broken()[1].reference, "gone.yaml");
  EXPECT_EQ(referenced_documents("a: {$ref: 'x.yaml#/A'}\nb: {\"$ref\": \"../y.json\"}\nc: {$ref: \"#/z\"}", "in/a.yaml"),
            (std::vector<std::string>{"in/x.yaml", "y.json"}));
}

TEST(Swagger2, answers_bodies_and_parameters) {
  const Api api({{"api.yaml", R"(
swagger: "2.0"
paths:
  /members/{member_id}:
    parameters: [{ name: member_id, in: path, required: true, type: string }]
    get: { responses: { 200: { schema: { $ref: "#/definitions/Member" } } } }
    put:
      parameters:
        - { name: dry_run, in: query, type: boolean }
        - { name: body, in: body, schema: { $ref: "#/definitions/Member" } }
      responses: {}
definitions:
  Member: { type: object, required: [id], properties: { id: { type: string, readOnly: true }, born: { type: string, format: date, x-nullable: true } } }
)"}});
  ASSERT_TRUE(api.api) << api.error;
  EXPECT_EQ(api.answers("GET", "/members/{id}", "$"), "id:text! born:date?");
  const auto body = api.api->body("PUT", "/members/{id}");
  ASSERT_TRUE(body);
  EXPECT_TRUE(body->fields[0].read_only);
  const auto parameters = api.api->parameters("PUT", "/members/{id}");
  ASSERT_TRUE(parameters);
  ASSERT_EQ(parameters->size(), 2U);
  EXPECT_EQ((*parameters)[0].value.name, "dry_run");
  EXPECT_EQ((*parameters)[0].value.type.kind, types::Kind::boolean);
}

TEST(Yaml, what_people_write) {
  const auto tree = Tree::read(R"(
base: &base { id: 1, name: "x" }
more:
  <<: *base
  name: yes
  when: 2024-05-01
  rate: 1.50
  none: ~
  long: |
    two
    lines
)");
  ASSERT_TRUE(tree) << to_string(tree.error());
  const Node* more = tree->root().find("more");
  ASSERT_TRUE(more);
  EXPECT_EQ(more->text_at("name"), "yes");
  EXPECT_EQ(more->text_at("id"), "1");
  EXPECT_EQ(more->text_at("when"), "2024-05-01");
  EXPECT_TRUE(more->find("rate")->is(Node::Kind::decimal));
  EXPECT_TRUE(more->find("none")->is(Node::Kind::null));
  EXPECT_EQ(more->text_at("long"), "two\nlines\n");
  EXPECT_EQ(more->find("rate")->line, 7U);
  EXPECT_FALSE(Tree::read("a: *b"));
  EXPECT_FALSE(Tree::read("a: &a [*a]"));
  EXPECT_FALSE(Tree::read(std::string(1000, '[')));
  EXPECT_FALSE(Tree::read_json(std::string(100'000, '[')));
}

TEST(Postman, saved_answers_are_samples) {
  Shelf shelf;
  const auto document = shelf.open("c.json", R"({"info": {"name": "Club"}, "item": [{"name": "Members", "item": [
    {"name": "One", "request": {"method": "GET", "url": {"raw": "{{base}}/members/:id?full=1", "path": ["members", ":id"],
     "query": [{"key": "full", "value": "1"}]}},
     "response": [{"code": 200, "body": "{\"data\": {\"id\": 7, \"tier\": null}}"}, {"code": 404, "body": "gone"}]},
    {"name": "New", "request": {"method": "POST", "url": "https://club.example/members", "body": {"raw": "{\"tier\": \"gold\"}"}}}]}]})");
  ASSERT_TRUE(document) << document.error();
  const auto api = load_postman(*document);
  ASSERT_TRUE(api) << api.error();
  EXPECT_EQ((*api)->operations(), (std::vector<std::string>{"GET /members/{id}", "POST /members"}));
  EXPECT_EQ(shape((*api)->record("GET", "/members/{id}", "$.data")), "id:integer! tier:any!?");
  EXPECT_EQ((*api)->parameters("GET", "/members/{id}")->front().value.name, "full");
  EXPECT_EQ(shape(*(*api)->body("POST", "/members")), "tier:text");
  EXPECT_FALSE((*api)->record("POST", "/members", "$"));
  EXPECT_FALSE(load_postman(*shelf.open("d.json", "{}")));
}

TEST(JsonSchema, definitions_and_drafts) {
  Shelf shelf;
  References references(shelf, [](const std::string&) { return nullptr; });
  const auto document = shelf.open("s.json", R"({"$schema": "http://json-schema.org/draft-07/schema#", "$ref": "#/definitions/M",
      "definitions": {"M": {"type": "object", "required": ["id"], "properties": {"id": {"$ref": "#Id"},
      "tags": {"type": "array", "items": {"type": "string"}}}}, "I": {"$id": "#Id", "type": "integer"}}})");
  ASSERT_TRUE(document) << document.error();
  EXPECT_EQ(shape(record_of(references, {.node = &(*document)->tree.root(), .in = document->get()})),
            "id:integer! tags:list<text>");
}

TEST(Tree, what_is_wrong_is_said_in_a_sentence) {
  const auto said = [](const std::string& bytes) { return to_string(Tree::read(bytes).error()); };
  EXPECT_EQ(said(R"([1e999999999])"), "line 1: it holds a number that is too large");
  EXPECT_LT(said("[" + std::string(100'000, '9') + "x]").size(), 300U);
  EXPECT_LT(said("[\"" + std::string(100'000, 'x')).size(), 300U);
}

TEST(Dictionary, the_words_people_use) {
  EXPECT_EQ(shape(load_dictionary("Column name;Data Type\nfee;DECIMAL(10,2)\n", "d.csv")),
            "fee:decimal?");
  EXPECT_EQ(shape(load_dictionary("Column name;Data Type;Mandatory;Allowed values;Comment\nid;varchar(36);yes;;Key\n"
                                  "level;string;;gold|silver;\n",
                                  "d.csv")),
            "id:text! level:enum(gold, silver)?");
  EXPECT_EQ(shape(load_dictionary("field,type,required,values\nid,varchar(36),yes,\nlevel,string,,\"gold, silver\"\n"
                                  "fee,\"DECIMAL(10,2)\",no,\nborn,date,Y,\naddress.city,text,,\nother,blob,,\n",
                                  "d.csv")),
            "id:text! level:enum(gold, silver)? fee:decimal? born:date! address:record?(city:text?) other:any?");
  EXPECT_EQ(shape(load_dictionary("field,type\nid,text\nid,integer\n", "d.csv")),
            "error: row 3: the field `id` stands there a second time");
  EXPECT_FALSE(load_dictionary("", "d.csv"));
  EXPECT_FALSE(load_dictionary("type\nint\n", "d.csv"));
}

}  // namespace
}  // namespace treaty::documents
