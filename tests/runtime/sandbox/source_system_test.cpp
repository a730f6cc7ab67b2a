// A contract's REST system played from files: the styles of paging, the envelopes, who is let in.
#include "runtime/sandbox/source_system.h"

#include <filesystem>
#include <fstream>

#include "tests/runtime/sandbox/api.h"

namespace treaty::test {
namespace {

namespace fs = std::filesystem;
using package::Page;

class Source : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("treaty-source-" + std::to_string(getpid()));
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return (folder_ / name).string();
  }
  static std::string lines(int count) {
    std::string text;
    for (int i = 1; i <= count; ++i) {
      text += R"({"id":)" + std::to_string(i) + R"(,"price":1.50,"at":"2026-01-)" + (i < 10 ? "0" : "") +
              std::to_string(i) + "T00:00:00Z\"}\n";
    }
    return text;
  }
  static package::Resource resource(Page::Style style, std::string at = "$.data[*]") {
    package::Resource made;
    made.name = "things";
    made.key = {"id"};
    made.list = package::Endpoint{"GET", "/things", std::move(at)};
    made.get = package::Endpoint{"GET", "/things/{id}", ""};
    made.page = {.style = style, .size = 4, .size_parameter = "limit"};
    return made;
  }
  void start(std::vector<package::Resource> resources, package::Auth auth = package::AuthNone{},
             sandbox::SourceOptions options = {}) {
    package::System system;
    system.name = "shop";
    system.kind = "rest";
    system.base = "https://shop.example/v2/";
    system.auth = std::move(auth);
    system.resources = std::move(resources);
    system.limits = {{2, 60'000, 0}};
    if (options.data.empty()) {
      options.data = folder_.string();
    }
    auto started = sandbox::SourceSystem::start(system, options);
    if (started) {
      source = std::move(*started);
      api = std::make_unique<Api>(source->url(), "");
    } else {
      why = started.error();
    }
  }
  static std::vector<int> ids(const Json& records) {
    std::vector<int> found;
    for (const Json& record : records) {
      found.push_back(record["id"]);
    }
    return found;
  }

  fs::path folder_;
  std::unique_ptr<sandbox::SourceSystem> source;
  std::unique_ptr<Api> api;
  std::string why;
};

const std::vector<int> all_ten = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

void append(std::vector<int>& to, const std::vector<int>& more) { to.insert(to.end(), more.begin(), more.end()); }

TEST_F(Source, PagesByCursorWhereTheContractLooksForIt) {
  write("things.jsonl", lines(10));
  package::Resource things = resource(Page::Style::cursor, "$.data[*].thing");
  things.page.next = "$.paging.next";
  things.page.parameter = "after";
  start({things});
  ASSERT_EQ(why, "");
  EXPECT_TRUE(source->url().ends_with("/v2"));
  std::vector<int> seen;
  std::string cursor;
  for (int page = 0; page < 3; ++page) {
    const Json body = api->get("/v2/things?limit=4" + (cursor.empty() ? "" : "&after=" + cursor)).body;
    for (const Json& one : body["data"]) {
      append(seen, ids(Json::array({one["thing"]})));
    }
    ASSERT_EQ(body["paging"]["next"].is_null(), page == 2);
    cursor = page == 2 ? "" : body["paging"]["next"].get<std::string>();
  }
  EXPECT_EQ(seen, all_ten);
  EXPECT_EQ(api->get("/v2/things?after=nonsense").status, 400);
}

TEST_F(Source, PagesByNumberAndByOffset) {
  write("things.json", R"({"things":[{"id":1},{"id":2},{"id":3},{"id":4},{"id":5}]})");
  for (const bool numbered : {true, false}) {
    package::Resource things = resource(numbered ? Page::Style::number : Page::Style::offset, "$[*]");
    things.page.parameter = "at";
    things.page.from = 1;
    start({things});
    ASSERT_EQ(why, "");
    const std::string first = numbered ? "1" : "0";
    const std::string second = numbered ? "2" : "3";
    EXPECT_EQ(ids(api->get("/v2/things?limit=3&at=" + first).body), (std::vector<int>{1, 2, 3}));
    EXPECT_EQ(ids(api->get("/v2/things?limit=3&at=" + second).body), (std::vector<int>{4, 5}));
    EXPECT_EQ(api->get("/v2/things?limit=3&at=90").body, Json::array());
  }
}

TEST_F(Source, PagesByLinkHeader) {
  write("things.jsonl", lines(10));
  package::Resource things = resource(Page::Style::link, "$[*]");
  start({things}, package::AuthApiKey{package::AuthApiKey::Place::query, "key", {"K"}}, {.secrets = {{"K", "s3"}}});
  ASSERT_EQ(why, "");
  EXPECT_EQ(api->get("/v2/things?limit=4").status, 401);
  std::vector<int> seen;
  std::string target = "/v2/things?limit=4";
  while (!target.empty()) {
    const Answered page = api->get(target + "&key=s3");
    append(seen, ids(page.body));
    const std::string link(http::header(page.headers, "Link"));
    target = link.empty() ? "" : link.substr(1, link.find('>') - 1);
    EXPECT_EQ(link.find("s3"), std::string::npos);
  }
  EXPECT_EQ(seen, all_ten);
}

TEST_F(Source, LeavesEveryDigitOfARecordAsItIs) {
  write("things.json", "[ {\"id\": 1, \"price\": 1.50,\n \"big\":12345678901234567890123, \"s\":\"[}\\\"\"} ]");
  start({resource(Page::Style::none)});
  ASSERT_EQ(why, "");
  http::Client client;
  const auto url = http::Url::parse(source->url());
  const auto list = client.send(*url, {"GET", "/v2/things", {}, ""});
  EXPECT_EQ(list->body,
            "{\"data\":[{\"id\": 1, \"price\": 1.50,\n \"big\":12345678901234567890123, \"s\":\"[}\\\"\"}]}");
  const auto one = client.send(*url, {"GET", "/v2/things/1", {}, ""});
  EXPECT_NE(one->body.find("12345678901234567890123"), std::string::npos);
  EXPECT_EQ(api->get("/v2/things/2").status, 404);
  EXPECT_EQ(api->get("/v2/others").status, 404);
}

TEST_F(Source, ListsWhatChangedSince) {
  write("things.jsonl", lines(9));
  package::Resource things = resource(Page::Style::cursor);
  things.page.next = "$.next";
  things.page.parameter = "cursor";
  things.changes = package::Changes{.field = "at", .since = "updated_after"};
  start({things});
  ASSERT_EQ(why, "");
  const Json first = api->get("/v2/things?updated_after=2026-01-04T19:00:00-05:00").body;
  EXPECT_EQ(ids(first["data"]), (std::vector<int>{5, 6, 7, 8}));
  const Json second =
      api->get("/v2/things?updated_after=2026-01-04T19:00:00-05:00&cursor=" + first["next"].get<std::string>()).body;
  EXPECT_EQ(ids(second["data"]), (std::vector<int>{9}));
}

TEST_F(Source, ReadsCsvRowsAsTexts) {
  write("THINGS.csv", "\xEF\xBB\xBFid,name\r\n1,\"Smith, \"\"Jo\"\"\nII\"\r\n2,\r\n");
  start({resource(Page::Style::none)});
  ASSERT_EQ(why, "");
  EXPECT_EQ(api->get("/v2/things").body["data"],
            Json::parse(R"([{"id":"1","name":"Smith, \"Jo\"\nII"},{"id":"2","name":null}])"));
  EXPECT_EQ(source->counts().at("things"), 2);
}

