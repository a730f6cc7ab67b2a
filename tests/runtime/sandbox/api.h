#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "runtime/http/http.h"
#include "runtime/sandbox/hubspot_sandbox.h"

namespace treaty::test {

using Json = nlohmann::json;

struct Answered {
  int status = 0;
  Json body;
  http::Headers headers;
};

/// Calls a server on loopback the way an outsider does.
class Api {
 public:
  Api(std::string base, std::string token) : base_(std::move(base)), token_(std::move(token)) {}

  Answered call(const std::string& method, const std::string& target, const Json& body = nullptr,
                http::Headers headers = {}) {
    const auto url = http::Url::parse(base_);
    http::Request request{method, target, std::move(headers), body.is_null() ? "" : body.dump()};
    if (!token_.empty()) {
      request.headers.emplace_back("Authorization", "Bearer " + token_);
    }
    if (!body.is_null()) {
      request.headers.emplace_back("Content-Type", "application/json");
    }
    auto response = client_.send(*url, request);
    if (!response) {
      return {0, response.error().text, {}};
    }
    return {response->status, Json::parse(response->body, nullptr, false), response->headers};
  }
  Answered get(const std::string& target) { return call("GET", target); }
  Answered post(const std::string& target, const Json& body) { return call("POST", target, body); }

 private:
  std::string base_, token_;
  http::Client client_;
};

/// A portal of its own for each test, with an index that does not lag unless it is told to.
class Hubspot : public testing::Test {
 protected:
  void start(sandbox::HubspotOptions options = {.index_lag_ms = 0}) {
    auto started = sandbox::HubspotSandbox::start(options);
    ASSERT_TRUE(started) << started.error();
    portal = std::move(*started);
    api = std::make_unique<Api>(portal->url(), options.token);
  }
  void SetUp() override { start(); }

  Answered create(const std::string& object, const Json& properties) {
    return api->post("/crm/v3/objects/" + object, {{"properties", properties}});
  }
  std::string id_of_new(const std::string& object, const Json& properties) {
    const Answered made = create(object, properties);
    EXPECT_EQ(made.status, 201) << made.body.dump();
    return made.body.value("id", "");
  }
  void define(const std::string& object, const std::string& name, bool unique, const std::string& type = "string",
              const std::string& field_type = "text") {
    const Answered made = api->post("/crm/v3/properties/" + object, {{"name", name},
                                                                     {"label", name},
                                                                     {"type", type},
                                                                     {"fieldType", field_type},
                                                                     {"groupName", group_of(object)},
                                                                     {"hasUniqueValue", unique}});
    ASSERT_EQ(made.status, 201) << made.body.dump();
  }
  std::string group_of(const std::string& object) {
    return api->get("/crm/v3/properties/" + object + "/groups").body["results"][0]["name"];
  }

  std::unique_ptr<sandbox::HubspotSandbox> portal;
  std::unique_ptr<Api> api;
};

/// Every error body has what the SDK and the published descriptions demand.
inline void expect_error(const Answered& answer, int status, const std::string& category, const std::string& part) {
  EXPECT_EQ(answer.status, status) << answer.body.dump();
  ASSERT_TRUE(answer.body.is_object());
  EXPECT_EQ(answer.body.value("status", ""), "error");
  EXPECT_EQ(answer.body.value("category", ""), category);
  EXPECT_EQ(answer.body.value("correlationId", "").size(), 36u);
  EXPECT_NE(answer.body.value("message", "").find(part), std::string::npos) << answer.body.dump();
}

}  // namespace treaty::test
