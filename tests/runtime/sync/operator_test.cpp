// What whoever runs a contract is told: figures that add up, the wrong portal, the wrong key, what the portal lacks.

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "runtime/host/host.h"
#include "runtime/http/http.h"
#include "runtime/sandbox/hubspot_sandbox.h"
#include "runtime/sync/letters.h"
#include "tests/runtime/sync/fake_program.h"

namespace treaty::testing_portal {
namespace {

class Operator : public testing::Test {
 protected:
  void SetUp() override {
    folder = testing::TempDir() + "treaty_operator." + std::to_string(getpid());  // several may run at once
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    ledger = folder + "/club.ledger";
    std::ofstream(folder + "/clubs.jsonl") << R"({"id":"C1","external_id":"C1","name":"One"})"
                                           << "\n"
                                           << R"({"id":"C2","external_id":"C2","name":"Two"})"
                                           << "\n";
    portal = std::move(*sandbox::HubspotSandbox::start({.token = "right", .burst = 0}));
  }
  void TearDown() override { std::filesystem::remove_all(folder); }
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

bool says(const std::string& text, const std::string& words) { return text.find(words) != std::string::npos; }

TEST_F(Operator, NothingIsWrittenIntoAnotherPortalThanTheEnvironmentNames) {
  program.change().environments = {{"production", {{"hubspot", "portal", "333444"}}},
                                   {"sandbox", {{"club", "base", "http://x"}}}};
  auto production = options();
  production.environment = "production";
  bool begun = false;
  production.begins = [&] { begun = true; };
  auto error = refused(production);
  EXPECT_EQ(error.kind, host::Error::Kind::system);
  EXPECT_TRUE(
      says(error.message, "HUBSPOT_KEY opens portal 46200001, and environment production names portal 333444"))
      << error.message;
  EXPECT_FALSE(begun);
  EXPECT_EQ(companies(), 0);
  program.change().environments[0].entries[0].value = "46200001";
  EXPECT_TRUE(host::backfill(program, production));
  EXPECT_TRUE(begun);
  EXPECT_EQ(companies(), 2);
}

TEST_F(Operator, ALedgerServesOnePortal) {
  auto open = std::move(*ledger::open_sqlite(ledger));
  ASSERT_EQ(*open->account_of("hubspot", "111"), "111");
  ASSERT_EQ(*open->account_of("hubspot", "333444"), "333444");  // nothing was written to the other
  auto run = *open->open_run("club", "hash", "backfill", 1);
  ASSERT_TRUE(open->commit({.run = run.id,
                            .map = "clubs",
                            .object = "companies",
                            .counts = {.read = 1, .created = 1},
                            .links = {{.source_key = "C1", .remote_id = "7"}}}));
  ASSERT_EQ(*open->account_of("hubspot", "111"), "333444");
  open.reset();
  auto error = refused(options());
  EXPECT_EQ(error.kind, host::Error::Kind::system);
  EXPECT_TRUE(says(error.message, "HUBSPOT_KEY opens portal 46200001, and the ledger knows the records of portal 333444"))
      << error.message;
  EXPECT_EQ(companies(), 0);
  auto fresh = options();
  fresh.ledger = folder + "/fresh.ledger";
  EXPECT_TRUE(host::backfill(program, fresh));
  EXPECT_TRUE(host::backfill(program, fresh));
}

TEST_F(Operator, AFileThatIsNotNamedIsToldBeforeTheFirstWrite) {
  auto forgotten = options();
  forgotten.files.clear();
  for (package::System& system : program.change().systems) {
    if (system.name == "club") system.kind = "files";
  }
  auto error = refused(forgotten);
  EXPECT_EQ(error.kind, host::Error::Kind::settings);
  EXPECT_TRUE(says(error.message, "map clubs")) << error.message;
  EXPECT_EQ(companies(), 0);
}

TEST_F(Operator, AnEnvironmentThatNamesNoPortalAsksForNone) {
  program.change().environments = {{"sandbox", {{"club", "base", "http://x"}}}};
  auto sandbox = options();
  sandbox.environment = "sandbox";
  EXPECT_TRUE(host::backfill(program, sandbox));
}

TEST_F(Operator, WhatThePortalLacksIsSaidBeforeTheFirstWrite) {
  auto bare = options();
  bare.provision = false;
  auto error = refused(bare);
  EXPECT_EQ(error.kind, host::Error::Kind::system);
  EXPECT_TRUE(says(error.message, "external_id of companies")) << error.message;
  EXPECT_TRUE(says(error.remedy, "--provision creates what")) << error.remedy;
  EXPECT_EQ(companies(), 0);
  program.change().maps[1].fields.push_back({.property = "nobody_has_it", .type = "string"});
  error = refused(options());
  EXPECT_TRUE(says(error.message, "nobody_has_it of companies")) << error.message;
  EXPECT_TRUE(says(error.remedy, "create nobody_has_it of companies in HubSpot")) << error.remedy;
}

TEST_F(Operator, AWrongKeyIsNamed) {
  auto wrong = options();
  wrong.secrets["HUBSPOT_KEY"] = "wrong";
  auto error = refused(wrong);
  EXPECT_EQ(error.kind, host::Error::Kind::system);
  EXPECT_TRUE(says(error.message, "system hubspot does not accept the secret HUBSPOT_KEY")) << error.message;
  EXPECT_TRUE(says(error.message, "HTTP 401")) << error.message;
  EXPECT_TRUE(says(error.remedy, "give the value")) << error.remedy;
}

TEST_F(Operator, AWrongKeyOfTheSourceAndAPageToSignInAreNamed) {
  http::Response answer{401, {}, R"({"message":"who are you?"})"};
  auto source = std::move(*http::Server::start([&](const http::Request&) { return http::Answer{answer}; }));
  auto rest = options();
  rest.files.clear();
  rest.bases["club"] = source->url();
  rest.secrets["CLUB_KEY"] = "wrong";
  EXPECT_TRUE(says(refused(rest).message, "system club does not accept the secret CLUB_KEY"));
  answer = {200, {{"Content-Type", "text/html"}}, "<!DOCTYPE html>\n<html><form>"};
  auto error = refused(rest);
  EXPECT_EQ(error.kind, host::Error::Kind::world);
  EXPECT_TRUE(says(error.message, "the answer is not JSON but text/html: it begins with `<!DOCTYPE html>"))
      << error.message;
}

TEST_F(Operator, ALedgerServesOneContract) {
  ASSERT_TRUE(host::backfill(program, options()));
  program.change().contract = "another";
  auto error = refused(options());
  EXPECT_EQ(error.kind, host::Error::Kind::settings);
  EXPECT_EQ(error.message, "the ledger is that of contract club, and this one is another");
}

TEST_F(Operator, AReplaySpeaksOfItsOwnLetters) {
  std::ofstream(folder + "/clubs.jsonl") << R"({"id":"C1","external_id":"C1","rejected":true})"
                                         << "\n"
                                         << R"({"id":"C2","external_id":"C2","rejected":true})"
                                         << "\n";
  auto first = host::backfill(program, options());
  ASSERT_TRUE(first) << first.error().message;
  ASSERT_EQ(first->parked.size(), 1);
  EXPECT_EQ(first->parked[0].count, 2);
  auto letters = *host::letters(ledger, {});
  auto again = host::replay(program, options(), {letters[0].id});
  ASSERT_TRUE(again) << again.error().message;
  ASSERT_EQ(again->parked.size(), 1);
  EXPECT_EQ(again->parked[0].count, 1);
  auto none = host::replay(program, options(), {4242});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().message, "no open letter of number 4242 to replay");
  EXPECT_TRUE(says(none.error().remedy, "treaty letters list --ledger " + ledger));
  letters[0].state = "closed";
  EXPECT_TRUE(says(host::to_text(letters), "   id  state  map"));
  EXPECT_TRUE(says(host::to_text(letters), "closed clubs"));
}

TEST_F(Operator, ARecordWithoutAKeyIsNamedByItsPlaceCountedFromOne) {
  const std::pair<const char*, const char*> cases[] = {
      {"[#5]", "record 6"},
      {"[page 2#5]", "page 2, record 6"},
      {"[cursor a#b#0]", "cursor a#b, record 1"},
      {"[1048576/2000000-1790000000.5#11]", "from byte 1048576, record 12"},
      {"C1", "C1"}, {"881/5", "881/5"}, {"[note]", "[note]"}, {"[note #x]", "[note #x]"}, {"[#]", "[#]"}};
  for (const auto& [key, words] : cases) EXPECT_EQ(sync::in_words(key), words);
  const ledger::Letter letter{.id = 1, .map = "clubs", .source_key = "[page 2#5]", .state = "open"};
  EXPECT_TRUE(says(host::to_text(letter), "page 2, record 6 of map clubs")) << host::to_text(letter);
  EXPECT_TRUE(says(host::to_text(std::vector{letter}), "page 2, record 6"));
  EXPECT_TRUE(says(host::to_json({letter}), "[page 2#5]"));
}

TEST_F(Operator, AFolderIsNoLedger) {
  std::filesystem::create_directories(folder + "/state");
  std::ofstream(folder + "/state/ledger.db") << "";
  auto status = host::status(folder + "/state");
  ASSERT_FALSE(status);
  EXPECT_TRUE(says(status.error().remedy, "--ledger " + folder + "/state/ledger.db")) << status.error().remedy;
  std::ofstream(folder + "/note") << std::string(200, 'x');
  EXPECT_EQ(host::status(folder + "/note").error().message, folder + "/note is no ledger");
}

}  // namespace
}  // namespace treaty::testing_portal