TEST_F(Source, GivesTokensToThoseItKnows) {
  write("things.jsonl", lines(1));
  start({resource(Page::Style::none)},
        package::AuthClientCredentials{"https://auth.example/token", {"ID"}, {"SECRET"}, "a b"},
        {.secrets = {{"ID", "me"}, {"SECRET", "x&y"}}});
  ASSERT_EQ(why, "");
  http::Client client;
  const auto url = http::Url::parse(source->token_url());
  const auto ask = [&](const std::string& form) { return *client.send(*url, {"POST", url->target, {}, form}); };
  EXPECT_EQ(ask("grant_type=client_credentials&client_id=me&client_secret=no").status, 401);
  EXPECT_EQ(ask("grant_type=password").status, 400);
  const auto given = ask("grant_type=client_credentials&client_id=me&client_secret=x%26y&scope=a+b");
  ASSERT_EQ(given.status, 200) << given.body;
  const std::string token = Json::parse(given.body)["access_token"];
  EXPECT_EQ(api->get("/v2/things").status, 401);
  EXPECT_EQ(api->call("GET", "/v2/things", nullptr, {{"Authorization", "Bearer " + token}}).status, 200);
}

TEST_F(Source, PlaysTheLimitsWhenAskedTo) {
  write("things.jsonl", lines(1));
  start({resource(Page::Style::none)}, package::AuthNone{}, {.enforce_limits = true});
  EXPECT_EQ(api->get("/v2/things").status, 200);
  EXPECT_EQ(api->get("/v2/things").status, 200);
  const Answered third = api->get("/v2/things");
  EXPECT_EQ(third.status, 429);
  EXPECT_GE(std::stoi(std::string(http::header(third.headers, "Retry-After"))), 1);
}

TEST_F(Source, SaysWhatIsWrongWithTheData) {
  start({resource(Page::Style::none)});
  EXPECT_NE(why.find("resource things has no data"), std::string::npos) << why;
  write("things.json", "[{\"id\":1},\n{\"id\":2]");
  start({resource(Page::Style::none)});
  EXPECT_NE(why.find("things.json: line 2"), std::string::npos) << why;
  write("things.json", "[]");
  start({resource(Page::Style::none, "$.data")});
  EXPECT_NE(why.find("names no list"), std::string::npos) << why;
  package::Resource other = resource(Page::Style::none);
  other.name = "others";
  start({resource(Page::Style::none), other}, package::AuthNone{},
        {.data = write("tables.json", R"({"Things":[],"x":[]})")});
  EXPECT_NE(why.find("resource others has no data"), std::string::npos) << why;
  EXPECT_NE(why.find("Things, x"), std::string::npos) << why;
}

}  // namespace
}  // namespace treaty::test
