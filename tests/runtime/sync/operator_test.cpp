// What whoever runs a contract is told: figures that add up, the wrong portal, the wrong key, what the portal lacks.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "runtime/host/host.h"
#include "runtime/sandbox/hubspot_sandbox.h"
#include "tests/runtime/sync/fake_program.h"

namespace treaty::testing_portal {
namespace {

class Operator : public testing::Test {
 protected:
  void SetUp() override {
    folder = testing::TempDir() + "treaty_operator";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    ledger = folder + "/club.ledger";
    std::ofstream(folder + "/clubs.jsonl") << R"({"id":"C1","external_id":"C1","name":"One"})"
                                           << "\n"
                                           << R"({"id":"C2","external_id":"C2","name":"Two"})"
                                           << "\n";
    portal = std::move(*sandbox::HubspotSandbox::start({.token = "right", .burst = 0}));
  }
  host::BackfillOptions options() {
    host::BackfillOptions options{.ledger = ledger,
                                  .bases = {{"hubspot", portal->url()}},
                                  .secrets = {{"HUBSPOT_KEY", "right"}},
                                  .files = {{"clubs", folder + "/clubs.jsonl"}},
                                  .maps = {"clubs"},
                                  .provision = true};
    return options;
  }
  host::Error refused(const host::BackfillOptions& options) {
    auto report = host::backfill(program, options);
    EXPECT_FALSE(report);
    return report ? host::Error{} : report.error();
  }
  int64_t companies() { return portal->counts()["companies"]; }

  FakeProgram program;
  std::string folder, ledger;
  std::unique_ptr<sandbox::HubspotSandbox> portal;
};

TEST_F(Operator, AReplayDoesNotTakeThePlaceOfTheRunBeforeIt) {
  auto open = std::move(*ledger::open_sqlite(ledger));
  auto commit = [&](const char* purpose, const ledger::Counts& counts) {
    auto run = *open->open_run("club", purpose, purpose, 1);
    ASSERT_TRUE(open->commit({.run = run.id, .map = "members", .object = "contacts", .counts = counts, .cursor = {"", true}}));
    ASSERT_TRUE(open->finish_run(run.id, 2));
  };
  commit("backfill", {.read = 10, .created = 6, .unchanged = 1, .filtered = 1, .parked = 2});
  commit("replay members", {.read = 1, .parked = 1});
  auto status = host::status(ledger);
  ASSERT_TRUE(status) << status.error().message;
  ASSERT_EQ(status->maps.size(), 1);
  EXPECT_EQ(status->maps[0].last.read, 10);
  std::string text = host::to_text(*status);
  EXPECT_NE(text.find("filtered    parked   letters"), std::string::npos) << text;
  EXPECT_NE(text.find("a replay is of a few records"), std::string::npos) << text;
}

}  // namespace
}  // namespace treaty::testing_portal
