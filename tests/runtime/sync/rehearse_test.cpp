// A rehearsal with the sandbox and the played source, on loopback.

#include "runtime/host/rehearse.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/runtime/sync/fake_program.h"

namespace treaty::testing_portal {
namespace {

class Rehearsal : public testing::Test {
 protected:
  void SetUp() override {
    folder = testing::TempDir() + "treaty_rehearsal";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder + "/data");
    json clubs = json::array(), products = json::array();
    for (int i = 0; i < 3; ++i)
      clubs.push_back({{"id", "C" + std::to_string(i)}, {"external_id", "C" + std::to_string(i)}, {"name", "Club"}});
    for (int i = 0; i < 130; ++i)
      products.push_back({{"id", "P" + std::to_string(i)}, {"hs_sku", "S" + std::to_string(i)}, {"name", "p"}});
    std::ofstream(folder + "/data/clubs.json") << clubs;
    std::ofstream(folder + "/data/products.json") << products;
    std::ofstream file(folder + "/data/members.jsonl");
    for (int i = 0; i < members; ++i) {
      std::string n = std::to_string(i);
      json member = {{"id", "M" + n},
                     {"external_id", "M" + n},
                     {"email", "User" + n + "@example.org"},
                     {"name", "N" + n},
                     {"club", "C" + std::to_string(i % 3)}};
      if (i == 5) member["email"] = "no address";
      if (i == 6) member["filtered"] = true;
      file << member << "\n";
    }
  }
  host::RehearsalReport rehearse(const std::string& keep) {
    auto report = host::rehearse(program, {.data = folder + "/data", .keep = keep, .rate = 0});
    EXPECT_TRUE(report) << report.error().message;
    return report ? *report : host::RehearsalReport{};
  }

  static constexpr int members = 640;
  FakeProgram program;
  std::string folder;
};

TEST_F(Rehearsal, WritesAllOfItAndTheSecondTimeNothing) {
  auto first = rehearse(folder + "/kept");
  EXPECT_TRUE(first.good()) << host::to_text(first);
  EXPECT_EQ(first.run.total(),
            (ledger::Counts{.read = members + 133, .created = members + 131, .filtered = 1, .parked = 1}));
  EXPECT_EQ(first.run.associated, members - 2);
  ASSERT_EQ(first.references.size(), 1);
  EXPECT_EQ(first.references[0].in_place, members - 2);
  EXPECT_TRUE(first.run.disagreements.empty()) << host::to_text(first);
  auto second = rehearse(folder + "/kept");
  EXPECT_TRUE(second.good()) << host::to_text(second);
  EXPECT_EQ(second.run.total().written(), 0) << host::to_text(second);
  EXPECT_EQ(second.run.associated, 0);
  auto letters = host::letters(folder + "/kept/ledger.db", {});
  ASSERT_TRUE(letters);
  ASSERT_EQ(letters->size(), 1);
  EXPECT_EQ(letters->at(0).code, "INVALID_EMAIL") << host::to_text(*letters);
  EXPECT_EQ(letters->at(0).attempts, 2);
}

TEST_F(Rehearsal, LeavesNothingBehindUnlessAskedTo) {
  EXPECT_TRUE(rehearse("").good());
  EXPECT_FALSE(std::filesystem::exists(folder + "/kept"));
}

TEST_F(Rehearsal, SpeaksOfTheMapsThatRanAlone) {
  auto report = host::rehearse(program, {.data = folder + "/data", .maps = {"clubs"}, .rate = 0});
  ASSERT_TRUE(report) << report.error().message;
  ASSERT_EQ(report->objects.size(), 1);
  EXPECT_EQ(report->objects[0].object, "companies");
  EXPECT_TRUE(report->references.empty());
}

TEST_F(Rehearsal, SaysWhereTheLettersAre) {
  std::string text = host::to_text(rehearse(folder + "/kept"));
  EXPECT_NE(text.find("see `treaty letters list --ledger " + folder + "/kept/ledger.db`"), std::string::npos) << text;
  text = host::to_text(rehearse(""));
  EXPECT_NE(text.find("--keep FOLDER keeps them"), std::string::npos) << text;
}

TEST_F(Rehearsal, SaysWhenThereIsNoData) {
  auto report = host::rehearse(program, {.data = folder + "/nowhere"});
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().kind, host::Error::Kind::files);
}

}  // namespace
}  // namespace treaty::testing_portal
