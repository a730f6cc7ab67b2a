// From a contract in memory to its program and manifest.

#include <gtest/gtest.h>

#include "compiler/driver/pipeline.h"

namespace treaty {
namespace {

constexpr std::string_view sample = R"([{"id": 7, "name": "Ana", "cents": 1250, "joined": "2024-01-02T03:04:05", "tags": ["a"],
                                         "lines": [{"sku": "x", "price": 1.5}]}])";

/// A contract around the lines of one map.
std::string contract(const std::string& lines, const std::string& head = "map members: club.members -> hubspot.contacts {") {
  return R"(contract members 1.0.0 edition 1 "Members"
system club: rest "Club" {
  zone "America/Toronto"
  auth api_key header "X-Key" secret CLUB_KEY
  limit 10 per minute burst 20
  resource members {
    key  id
    schema json "sample.json"
    list GET "/members" at "$.data[*]"
    page cursor "$.next" as "cursor" size 50 as "limit"
  }
}
system hubspot: hubspot "HubSpot" {
  auth service_key secret HUBSPOT_KEY
  ensure contacts group "Club" {
    external_id text unique "Club id"
    balance     decimal     "Balance"
    since       timestamp   "Since"
  }
}
table rates { CAD = 1, USD = 1.25 }
transform twice(a: decimal) -> decimal = a + a
)" + head + "\n  match external_id\n  id | text -> external_id required\n" + lines + "}\n";
}

driver::Compilation compile(const std::string& text) {
  return driver::compile("members.map", [&](const std::string& path) -> std::expected<std::string, std::string> {
    if (path == "members.map") return text;
    if (path == "sample.json") return std::string(sample);
    return std::unexpected(std::string("there is no such file"));
  });
}

/// The text of one field's block.
std::string field(const std::string& line, const std::string& property) {
  const driver::Compilation compilation = compile(contract(line));
  if (!compilation.program) {
    std::string said;
    for (const auto& diagnostic : compilation.diagnostics.all()) said += diagnostic.text() + "\n";
    return said;
  }
  EXPECT_EQ(ir::verify(*compilation.program), std::vector<std::string>());
  const std::string text = ir::print(*compilation.program);
  const size_t begin = text.find("  field " + property + " ");
  return text.substr(begin, text.find("\n  }\n", begin) - begin);
}

bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST(Lower, AFieldBecomesALoadAndItsSteps) {
  const std::string text = field("  name | trim -> firstname\n", "firstname");
  EXPECT_TRUE(holds(text, "text = load record.name")) << text;
  EXPECT_TRUE(holds(text, "text = call trim (%0)")) << text;
}

TEST(Lower, AnArgumentUsedTwiceIsWorkedOutOnce) {
  const std::string text = field("  cents | twice -> balance\n", "balance");
  EXPECT_TRUE(holds(text, "%1: decimal = call decimal_of_integer (%0)")) << text;
  EXPECT_TRUE(holds(text, "%2: decimal = call add (%1, %1)")) << text;
}

TEST(Lower, ATimeWithoutZoneIsReadInItsSystemsZone) {
  const std::string text = field("  joined -> since\n", "since");
  EXPECT_TRUE(holds(text, "America/Toronto")) << text;
}

TEST(Lower, ConvertingIntoTheTablesOwnCurrencyNeedsNoDivision) {
  const std::string text = field("  cents / 100 | convert(from: name, to: \"CAD\", using: rates) -> balance\n", "balance");
  EXPECT_TRUE(holds(text, "lookup rates")) << text;
  EXPECT_FALSE(holds(text, "call divide (")) << text;
}

TEST(Lower, AMapOverElementsReadsThem) {
  std::string text = contract("  line.price -> balance\n", "map members: club.members each lines as line -> hubspot.contacts {");
  const std::string_view key = "id | text ->";
  text.replace(text.find(key), key.size(), "\"${id}-${line.price}\" ->");
  const driver::Compilation compilation = compile(text);
  ASSERT_TRUE(compilation.program);
  EXPECT_TRUE(compilation.program->maps[0].each.has_value());
  EXPECT_TRUE(holds(ir::print(*compilation.program), "load element.price"));
}

TEST(Lower, TheManifestSaysHowToConnect) {
  const driver::Compilation compilation = compile(contract("  name -> firstname on null keep\n"));
  ASSERT_TRUE(compilation.manifest);
  const package::System* club = compilation.manifest->system("club");
  ASSERT_NE(club, nullptr);
  EXPECT_EQ(std::get<package::AuthApiKey>(club->auth).name, "X-Key");
  EXPECT_EQ(club->limits.at(0).per_ms, 60'000);
  EXPECT_EQ(club->resources.at(0).page.size, 50);
  const package::System* hubspot = compilation.manifest->system("hubspot");
  EXPECT_EQ(hubspot->ensure.at(0).properties.at(1).type, "number");
  EXPECT_EQ(compilation.manifest->maps.at(0).fields.at(1).property, "firstname");
}

TEST(Lower, TheSemanticHashKnowsMeaningNotLayout) {
  const auto hash = [](const std::string& text) { return compile(text).manifest->semantic_hash; };
  const std::string plain = hash(contract("  name -> firstname\n"));
  EXPECT_EQ(plain, hash(contract("\n  // a comment\n  name    -> firstname\n")));
  EXPECT_NE(plain, hash(contract("  name -> lastname\n")));
  EXPECT_EQ(plain.size(), 32u);
}

}  // namespace
}  // namespace treaty
