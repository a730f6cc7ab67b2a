#include <gtest/gtest.h>

#include "compiler/interpret/interpret.h"
#include "stdlib/errors.h"
#include "tests/unit/codegen/native.h"

namespace treaty::interpret {
namespace {

ir::Program program_of(const std::string& map, const std::string& before = "") {
  auto program = ir::read("treaty program 1\n" + before + "\nmap m {\n" + map +
                          "\n}\nstep 0 \"a.map\" 1:1 \"a\"\nstep 1 \"a.map\" 2:1 \"b\"");
  if (const auto* error = std::get_if<ir::ReadError>(&program)) {
    ADD_FAILURE() << "line " << error->line << ": " << error->message;
    return {};
  }
  EXPECT_EQ(ir::verify(std::get<ir::Program>(program)), std::vector<std::string>{});
  return std::get<ir::Program>(program);
}

std::vector<Result> run(const std::string& map, const std::string& record, const std::string& before = "") {
  ir::Program program = program_of(map, before);
  const Settings settings{.run_started = 1'000};
  std::vector<Result> results = Interpreter(program, settings).run(0, record);
  if (!record.empty() && record.find('\n') == std::string::npos) {  // to native code a line is a record
    EXPECT_EQ(native::difference(results, native::Native(program, settings, {.optimization = 0}).run(0, record)), "") << record;
  }
  return results;
}

const std::string key = "key { %0: any = load record.id -> %0 }\n";

TEST(Interpret, payload_is_flat_and_ordered) {
  auto results = run("path record.id path record.name path record.n " + key +
                         R"(field b text { %0: text = load record.name -> %0 }
                            field "a\"b" integer { %0: integer = load record.n -> %0 })",
                     R"({"n":7,"id":4711,"name":"x\"\u0001/é"})");
  ASSERT_EQ(results.size(), 1U);
  EXPECT_EQ(results[0].payload, R"({"b":"x\"\u0001/é","a\"b":"7"})");
  EXPECT_EQ(results[0].source_key.text, "4711");
  EXPECT_EQ(results[0].fields[0].text, "x\"\x01/é");
}

TEST(Interpret, present_null_and_missing_differ) {
  const std::string map = "path record.id path record.a " + key +
                          R"(field clear text { %0: text = load record.a -> %0 }
                             field keep text on_null keep { %0: text = load record.a -> %0 }
                             field use text on_null use null_value "none" { %0: text = load record.a -> %0 })";
  EXPECT_EQ(run(map, R"({"id":"k","a":"x"})")[0].payload, R"({"clear":"x","keep":"x","use":"x"})");
  EXPECT_EQ(run(map, R"({"id":"k","a":null})")[0].payload, R"({"clear":"","use":"none"})");
  EXPECT_EQ(run(map, R"({"id":"k","a":""})")[0].payload, R"({"clear":"","use":"none"})");
  auto missing = run(map, R"({"id":"k"})")[0];
  EXPECT_EQ(missing.payload, "{}");
  EXPECT_EQ(missing.fields[0].state, TREATY_MISSING);
}

TEST(Interpret, the_last_of_equal_keys_counts) {
  const std::string map =
      "path record.id path record.a.b " + key + "field f text { %0: text = load record.a.b -> %0 }";
  EXPECT_EQ(run(map, R"({"id":"k","a":{"b":"1"},"a":{"b":"2","\u0062":"3"}})")[0].payload, R"({"f":"3"})");
  EXPECT_EQ(run(map, R"({"id":"k","a":{"b":"1"},"a":{"c":"2"}})")[0].payload, "{}");
}

TEST(Interpret, failures_reject_skip_or_use) {
  const std::string value = " @1 { %0: integer = load record.a @0 -> %0 }\n";
  auto rejected = run("path record.id path record.a " + key + "field f integer" + value, R"({"id":"k","a":"x"})")[0];
  EXPECT_EQ(rejected.status, TREATY_REJECTED);
  EXPECT_EQ(rejected.field, 0U);
  EXPECT_EQ(rejected.error, treaty_errors::source_mismatch);
  EXPECT_EQ(rejected.step, 0U);
  EXPECT_EQ(rejected.value.text, "x");
  EXPECT_EQ(rejected.source_key.text, "k");
  EXPECT_EQ(
      run("path record.id path record.a " + key + "field f integer on_error skip" + value, R"({"id":"k","a":"x"})")[0]
          .payload,
      "{}");
  EXPECT_EQ(run("path record.id path record.a " + key + "field f integer on_error use error_value -1" + value,
                R"({"id":"k","a":"x"})")[0]
                .payload,
            R"({"f":"-1"})");
}

