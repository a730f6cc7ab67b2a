#include <gtest/gtest.h>

#include "compiler/package/package.h"
#include "tests/unit/ir/generate.h"

namespace treaty::package {
namespace {

Package sample() {
  auto choices = generate::choices_of(7);
  Package package{.program = generate::program(choices),
                  .sources = {{"club.map", sha256("x")}, {"members \"é\".json", sha256("")}}};
  Manifest& manifest = package.manifest;
  manifest = {.contract = "club", .version = "1.2.0", .semantic_hash = "ab"};
  System rest{.name = "clubapp", .kind = "rest", .base = "https://x.example", .zone = "America/Toronto"};
  rest.auth = AuthApiKey{AuthApiKey::Place::query, "key", {"CLUB_KEY"}};
  rest.limits = {{10, 1000, 20}};
  Resource members{.name = "members", .key = {"id"}, .list = Endpoint{"GET", "/members", "$.data[*]"}, .volume = 12};
  members.page = {.style = Page::Style::link, .size = 100};
  members.changes = Changes{.field = "updated_at", .since = "since", .lookback_ms = 60'000};
  rest.resources = {members};
  System hubspot{.name = "hubspot", .kind = "hubspot", .auth = AuthBearer{{"HUBSPOT_TOKEN"}}};
  hubspot.ensure = {
      {"contacts", "ClubApp", {{.name = "id", .type = "string", .unique = true, .options = {"a", "b"}}}}};
  manifest.systems = {rest, hubspot, {.name = "c", .auth = AuthClientCredentials{"https://t", {"A"}, {"B"}, "read"}}};
  manifest.environments = {{"sandbox", {{"hubspot", "portal", "111"}}}};
  for (const ir::MapProgram& program : package.program.maps) {
    Map map{.name = program.name, .each = program.each.has_value(), .match = {"id"}};
    for (const ir::Field& field : program.fields)
      map.fields.push_back({.property = field.property, .type = "string"});
    for (const ir::Association& association : program.associations)
      map.associations.push_back({.map = association.map, .many = true});
    manifest.maps.push_back(map);
  }
  manifest.not_in_force = {"sla"};
  return package;
}

TEST(Manifest, reads_back) {
  const Manifest manifest = sample().manifest;
  const std::string text = to_json(manifest);
  auto again = from_json(text);
  ASSERT_TRUE(std::holds_alternative<Manifest>(again)) << std::get<std::string>(again);
  EXPECT_EQ(to_json(std::get<Manifest>(again)), text);
  const Manifest& read = std::get<Manifest>(again);
  EXPECT_EQ(std::get<AuthApiKey>(read.system("clubapp")->auth).key.name, "CLUB_KEY");
  EXPECT_EQ(read.system("clubapp")->resources.at(0).list->at, "$.data[*]");
  EXPECT_FALSE(read.system("clubapp")->resources.at(0).create.has_value());
  EXPECT_EQ(read.system("nobody"), nullptr);
}

TEST(Manifest, says_what_is_wrong) {
  EXPECT_EQ(std::get<std::string>(from_json("{")), "the manifest is no JSON");
  EXPECT_EQ(std::get<std::string>(from_json("[]")), "the manifest's `$` is not an object");
  EXPECT_EQ(std::get<std::string>(from_json(R"({"maps":[{},{"fields":[{"line":-1}]}]})")),
            "the manifest's `$.maps[1].fields[0].line` is not an integer");
  EXPECT_EQ(std::get<std::string>(from_json(R"({"systems":[{"auth":{"kind":"magic"}}]})")),
            "the manifest's `$.systems[0].auth.kind` is not a word that is known here");
}

TEST(Manifest, maps_run_after_what_they_need) {
  Manifest manifest;
  manifest.maps = {{.name = "extras", .after = {"bookings"}},
                   {.name = "bookings", .after = {"members"}, .associations = {{.map = "clubs"}}},
                   {.name = "members", .associations = {{.map = "members"}, {.map = "clubs"}}},
                   {.name = "clubs"}};
  EXPECT_EQ(run_order(manifest), (std::vector<uint32_t>{3, 2, 1, 0}));
  manifest.maps[3].after = {"extras"};  // a ring
  EXPECT_EQ(run_order(manifest).size(), 4U);
}

TEST(Package, reads_back_and_is_the_same_bytes) {
  const Package package = sample();
  const std::string bytes = write(package);
  EXPECT_EQ(write(package), bytes);
  auto again = read(bytes);
  ASSERT_TRUE(again.has_value()) << again.error();
  EXPECT_EQ(again->program, package.program);
  EXPECT_EQ(again->sources, package.sources);
  EXPECT_EQ(write(*again), bytes);
}

TEST(Package, every_altered_byte_is_noticed) {
  std::string bytes = write(sample());
  for (size_t i = 0; i < bytes.size(); ++i) {
    for (char flip : {char{1}, static_cast<char>(0x80)}) {
      bytes[i] = static_cast<char>(bytes[i] ^ flip);
      ASSERT_FALSE(read(bytes).has_value()) << i;
      bytes[i] = static_cast<char>(bytes[i] ^ flip);
    }
  }
}

TEST(Package, every_shortened_file_is_noticed) {
  const std::string bytes = write(sample());
  for (size_t size = 0; size < bytes.size(); size += size < 200 ? 1 : 97) {
    ASSERT_FALSE(read(std::string_view(bytes).substr(0, size)).has_value()) << size;
  }
  EXPECT_EQ(read(bytes.substr(0, bytes.size() - 1)).error(),
            "the package is cut short: " + std::to_string(bytes.size() - 1) + " of " + std::to_string(bytes.size()) +
                " bytes");
  EXPECT_EQ(read(bytes + "x").error(), "the package goes on behind its end");
  EXPECT_EQ(read("PK\x03\x04").error(), "this is no compiled contract");
}

TEST(Package, manifest_and_program_must_fit) {
  Package package = sample();
  package.manifest.maps[0].name = "another";
  EXPECT_EQ(read(write(package)).error(), "the package's manifest and program speak of different maps");
}

TEST(SemanticHash, tells_pieces_apart) {
  using Pieces = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(semantic_hash(Pieces{{"a", "b"}}), semantic_hash(Pieces{{"a", "b"}}));
  EXPECT_NE(semantic_hash(Pieces{{"a", "b"}, {"", ""}}), semantic_hash(Pieces{{"a", "b"}}));
  EXPECT_NE(semantic_hash(Pieces{{"ab", ""}}), semantic_hash(Pieces{{"a", "b"}}));
}

}  // namespace
}  // namespace treaty::package
