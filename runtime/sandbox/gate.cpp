#include "runtime/sandbox/gate.h"

#include <algorithm>

#include <fmt/core.h>

#include "compiler/base/match.h"
#include "runtime/sandbox/answers.h"

namespace treaty::sandbox {
namespace {

using std::chrono::milliseconds;

std::string_view bearer_of(const http::Request& request) {
  const std::string_view value = http::header(request.headers, "Authorization");
  return value.starts_with("Bearer ") ? value.substr(7) : std::string_view();
}

std::string parameter_of(const http::Request& request, const std::string& name) {
  for (const auto& [key, value] : http::query_of(request.target)) {
    if (key == name) {
      return value;
    }
  }
  return {};
}

http::Response refusal(int status, const std::string& code, const std::string& description) {
  http::Response response = json_answer(status, {{"error", code}, {"error_description", description}});
  if (status == 401) {
    response.headers.emplace_back("WWW-Authenticate", "Bearer");
  }
  return response;
}

}  // namespace

Gate::Gate(const package::System& system, Options options) : auth_(system.auth), options_(std::move(options)) {
  for (const package::Limit& limit : system.limits) {
    buckets_.push_back({limit, static_cast<double>(std::max(limit.count, limit.burst)), Clock::now()});
  }
}

bool Gate::is_secret(const package::SecretRef& secret, std::string_view value) const {
  const auto known = options_.secrets.find(secret.name);
  return known == options_.secrets.end() ? !value.empty() : value == known->second;
}

bool Gate::is_known(const http::Request& request) {
  return match(
      auth_, [](const package::AuthNone&) { return true; },
      [&](const package::AuthBearer& bearer) { return is_secret(bearer.token, bearer_of(request)); },
      [&](const package::AuthApiKey& api) {
        return is_secret(api.key, api.place == package::AuthApiKey::Place::query
                                      ? parameter_of(request, api.name)
                                      : http::header(request.headers, api.name));
      },
      [&](const package::AuthClientCredentials&) {
        const auto token = tokens_.find(bearer_of(request));
        return token != tokens_.end() && Clock::now() < token->second;
      });
}

std::optional<milliseconds> Gate::wait_of_limits() {
  const auto now = Clock::now();
  milliseconds wait{0};
  for (Bucket& bucket : buckets_) {
    const double rate =
        static_cast<double>(bucket.limit.count) / static_cast<double>(std::max<int64_t>(1, bucket.limit.per_ms));
    const double capacity = static_cast<double>(std::max(bucket.limit.count, bucket.limit.burst));
    const double passed = std::chrono::duration<double, std::milli>(now - bucket.filled).count();
    bucket.tokens = std::min(capacity, bucket.tokens + passed * rate);
    bucket.filled = now;
    if (bucket.tokens < 1 && rate > 0) {
      wait = std::max(wait, milliseconds(static_cast<int64_t>((1 - bucket.tokens) / rate) + 1));
    }
  }
  if (wait.count() > 0) {
    return wait;
  }
  for (Bucket& bucket : buckets_) {
    bucket.tokens -= 1;
  }
  return std::nullopt;
}

std::optional<http::Response> Gate::refuse(const http::Request& request) {
  const std::lock_guard lock(mutex_);
  if (!is_known(request)) {
    return refusal(401, "unauthorized", "the credentials are missing, wrong or have ended");
  }
  if (!options_.enforce_limits) {
    return std::nullopt;
  }
  if (const auto wait = wait_of_limits()) {
    http::Response response = refusal(429, "too_many_requests", "the limit of requests is used up");
    response.headers.emplace_back("Retry-After", std::to_string((wait->count() + 999) / 1000));
    return response;
  }
  return std::nullopt;
}

std::string Gate::without_key(std::string_view target) const {
  const auto* api = std::get_if<package::AuthApiKey>(&auth_);
  if (api == nullptr || api->place != package::AuthApiKey::Place::query) {
    return std::string(target);
  }
  std::string bare(http::path_of(target));
  for (const auto& [name, value] : http::query_of(target)) {
    if (name != api->name) {
      bare += (bare.find('?') == std::string::npos ? "?" : "&") + http::percent_encoded(name) + "=" +
              http::percent_encoded(value);
    }
  }
  return bare;
}

http::Response Gate::give_token(const http::Request& request) {
  const auto* client = std::get_if<package::AuthClientCredentials>(&auth_);
  if (client == nullptr) {
    return refusal(404, "not_found", "the contract asks for no OAuth");
  }
  std::map<std::string, std::string> form;
  for (auto& [name, value] : http::query_of("?" + request.body)) {
    form[name] = value;
  }
  if (request.method != "POST" || form["grant_type"] != "client_credentials") {
    return refusal(400, "unsupported_grant_type", "POST a form with grant_type=client_credentials");
  }
  if (!is_secret(client->client_id, form["client_id"]) || !is_secret(client->client_secret, form["client_secret"])) {
    return refusal(401, "invalid_client", "client_id or client_secret is wrong");
  }
  if (!client->scope.empty() && form["scope"] != client->scope) {
    return refusal(400, "invalid_scope", fmt::format("the contract's scope is `{}`", client->scope));
  }
  const std::lock_guard lock(mutex_);
  const std::string token = new_uuid();
  tokens_[token] = Clock::now() + options_.token_lifetime;
  return json_answer(
      200, {{"access_token", token}, {"token_type", "Bearer"}, {"expires_in", options_.token_lifetime.count()}});
}

}  // namespace treaty::sandbox