TEST(Interpret, required_fields_must_be_there) {
  const std::string map =
      "path record.id path record.a " + key + "field f text required @1 { %0: text = load record.a @0 -> %0 }";
  for (const char* record : {R"({"id":"k"})", R"({"id":"k","a":null})", R"({"id":"k","a":""})"}) {
    auto result = run(map, record)[0];
    EXPECT_EQ(result.error, treaty_errors::required_missing) << record;
    EXPECT_EQ(result.step, 1U);
  }
  EXPECT_EQ(run(map, R"({"a":"x"})")[0].field, 0xffffffff);  // no key
}

TEST(Interpret, lookups_find_fall_back_or_fail) {
  const std::string tables =
      "table t text { \"QC\" = \"Quebec\" }\ntable r text from hubspot.owners key email value id";
  const std::string map = "path record.id path record.a " + key + R"(
    field f text on_error skip { %0: text = load record.a %1: text = lookup t (%0) -> %1 }
    field g text { %0: text = load record.a %1: text = lookup r (%0) { %2: text = const "?" -> %2 } -> %1 })";
  EXPECT_EQ(run(map, R"({"id":"k","a":"QC"})", tables)[0].payload, R"({"f":"Quebec","g":"?"})");
  EXPECT_EQ(run(map, R"({"id":"k","a":"XX"})", tables)[0].payload, R"({"g":"?"})");
  ir::Program program = program_of(map, tables);
  Interpreter interpreter(program, {.tables = {{"r", {{"XX", "77"}}}}});
  EXPECT_EQ(interpreter.run(0, R"({"id":"k","a":"XX"})")[0].payload, R"({"g":"77"})");
}

TEST(Interpret, unknown_is_neither_true_nor_false) {
  auto value = [&](const std::string& block) {
    return run("path record.id path record.a path record.n " + key + "field f boolean { " + block + " }",
               R"({"id":"k","n":null})")[0]
        .payload;
  };
  const std::string unknown = "%9: text = load record.a %8: text = const \"x\" %7: boolean = eq (%9, %8) ";
  EXPECT_EQ(value(unknown + "-> %7"), "{}");
  EXPECT_EQ(value(unknown + "%0: boolean = not (%7) -> %0"), "{}");
  EXPECT_EQ(value(unknown + "%0: boolean = and { -> %7 } { %1: boolean = const false -> %1 } -> %0"),
            R"({"f":"false"})");
  EXPECT_EQ(value(unknown + "%0: boolean = or { -> %7 } { %1: boolean = const true -> %1 } -> %0"),
            R"({"f":"true"})");
  EXPECT_EQ(value(unknown + "%0: boolean = and { -> %7 } { %1: boolean = const true -> %1 } -> %0"), "{}");
  EXPECT_EQ(
      value(unknown +
            "%0: boolean = if (%7) { %1: boolean = const true -> %1 } { %2: boolean = const false -> %2 } -> %0"),
      R"({"f":"false"})");
  EXPECT_EQ(
      value(
          "%0: boolean = coalesce { %1: boolean = load record.a -> %1 } { %2: boolean = load record.n -> %2 } -> %0"),
      R"({"f":""})");
}

TEST(Interpret, integers_become_decimals_in_branches) {
  const std::string map = "path record.id path record.n " + key +
                          R"(field f decimal { %0: decimal = coalesce { %1: integer = load record.n -> %1 } -> %0 })";
  EXPECT_EQ(run(map, R"({"id":"k","n":-12})")[0].payload, R"({"f":"-12"})");
  EXPECT_EQ(run(map, R"({"id":"k","n":null})")[0].payload, R"({"f":""})");
}

TEST(Interpret, filters_by_where) {
  const std::string map =
      "path record.id path record.n where { %0: integer = load record.n %1: integer = const 0 %2: boolean = gt (%0, "
      "%1) -> %2 } " +
      key;
  EXPECT_EQ(run(map, R"({"id":"k","n":1})")[0].status, TREATY_WRITTEN);
  EXPECT_EQ(run(map, R"({"id":"k","n":0})")[0].status, TREATY_FILTERED);
  EXPECT_EQ(run(map, R"({"id":"k"})")[0].status, TREATY_FILTERED);
  EXPECT_EQ(run(map, R"({"id":"k","n":"1"})")[0].status, TREATY_REJECTED);
}

