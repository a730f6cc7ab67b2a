// The engine between a source and a portal that live in this process.

#include <gtest/gtest.h>

#include "runtime/connectors/rest/rest_source.h"
#include "runtime/sync/backfill.h"
#include "tests/runtime/sync/fake_portal.h"
#include "tests/runtime/sync/fake_program.h"

namespace treaty::testing_portal {
namespace {

using connectors::Channel;

class Engine : public testing::Test {
 protected:
  Engine() : log_({.level = observe::Level::off}, redactor_) {
    auto ledger = ledger::open_sqlite("");
    ledger_ = std::move(*ledger);
  }

  /// A channel to a handler in this process.
  std::unique_ptr<Channel> channel(http::Handler handler) {
    auto transport = [handler = std::move(handler)](
                         const connectors::Request& request) -> std::expected<http::Response, connectors::Lost> {
      http::Request plain{request.method, request.url.substr(std::string("http://portal").size()), request.headers,
                          request.body};
      http::Answer answer = handler(plain);
      if (answer.drop) return std::unexpected(connectors::Lost{"connection lost"});
      return answer.response;
    };
    auto credentials = auth::make_credentials(package::AuthNone{}, auth::Secrets(), {}, {});
    Channel::Options options{.retry = {.times = 6, .from_ms = 1, .to_ms = 5}};
    return std::make_unique<Channel>("http://portal", transport, std::move(*credentials), options, log_);
  }

  http::Answer serve_source(const http::Request& request) {
    ++source_requests;
    std::string resource(http::path_of(request.target).substr(1));
    size_t begin = 0, size = 50;
    for (const auto& [name, value] : http::query_of(request.target)) {
      if (name == "cursor") begin = std::stoul(value);
    }
    json page = {{"data", json::array()}, {"paging", {{"next", nullptr}}}};
    auto& all = data[resource];
    for (size_t i = begin; i < std::min(begin + size, all.size()); ++i) page["data"].push_back(all[i]);
    if (begin + size < all.size()) page["paging"]["next"] = std::to_string(begin + size);
    return {{200, {}, page.dump()}};
  }

  std::expected<sync::Report, sync::Error> run(sync::Options options = {}) {
    auto to_portal = channel([this](const http::Request& request) { return portal.handle(request); });
    auto to_source = channel([this](const http::Request& request) { return serve_source(request); });
    connectors::Portal hubspot(*to_portal, "2026-09");
    sync::Lent lent{program,
                    *ledger_,
                    {{"hubspot", &hubspot}},
                    [&](const package::Map& map) {
                      for (const auto& resource : program.manifest().systems[0].resources) {
                        if (resource.name == map.resource) return connectors::RestSource::open(*to_source, resource);
                      }
                      std::abort();
                    },
                    log_,
                    [this] { return ++now_; }};
    options.parallel = 2;
    return sync::backfill(lent, options);
  }
  sync::Report must_run(const sync::Options& options = {}) {
    auto report = run(options);
    EXPECT_TRUE(report) << report.error().message;
    return report ? *report : sync::Report{};
  }
  static ledger::Counts counts_of(const sync::Report& report, const std::string& map) {
    for (const auto& one : report.maps) {
      if (one.map == map) return one.counts;
    }
    return {};
  }
  void add_members(int count) {
    for (int i = 0; i < count; ++i) {
      std::string n = std::to_string(i);
      data["members"].push_back({{"id", "M" + n},
                                 {"external_id", "M" + n},
                                 {"email", "User" + n + "@X.org"},
                                 {"name", "N" + n},
                                 {"club", "C" + std::to_string(i % 3)}});
    }
  }
  void add_clubs() {
    for (const char* id : {"C0", "C1", "C2"})
      data["clubs"].push_back({{"id", id}, {"external_id", id}, {"name", id}});
  }

