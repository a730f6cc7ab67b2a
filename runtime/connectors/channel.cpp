#include "runtime/connectors/channel.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>

#include "runtime/limits/backoff.h"

namespace treaty::connectors {

using std::chrono::milliseconds;

std::string request_id_of(const Response& response) {
  for (std::string_view name : {"x-hubspot-correlation-id", "x-request-id", "request-id"}) {
    if (auto value = http::header(response.headers, name); !value.empty()) return std::string(value);
  }
  auto body = nlohmann::json::parse(response.body, nullptr, false);
  return body.is_object() ? body.value("correlationId", std::string()) : std::string();
}

namespace {

std::optional<int64_t> number_of(std::string_view text) {
  int64_t number = 0;
  auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc() || end != text.data() + text.size()) return {};
  return number;
}

/// How long a 429 asks to wait when it carries no Retry-After: HubSpot names the quota that ran out.
milliseconds wait_of_policy(const Response& response) {
  auto body = nlohmann::json::parse(response.body, nullptr, false);
  std::string policy = body.is_object() ? body.value("policyName", std::string()) : std::string();
  if (policy == "SECONDLY") return milliseconds(1'000);
  if (policy == "TEN_SECONDLY_ROLLING") return milliseconds(10'000);
  if (policy == "DAILY") return std::chrono::hours(24);
  return milliseconds(0);
}

/// scheme://host:port
std::string_view origin_of(std::string_view url) {
  size_t host = url.find("://");
  return host == std::string_view::npos ? url : url.substr(0, url.find_first_of("/?#", host + 3));
}

bool is_url(std::string_view target) { return target.starts_with("http://") || target.starts_with("https://"); }

}  // namespace

std::string summary_of(const Response& response) {
  if (response.status >= 300 && response.status < 400) {
    return fmt::format("it points to {}, and redirects are not followed: the address belongs into the contract",
                       http::header(response.headers, "Location"));
  }
  auto body = nlohmann::json::parse(response.body, nullptr, false);
  std::string summary = body.is_object() && body.contains("message") && body["message"].is_string()
                            ? body["message"].get<std::string>()
                            : response.body;
  if (summary.empty()) return "nothing more is said";
  if (summary.size() > 200) summary = summary.substr(0, 200) + " …";
  for (char& c : summary) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  }
  return summary;
}

/// What to do about an answer.
struct Channel::Verdict {
  enum class What { take, renew, wait, give_up } what = What::take;
  std::optional<milliseconds> wait;  ///< asked for by the server
  Failure failure;                   ///< when attempts are used up
};

Channel::Channel(std::string base, Transport transport, std::unique_ptr<auth::Credentials> credentials,
                 const Options& options, observe::Log& log)
    : base_(std::move(base)),
      transport_(std::move(transport)),
      credentials_(std::move(credentials)),
      options_(options),
      limiter_(options.limits),
      log_(log) {
  while (base_.ends_with('/')) base_.pop_back();
}

Channel::Verdict Channel::judge(const std::expected<Response, Lost>& answer, const Call& call) const {
  using What = Verdict::What;
  if (!answer) {
    Failure failure{Failure::Kind::unknown_effect, answer.error().message};
    bool again = call.repeatable || !answer.error().may_have_effect;
    return {again ? What::wait : What::give_up, {}, failure};
  }
  const Response& response = *answer;
  int status = response.status;
  auto failure = [&](Failure::Kind kind) {
    return Failure{kind, fmt::format("{} {}: HTTP {}: {}", call.method, call.target, status, summary_of(response)),
                   status, request_id_of(response)};
  };
  if (status == 401) {
    Failure refused = failure(Failure::Kind::refused);
    if (!options_.secrets.empty()) {
      refused.message = fmt::format("system {} does not accept the secret {}: {}", options_.system,
                                    fmt::join(options_.secrets, " or "), refused.message);
    }
    return {What::renew, {}, std::move(refused)};
  }
  if (status == 403) return {What::give_up, {}, failure(Failure::Kind::refused)};
  auto asked = limits::retry_after(http::header(response.headers, "Retry-After"), std::chrono::system_clock::now());
  if (status == 429) {
    if (!asked) {
      auto policy = wait_of_policy(response);
      if (policy.count() > 0) asked = policy;
    }
    return {What::wait, asked, failure(Failure::Kind::limited)};
  }
  if (status == 423)
    return {What::wait, std::max(asked.value_or(milliseconds(0)), milliseconds(2'000)),
            failure(Failure::Kind::limited)};
  if (status == 477) return {What::wait, asked, failure(Failure::Kind::limited)};
  if (status >= 500 || status == 408) {
    return {call.repeatable ? What::wait : What::give_up, asked, failure(Failure::Kind::unknown_effect)};
  }
  return {};
}

Failure Channel::no_pass(const auth::Error& error) const {
  // What a server that gives out tokens says of a wrong id or secret: RFC 6749 has it answer 400 or 401.
  if (error.status != 400 && error.status != 401) return {Failure::Kind::settings, error.message, error.status, {}};
  return {Failure::Kind::refused,
          fmt::format("system {} does not accept the secret {}: {}", options_.system,
                      fmt::join(options_.secrets, " or "), error.message),
          401,
          {}};
}

std::expected<Response, Lost> Channel::send_once(const Call& call, const auth::Pass& pass) {
  Request request{call.method,
                  is_url(call.target) ? call.target : base_ + call.target,
                  {{"Accept", "application/json"}},
                  call.body};
  if (!call.body.empty()) request.headers.push_back({"Content-Type", "application/json"});
  // A page's link may point elsewhere; credentials go to the contract's own host only.
  if (origin_of(request.url) == origin_of(base_)) {
    if (!pass.header.empty()) request.headers.push_back({pass.header, pass.header_value});
    if (!pass.parameter.empty()) {
      request.url +=
          (request.url.find('?') == std::string::npos ? "?" : "&") + pass.parameter + "=" + pass.parameter_value;
    }
  }
  limiter_.pass();
  ++traffic_.requests;
  return transport_(request);
}

void Channel::learn_limits(const Response& response) {
  auto count = number_of(http::header(response.headers, "X-HubSpot-RateLimit-Max"));
  auto remaining = number_of(http::header(response.headers, "X-HubSpot-RateLimit-Remaining"));
  auto length = number_of(http::header(response.headers, "X-HubSpot-RateLimit-Interval-Milliseconds"));
  if (count && remaining && length) limiter_.learn(*count, *remaining, milliseconds(*length));
}

std::expected<Response, Failure> Channel::send(const Call& call) {
  limits::Backoff backoff(options_.retry, std::hash<std::string>{}(call.target + call.body));
  bool renewed = false;
  while (true) {
    auto pass = credentials_->pass();
    if (!pass) return std::unexpected(no_pass(pass.error()));
    auto answer = send_once(call, *pass);
    if (answer) learn_limits(*answer);
    Verdict verdict = judge(answer, call);
    if (verdict.what == Verdict::What::take) return std::move(*answer);
    if (verdict.what == Verdict::What::give_up) return std::unexpected(verdict.failure);
    if (verdict.what == Verdict::What::renew) {
      if (renewed || !credentials_->renew(*pass)) return std::unexpected(verdict.failure);
      renewed = true;
      continue;
    }
    bool limited = verdict.failure.kind == Failure::Kind::limited;
    if (limited) ++traffic_.limited;
    auto step = backoff.next();
    if (!step) return std::unexpected(verdict.failure);
    milliseconds wait = std::max(*step, verdict.wait.value_or(milliseconds(0)));
    if (wait.count() > options_.longest_wait_ms) return std::unexpected(verdict.failure);
    log_.info("{}; again in {} ms", verdict.failure.message, wait.count());
    ++traffic_.retries;
    if (limited) limiter_.pause(wait);
    std::this_thread::sleep_for(wait);
  }
}

}  // namespace treaty::connectors