TEST(Interpret, elements_have_outcomes_of_their_own) {
  const std::string map = "path record.id path element.sku path element each record.items " + key + R"(
    field sku text { %0: text = load element.sku -> %0 }
    associate m { %0: any = load record.id -> %0 })";
  auto results = run(map, R"({"id":9,"items":[{"sku":"a"},{"sku":2},"x"]})");
  ASSERT_EQ(results.size(), 3U);
  EXPECT_EQ(results[0].payload, R"({"sku":"a"})");
  EXPECT_EQ(results[0].source_key.text, "9/0");
  EXPECT_EQ(results[0].associations[0].keys, std::vector<std::string>{"9"});
  EXPECT_EQ(results[1].status, TREATY_REJECTED);
  EXPECT_EQ(results[2].payload, "{}");
  EXPECT_EQ(results[2].source_key.text, "9/2");
  EXPECT_EQ(run(map, R"({"id":9})").size(), 0U);
  EXPECT_EQ(run(map, R"({"id":9,"items":null})").size(), 0U);
  EXPECT_EQ(run(map, R"({"id":9,"items":{}})")[0].error, treaty_errors::source_mismatch);
}

TEST(Interpret, lists) {
  auto value = [&](const std::string& encoding, const std::string& block, const std::string& list) {
    return run("path record.id path record.l path value.p " + key + "field f " + encoding +
                   " { %0: list = load record.l " + block + " }",
               R"({"id":"k","l":)" + list + "}")[0]
        .payload;
  };
  EXPECT_EQ(value("decimal", "%1: decimal = sum (%0) { %2: decimal = it -> %2 } -> %1", "[1, 2.50, null]"),
            R"({"f":"3.50"})");
  EXPECT_EQ(value("integer", "%1: integer = sum (%0) { %2: integer = it -> %2 } -> %1", "[]"), R"({"f":"0"})");
  EXPECT_EQ(value("options", "%1: list = sort (%0) { %2: any = it -> %2 } -> %1", R"(["b", 10, "a", 9.5])"),
            R"({"f":"9.5;10;a;b"})");
  EXPECT_EQ(value("options", "%1: list = map (%0) { %2: json = it %3: text = field value.p (%2) -> %3 } -> %1",
                  R"([{"p":"x"},{},{"p":"y"}])"),
            R"({"f":"x;y"})");
  EXPECT_EQ(value("boolean", "%1: text = const \"a\" %2: boolean = in (%1, %0) -> %2", R"(["a"])"),
            R"({"f":"true"})");
  EXPECT_EQ(value("boolean", "%1: boolean = all (%0) { %2: boolean = it -> %2 } -> %1", R"([true,false,"x"])"),
            R"({"f":"false"})");
}

TEST(Interpret, associations_take_lists_of_keys) {
  auto result = run("path record.id path record.g " + key + "associate m { %0: list = load record.g -> %0 }",
                    R"({"id":"k","g":["a",2,"",null]})")[0];
  EXPECT_TRUE(result.associations[0].many);
  EXPECT_EQ(result.associations[0].keys, (std::vector<std::string>{"a", "2"}));
}

TEST(Interpret, what_is_taken_out_of_a_list_is_of_its_type) {
  const std::string map = "path record.id path record.a " + key +
                          R"(field f integer on_error skip { %0: list = load record.a @0 %1: integer = call first (%0) @1 -> %1 })";
  EXPECT_EQ(run(map, R"({"id":"k","a":[7,8]})")[0].payload, R"({"f":"7"})");
  EXPECT_EQ(run(map, R"({"id":"k","a":["7"]})")[0].payload, "{}");
  EXPECT_EQ(run(map, R"({"id":"k","a":[]})")[0].payload, "{}");
}

TEST(Interpret, calls_and_traces) {
  const std::string map = "path record.id path record.a " + key +
                          "field f text { %0: text = load record.a %1: text = call trim (%0) -> %1 }";
  ir::Program program = program_of(map);
  std::string told;
  Interpreter interpreter(program, {.trace = [&](const ir::Op& op, const treaty_value& value, treaty_error) {
                            told += std::string(ir::name_of(op.kind)) + "=" + value_of(value).text + ";";
                          }});
  EXPECT_EQ(interpreter.run(0, R"({"id":"k","a":" x "})")[0].payload, R"({"f":"x"})");
  EXPECT_EQ(told, "load=k;load= x ;call=x;");
}

TEST(Evaluate, one_value) {
  ir::Program program = program_of(
      "path record key { %0: text = const \"k\" -> %0 } field f integer { %0: integer = load record -> %0 }");
  EXPECT_EQ(evaluate(program, "12", {}), "12");
  EXPECT_EQ(evaluate(program, "null", {}), "null");
  EXPECT_EQ(evaluate(program, "\"x\"", {}), "error source_mismatch");
}

}  // namespace
}  // namespace treaty::interpret