  FakePortal portal;
  FakeProgram program;
  std::map<std::string, std::vector<json>> data;
  int source_requests = 0;
  observe::Redactor redactor_;
  observe::Log log_;
  std::unique_ptr<ledger::Ledger> ledger_;
  int64_t now_ = 1'000'000;
};

TEST_F(Engine, WritesEverythingOnceAndNothingTheSecondTime) {
  add_clubs();
  add_members(730);
  auto first = must_run();
  EXPECT_EQ(counts_of(first, "members").created, 730);
  EXPECT_EQ(counts_of(first, "clubs").created, 3);
  EXPECT_EQ(first.associated, 730);
  EXPECT_TRUE(first.disagreements.empty());
  EXPECT_LE(portal.most_inputs, 100);
  std::string dump = portal.dump();
  auto second = must_run();
  EXPECT_EQ(second.total().written(), 0);
  EXPECT_EQ(second.total().unchanged, 733);
  EXPECT_EQ(second.associated, 0);
  EXPECT_EQ(portal.dump(), dump);
}

TEST_F(Engine, AChangeIsAnUpdateOfTheSameRecord) {
  add_clubs();
  add_members(5);
  must_run();
  data["members"][2]["email"] = "new@x.org";
  auto report = must_run();
  EXPECT_EQ(counts_of(report, "members").updated, 1);
  EXPECT_EQ(portal.count("contacts"), 5);
}

TEST_F(Engine, OneBadRecordNeverSinksItsBatch) {
  add_clubs();
  add_members(120);
  data["members"][17]["color"] = "BAD";
  for (bool sink : {false, true}) {
    portal.sink_whole_batches = sink;
    auto report = must_run();
    EXPECT_EQ(counts_of(report, "members").parked, 1);
    auto letters = *ledger_->letters("open", "", 10);
    ASSERT_EQ(letters.size(), 1);
    EXPECT_EQ(letters[0].source_key, "M17");
    EXPECT_EQ(letters[0].code, "INVALID_OPTION");
    EXPECT_EQ(letters[0].field, "color");
    EXPECT_EQ(letters[0].payload.find("User17"), std::string::npos) << letters[0].payload;
    EXPECT_EQ(portal.count("contacts"), 119);
  }
  data["members"][17]["color"] = "green";
  must_run();
  EXPECT_TRUE(ledger_->letters("open", "", 10)->empty());
}

TEST_F(Engine, FilteredRejectedAndMalformedAreCounted) {
  add_members(3);
  data["members"][0]["filtered"] = true;
  data["members"][1]["rejected"] = true;
  data["members"].push_back(7);
  auto report = must_run();
  EXPECT_EQ(counts_of(report, "members"), (ledger::Counts{.read = 4, .created = 1, .filtered = 1, .parked = 2}));
}

TEST_F(Engine, TwoSourceRecordsWithOneAddressMeetInTheLedger) {
  add_members(2);
  data["members"][1]["email"] = "user0@x.org";
  auto report = must_run();
  EXPECT_EQ(counts_of(report, "members"), (ledger::Counts{.read = 2, .created = 1, .parked = 1}));
  auto letter = ledger_->letters("open", "", 10)->at(0);
  EXPECT_EQ(letter.code, "already_claimed");
  EXPECT_EQ(letter.message.find("user0"), std::string::npos);
}

TEST_F(Engine, TheSameMatchValueIsTheSameRecord) {
  data["clubs"] = {{{"id", "1"}, {"external_id", "C0"}, {"name", "a"}},
                   {{"id", "2"}, {"external_id", "C0"}, {"name", "b"}}};
  data["members"] = {{{"id", "M"}, {"external_id", "M"}, {"club", "2"}}};
  auto report = must_run();
  EXPECT_EQ(counts_of(report, "clubs"), (ledger::Counts{.read = 2, .created = 1, .unchanged = 1, .merged = 1}));
  EXPECT_EQ(report.associated, 1);
  EXPECT_EQ(must_run().total().written(), 0);
}

TEST_F(Engine, AnExistingContactWithTheAddressIsAdopted) {
  portal.objects["contacts"][7] = {{"email", "user0@x.org"}};
  add_members(1);
  auto report = must_run();
  EXPECT_EQ(counts_of(report, "members").updated, 1);
  EXPECT_EQ(portal.count("contacts"), 1);
  EXPECT_EQ(portal.objects["contacts"][7]["external_id"], "M0");
}

TEST_F(Engine, TheNextMatchPropertyServesWhereTheFirstIsAbsent) {
  portal.objects["contacts"][7] = {{"email", "a@x.org"}};
  data["members"] = {{{"id", "M"}, {"email", "A@x.org"}, {"name", "n"}}};
  EXPECT_EQ(counts_of(must_run(), "members").updated, 1);
  EXPECT_EQ(portal.count("contacts"), 1);
}

TEST_F(Engine, ServerErrorsLimitsAndLostAnswersLeaveNoTrace) {
  add_clubs();
  add_members(400);
  for (int i = 0; i < 150; ++i)
    data["products"].push_back({{"id", "P" + std::to_string(i)}, {"hs_sku", "S" + std::to_string(i)}, {"name", "p"}});
  portal.before = [](const http::Request&, int n) -> std::optional<http::Answer> {
    if (n % 5 == 2) return http::Answer{{503, {}, "busy"}};
    if (n % 7 == 3) return http::Answer{{429, {{"Retry-After", "0"}}, R"({"policyName":"SECONDLY"})"}};
    return {};
  };
  portal.drop_after = [](const http::Request&, int n) { return n % 3 == 0; };
  auto report = must_run();
  EXPECT_EQ(report.total().written(), 553);  // an upsert whose answer was lost counts as an update
  EXPECT_EQ(report.total().parked, 0);
  EXPECT_EQ(portal.count("contacts"), 400);
  EXPECT_EQ(portal.count("products"), 150);
}

TEST_F(Engine, AnInterruptedRunGoesOnFromItsCursor) {
  add_clubs();
  add_members(1600);
  int stop_after = 12;
  portal.before = [&](const http::Request&, int n) -> std::optional<http::Answer> {
    if (n > stop_after) return http::Answer{{403, {}, R"({"message":"no scope"})"}};
    return {};
  };
  auto stopped = run();
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().status, 403);
  portal.before = {};
  source_requests = 0;
  auto report = must_run();
  EXPECT_EQ(report.resumed, 1);
  EXPECT_EQ(counts_of(report, "members").read, 1600);
  EXPECT_EQ(counts_of(report, "members").created, 1600);
  EXPECT_LT(source_requests, 34);
  EXPECT_EQ(portal.count("contacts"), 1600);
  EXPECT_EQ(report.associated + 0, 1600);
}

TEST_F(Engine, ARunOfOneMapLeavesTheCursorsOfAnInterruptedOne) {
  add_clubs();
  add_members(1600);
  portal.before = [](const http::Request&, int n) -> std::optional<http::Answer> {
    if (n > 12) return http::Answer{{403, {}, "{}"}};
    return {};
  };
  ASSERT_FALSE(run());
  portal.before = {};
  EXPECT_EQ(must_run({.maps = {"clubs"}}).resumed, 0);
  EXPECT_EQ(must_run().resumed, 1);
}

TEST_F(Engine, ARecordThatIsGoneIsMadeAnew) {
  add_clubs();
  add_members(2);
  must_run();
  portal.objects["contacts"].erase(portal.objects["contacts"].begin());
  data["members"][0]["name"] = "changed";
  data["members"][1]["name"] = "changed";
  must_run();
  EXPECT_EQ(portal.count("contacts"), 2);
}

TEST_F(Engine, APageThatComesTwiceIsAnError) {
  program.change().systems[0].resources[1].page = {
      .style = package::Page::Style::number, .parameter = "page", .from = 1};
  add_members(3);
  auto stopped = run();
  ASSERT_FALSE(stopped);
  EXPECT_NE(stopped.error().message.find("twice"), std::string::npos);
}

TEST_F(Engine, AReplayTouchesTheNamedRecordsOnly) {
  add_members(5);
  auto report = must_run({.maps = {"members"}, .only = {{"members", {"M3"}}}, .purpose = "replay"});
  EXPECT_EQ(counts_of(report, "members").read, 1);
  EXPECT_EQ(portal.count("contacts"), 1);
}

}  // namespace
}  // namespace treaty::testing_portal
