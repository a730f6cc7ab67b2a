// The small pieces between the engine and the world.

#include <gtest/gtest.h>

#include "runtime/auth/credentials.h"
#include "runtime/connectors/hubspot/values.h"
#include "runtime/connectors/json_path.h"
#include "runtime/connectors/rest/pages.h"
#include "runtime/connectors/rest/rest_source.h"
#include "runtime/limits/backoff.h"
#include "runtime/limits/bucket.h"
#include "runtime/observe/redact.h"

namespace treaty {
namespace {

using std::chrono::milliseconds;

TEST(RetryAfter, IsReadInAllItsForms) {
  auto now = std::chrono::system_clock::from_time_t(784111777);  // Sun, 06 Nov 1994 08:49:37 GMT
  auto wait = [&](const char* text) { return limits::retry_after(text, now); };
  EXPECT_EQ(wait("120"), milliseconds(120'000));
  EXPECT_EQ(wait(" 1.5 "), milliseconds(1'500));
  EXPECT_EQ(wait("Sun, 06 Nov 1994 08:50:37 GMT"), milliseconds(60'000));
  EXPECT_EQ(wait("Sunday, 06-Nov-94 08:50:37 GMT"), milliseconds(60'000));
  EXPECT_EQ(wait("Sun Nov  6 08:50:37 1994"), milliseconds(60'000));
  EXPECT_EQ(wait("Sun, 06 Nov 1994 08:00:00 GMT"), milliseconds(0));
  EXPECT_EQ(wait("soon"), std::nullopt);
  EXPECT_EQ(wait(""), std::nullopt);
  EXPECT_EQ(wait("-1"), std::nullopt);
}

TEST(Backoff, DoublesUpToItsLongestAndEnds) {
  limits::Backoff backoff({.times = 4, .from_ms = 100, .to_ms = 250}, 1);
  for (int64_t longest : {100, 200, 250, 250}) {
    auto wait = backoff.next();
    ASSERT_TRUE(wait);
    EXPECT_GE(wait->count(), longest / 2);
    EXPECT_LE(wait->count(), longest);
  }
  EXPECT_FALSE(backoff.next());
}

TEST(Window, NeverLetsMoreThroughThanItHolds) {
  limits::Window window(3, milliseconds(1000));
  limits::Clock::time_point now = limits::Clock::now();
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(window.next(now), now);
    window.take(now);
  }
  EXPECT_GE(window.next(now), now + milliseconds(1000));
  now += milliseconds(1100);
  EXPECT_EQ(window.next(now), now);
}

TEST(Window, LearnsWhatOthersHaveTaken) {
  limits::Window window(3, milliseconds(1000));
  limits::Clock::time_point now = limits::Clock::now();
  window.learn(3, 0, milliseconds(1000), now);
  EXPECT_GT(window.next(now), now);
}

TEST(JsonPath, HandsOutRawBytes) {
  auto values = [](const char* path, std::string document) {
    std::vector<std::string> found;
    auto failure = connectors::each_at(*connectors::parse_json_path(path), document,
                                       [&](std::string_view raw) { found.emplace_back(raw); });
    if (failure) found.push_back("failure");
    return found;
  };
  using List = std::vector<std::string>;
  EXPECT_EQ(values("$.data[*]", R"({"data":[{"a":1.10},{"b":"\u00e9"}]})"),
            (List{R"({"a":1.10})", R"({"b":"\u00e9"})"}));
  EXPECT_EQ(values("$[*]", "[12345678901234567890.10, \"x\" , null]"),
            (List{"12345678901234567890.10", "\"x\"", "null"}));
  EXPECT_EQ(values("$[\"a b\"][1].c", R"({"a b":[0,{"c":[1, 2]}]})"), (List{"[1, 2]"}));
  EXPECT_EQ(values("$.data[*]", R"({"error":"no"})"), (List{"failure"}));
  EXPECT_EQ(values("$.data[*]", R"({"data":null})"), (List{"failure"}));
  EXPECT_EQ(values("$.data[*]", R"({"data":[]})"), List{});
  EXPECT_FALSE(connectors::parse_json_path("data[*]"));
  EXPECT_FALSE(connectors::parse_json_path("$.data[?(@.a)]"));
}

TEST(Link, OffersTheNextPage) {
  EXPECT_EQ(connectors::next_link(R"(<https://x/a?p=1>; rel="prev", <https://x/a?p=3>; rel="next")"),
            "https://x/a?p=3");
  EXPECT_EQ(connectors::next_link(R"(<https://x/a?p=1>; rel="prev")"), "");
  EXPECT_EQ(connectors::next_link(""), "");
}

TEST(Agree, FollowsHubSpotsSpelling) {
  using connectors::agree;
  EXPECT_TRUE(agree("email", "string", "Ada@X.org", "ada@x.org"));
  EXPECT_TRUE(agree("amount", "number", "12.50", "12.5"));
  EXPECT_TRUE(agree("amount", "number", "-0.0", "0"));
  EXPECT_FALSE(agree("amount", "number", "12.51", "12.5"));
  EXPECT_TRUE(agree("closedate", "datetime", "2025-03-04T00:00:00.000Z", "1741046400000"));
  EXPECT_TRUE(agree("born", "date", "2025-03-04", "1741046400000"));
  EXPECT_FALSE(agree("closedate", "datetime", "2025-03-04T00:00:00Z", "2025-03-05T00:00:00Z"));
  EXPECT_TRUE(agree("tags", "enumeration", "b;a", "a;b"));
  EXPECT_FALSE(agree("name", "string", "Ada", "ada"));
}

TEST(Redactor, TakesSecretsAndPrivateValuesOut) {
  observe::Redactor redactor;
  redactor.hide("pat-na1-secret");
  EXPECT_EQ(redactor.clean("token pat-na1-secret refused"), "token [secret] refused");
  EXPECT_EQ(observe::mask_properties(R"({"email":"a@x.org","name":"n"})", {"email"}),
            R"({"email":"[private, 7 bytes]","name":"n"})");
}

TEST(Secrets, SayWhatToSetWhenOneIsMissing) {
  auth::Secrets secrets({{"GIVEN", "value"}});
  EXPECT_EQ(*secrets.resolve({"GIVEN"}), "value");
  auto missing = secrets.resolve({"TREATY_TEST_NOT_SET"});
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().message.find("TREATY_TEST_NOT_SET_FILE"), std::string::npos);
}

TEST(ClientCredentials, FetchOneTokenForAllAndRenewARefusedOne) {
  int fetched = 0;
  auto post = [&](const std::string&, const std::string& form) -> std::expected<std::string, auth::Error> {
    EXPECT_NE(form.find("client_secret=s%26s"), std::string::npos);
    return R"({"access_token":"token)" + std::to_string(++fetched) + R"(","expires_in":1800})";
  };
  package::AuthClientCredentials client{
      .token_url = "https://x/token", .client_id = {"ID"}, .client_secret = {"SECRET"}};
  auto credentials =
      auth::make_credentials(client, auth::Secrets({{"ID", "id"}, {"SECRET", "s&s"}}), post, [](std::string_view) {});
  ASSERT_TRUE(credentials);
  auto first = *(*credentials)->pass();
  EXPECT_EQ(first.header_value, "Bearer token1");
  EXPECT_EQ((*credentials)->pass()->header_value, "Bearer token1");
  EXPECT_TRUE((*credentials)->renew(first));
  EXPECT_EQ((*credentials)->pass()->header_value, "Bearer token2");
  EXPECT_TRUE((*credentials)->renew(first));  // an old one: somebody has renewed it
  EXPECT_EQ((*credentials)->pass()->header_value, "Bearer token2");
}

/// Pages through a resource of seven records with a transport in this process.
std::string read_all(package::Page page, const std::function<http::Response(const std::string& url)>& serve) {
  observe::Redactor redactor;
  observe::Log log({.level = observe::Level::off}, redactor);
  auto transport = [&](const connectors::Request& request) -> std::expected<http::Response, connectors::Lost> {
    return serve(request.url);
  };
  connectors::Channel channel("http://s", transport,
                              *auth::make_credentials(package::AuthNone{}, auth::Secrets(), {}, {}),
                              {.retry = {.times = 0}}, log);
  package::Resource resource{.name = "r", .list = package::Endpoint{"GET", "/r", "$[*]"}, .page = page};
  auto source = connectors::RestSource::open(channel, resource);
  std::string all, position;
  for (int i = 0; i < 20; ++i) {
    auto block = (*source)->read(position);
    if (!block) return all + "failure: " + block.error().message;
    for (char c : block->bytes) all += c == '\n' ? ' ' : c;
    if (block->last) return all;
    position = block->next;
  }
  return all + "endless";
}

http::Response slice(int64_t begin, int64_t count) {
  std::string body = "[";
  for (int64_t i = begin; i < std::min<int64_t>(begin + count, 7); ++i)
    body += (body.size() > 1 ? "," : "") + std::to_string(i);
  return {200, {}, body + "]"};
}
int64_t parameter(const std::string& url, const std::string& name, int64_t otherwise) {
  for (const auto& [key, value] : http::query_of(url)) {
    if (key == name) return std::stoll(value);
  }
  return otherwise;
}

TEST(Pages, AreReadInEveryStyle) {
  using Style = package::Page::Style;
  const std::string all = "0 1 2 3 4 5 6 ";
  EXPECT_EQ(read_all({.style = Style::none}, [](const std::string&) { return slice(0, 7); }), all);
  EXPECT_EQ(read_all({.style = Style::number, .parameter = "page", .from = 1, .size = 3, .size_parameter = "n"},
                     [](const std::string& url) {
                       return slice((parameter(url, "page", 0) - 1) * parameter(url, "n", 0), 3);
                     }),
            all);
  EXPECT_EQ(read_all({.style = Style::offset, .parameter = "offset", .size = 3, .size_parameter = "n"},
                     [](const std::string& url) { return slice(parameter(url, "offset", 99), 2); }),
            all);
  EXPECT_EQ(
      read_all({.style = Style::link},
               [](const std::string& url) {
                 int64_t begin = parameter(url, "at", 0);
                 auto response = slice(begin, 3);
                 if (begin + 3 < 7)
                   response.headers.push_back({"link", "</r?at=" + std::to_string(begin + 3) + ">; rel=\"next\""});
                 return response;
               }),
      all);
}

TEST(Pages, ThatRunInACircleAreAnError) {
  using Style = package::Page::Style;
  auto same = [](const std::string&) { return slice(0, 3); };
  EXPECT_NE(read_all({.style = Style::number, .parameter = "page"}, same).find("came twice"), std::string::npos);
  auto circle = [](const std::string&) {
    auto response = slice(0, 1);
    response.headers.push_back({"Link", "</r>; rel=next"});
    return response;
  };
  EXPECT_NE(read_all({.style = Style::link}, circle).find("came twice"), std::string::npos);
}

TEST(Pages, AnErrorInA200IsAnError) {
  auto answer =
      read_all({}, [](const std::string&) { return http::Response{200, {}, R"({"error":"token expired"})"}; });
  EXPECT_TRUE(answer.starts_with("failure: ")) << answer;
}

}  // namespace
}  // namespace treaty
