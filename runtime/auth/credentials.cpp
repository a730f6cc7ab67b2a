#include "runtime/auth/credentials.h"

#include <fmt/format.h>

#include <chrono>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>

#include "compiler/base/match.h"
#include "runtime/http/http.h"

namespace treaty::auth {
namespace {

using Clock = std::chrono::steady_clock;

/// The same for every request: no authentication, a bearer token, an API key.
class Fixed final : public Credentials {
 public:
  explicit Fixed(Pass pass) : pass_(std::move(pass)) {}
  std::expected<Pass, Error> pass() override { return pass_; }
  bool renew(const Pass&) override { return false; }

 private:
  Pass pass_;
};

/// OAuth 2.0 client credentials: one token for all, fetched by whoever needs it first while the others wait.
class ClientCredentials final : public Credentials {
 public:
  ClientCredentials(std::string url, std::string form, PostForm post, Confide confide)
      : url_(std::move(url)), form_(std::move(form)), post_(std::move(post)), confide_(std::move(confide)) {}

  std::expected<Pass, Error> pass() override {
    std::lock_guard lock(mutex_);
    if (!token_ || Clock::now() >= stale_) {
      if (auto failure = fetch()) return std::unexpected(*failure);
    }
    return Pass{.header = "Authorization", .header_value = "Bearer " + *token_};
  }

  bool renew(const Pass& refused) override {
    std::lock_guard lock(mutex_);
    // Somebody else may have renewed it since.
    if (token_ && refused.header_value == "Bearer " + *token_) token_.reset();
    return true;
  }

 private:
  std::optional<Error> fetch() {
    auto body = post_(url_, form_);
    if (!body) return body.error();
    auto answer = nlohmann::json::parse(*body, nullptr, false);
    if (!answer.is_object() || !answer.contains("access_token") || !answer["access_token"].is_string()) {
      return Error{fmt::format("{} answered without an access token", url_)};
    }
    token_ = answer["access_token"].get<std::string>();
    confide_(*token_);
    int64_t lifetime = 300;  // of a server that does not say
    if (auto expires = answer.find("expires_in"); expires != answer.end() && expires->is_number()) {
      lifetime = expires->get<int64_t>();
    }
    stale_ = Clock::now() + std::chrono::milliseconds(lifetime * 800);  // renewed at four fifths of its life
    return {};
  }

  std::string url_, form_;
  PostForm post_;
  Confide confide_;
  std::mutex mutex_;
  std::optional<std::string> token_;
  Clock::time_point stale_;
};

using Made = std::expected<std::unique_ptr<Credentials>, Error>;

std::unique_ptr<Credentials> fixed(Pass pass) { return std::make_unique<Fixed>(std::move(pass)); }

Made make_client_credentials(const package::AuthClientCredentials& auth, const Secrets& secrets, PostForm post,
                             Confide confide) {
  auto id = secrets.resolve(auth.client_id);
  if (!id) return std::unexpected(id.error());
  auto secret = secrets.resolve(auth.client_secret);
  if (!secret) return std::unexpected(secret.error());
  confide(*secret);
  std::string form = fmt::format("grant_type=client_credentials&client_id={}&client_secret={}",
                                 http::percent_encoded(*id), http::percent_encoded(*secret));
  if (!auth.scope.empty()) form += "&scope=" + http::percent_encoded(auth.scope);
  return std::make_unique<ClientCredentials>(auth.token_url, form, std::move(post), std::move(confide));
}

}  // namespace

Made make_credentials(const package::Auth& auth, const Secrets& secrets, PostForm post, Confide confide) {
  return match(
      auth, [](const package::AuthNone&) -> Made { return fixed({}); },
      [&](const package::AuthBearer& bearer) -> Made {
        auto token = secrets.resolve(bearer.token);
        if (!token) return std::unexpected(token.error());
        confide(*token);
        return fixed({.header = "Authorization", .header_value = "Bearer " + *token});
      },
      [&](const package::AuthApiKey& api) -> Made {
        auto key = secrets.resolve(api.key);
        if (!key) return std::unexpected(key.error());
        confide(*key);
        if (api.place == package::AuthApiKey::Place::query) {
          return fixed({.parameter = api.name, .parameter_value = http::percent_encoded(*key)});
        }
        return fixed({.header = api.name, .header_value = *key});
      },
      [&](const package::AuthClientCredentials& client) -> Made {
        return make_client_credentials(client, secrets, std::move(post), std::move(confide));
      });
}

}  // namespace treaty::auth
