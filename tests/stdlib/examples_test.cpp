// Every example of every row of stdlib/functions.def, by the interpreter, which calls the native functions.
#include "tests/stdlib/examples.h"

#include <gtest/gtest.h>

#include "compiler/interpret/interpret.h"

namespace treaty::examples {
namespace {

class Example : public testing::TestWithParam<Case> {};

TEST_P(Example, gives_what_it_says) {
  const Case& example = GetParam();
  SCOPED_TRACE(example.input + " -> " + example.output);
  ASSERT_EQ(ir::verify(example.program), std::vector<std::string>{});
  const std::vector<interpret::Result> results = interpret::Interpreter(example.program, {}).run(0, "{}");
  ASSERT_EQ(results.size(), 1U);
  const interpret::Result& result = results[0];
  if (example.expected == Case::Expected::error) {
    ASSERT_EQ(result.status, TREATY_REJECTED);
    EXPECT_EQ(functions::error(result.error).name, example.text);
    return;
  }
  ASSERT_EQ(result.status, TREATY_WRITTEN) << functions::error(result.error).name << " of " << result.value.text;
  const interpret::FieldValue& field = result.fields.at(0);
  const treaty_state state = example.expected == Case::Expected::null      ? TREATY_NULL
                             : example.expected == Case::Expected::missing ? TREATY_MISSING
                                                                           : TREATY_PRESENT;
  EXPECT_EQ(field.state, state) << field.text;
  if (state == TREATY_PRESENT) {
    EXPECT_EQ(field.text, example.text);
  }
}

INSTANTIATE_TEST_SUITE_P(Table, Example, testing::ValuesIn(all()), [](const auto& info) { return info.param.name; });

TEST(Table, keys_are_unique_and_every_row_shows_itself) {
  std::vector<std::string> keys;
  for (const functions::Function& function : functions::all()) {
    EXPECT_EQ(std::find(keys.begin(), keys.end(), function.key), keys.end()) << function.key;
    keys.push_back(function.key);
    EXPECT_FALSE(function.doc.empty()) << function.key;
    const bool needs_contract =
        function.name == "lookup" || function.name == "picklist" || function.name == "convert";
    EXPECT_EQ(function.examples.empty(), needs_contract) << function.key;
    bool shows_error = false;
    for (const functions::Example& example : function.examples) shows_error |= example.output.starts_with("error ");
    EXPECT_TRUE(function.fallible || !shows_error) << function.key << " is total, yet an example fails";
  }
}

}  // namespace

void PrintTo(const Case& example, std::ostream* out) { *out << example.input << " -> " << example.output; }

}  // namespace treaty::examples
