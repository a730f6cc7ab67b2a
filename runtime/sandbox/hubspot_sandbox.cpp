#include "runtime/sandbox/hubspot_sandbox.h"

#include <chrono>
#include <mutex>
#include <thread>

#include <fmt/core.h>

#include "runtime/sandbox/budget.h"
#include "runtime/sandbox/dump.h"
#include "runtime/sandbox/faults.h"
#include "runtime/sandbox/portal.h"
#include "runtime/sandbox/route.h"

namespace treaty::sandbox {
namespace {

http::Response serve(Portal& portal, Family family, const Call& call) {
  switch (family) {
    case Family::objects:
      return serve_objects(portal, call);
    case Family::associations:
      return serve_associations(portal, call);
    case Family::properties:
      return serve_properties(portal, call);
    case Family::pipelines:
      return serve_pipelines(portal, call);
    case Family::schemas:
      return serve_schemas(portal, call);
    case Family::owners:
      return serve_owners(portal, call);
    case Family::account:
      return serve_account(portal, call);
  }
  return not_found();
}

http::Response limited(Budget::Verdict verdict) {
  const std::string policy = verdict == Budget::Verdict::ten_seconds ? "TEN_SECONDLY_ROLLING"
                             : verdict == Budget::Verdict::second    ? "SECONDLY"
                                                                     : "DAILY";
  const std::string words = verdict == Budget::Verdict::ten_seconds ? "ten_secondly_rolling"
                            : verdict == Budget::Verdict::second    ? "secondly"
                                                                    : "daily";
  return error_answer(429, "RATE_LIMITS", fmt::format("You have reached your {} limit.", words),
                      {{"errorType", "RATE_LIMIT"}, {"policyName", policy}, {"groupName", "publicapi:sandbox"}});
}

Budget::Verdict verdict_named(const std::string& policy) {
  return policy == "SECONDLY" ? Budget::Verdict::second
         : policy == "DAILY"  ? Budget::Verdict::day
                              : Budget::Verdict::ten_seconds;
}

}  // namespace

int64_t Portal::now() const {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since).count() + clock_offset_ms;
}

std::string Call::parameter(std::string_view name) const {
  std::string found;
  for (const auto& [key, value] : query) {
    found = key == name ? value : found;
  }
  return found;
}

std::vector<std::string> Call::list(std::string_view name) const {
  std::vector<std::string> found;
  for (const auto& [key, value] : query) {
    for (size_t at = 0; key == name && at < value.size();) {
      const size_t end = std::min(value.find(',', at), value.size());
      found.push_back(value.substr(at, end - at));
      at = end + 1;
    }
  }
  return found;
}

struct HubspotSandbox::Impl {
  mutable std::mutex mutex;
  Portal portal;
  Budget budget{0, 0, 0};
  Faults faults;
  std::unique_ptr<http::Server> server;

  http::Answer handle(const http::Request& request) {
    int64_t delay_ms = 0;
    http::Answer answer = handle_now(request, delay_ms);
    if (delay_ms > 0) {  // others are served meanwhile
      std::this_thread::sleep_for(std::chrono::milliseconds(delay_ms));
    }
    return answer;
  }

  http::Answer handle_now(const http::Request& request, int64_t& delay_ms) {
    const std::lock_guard lock(mutex);
    if (request.target.starts_with("/_sandbox/")) {
      return {control(request), false};
    }
    const std::optional<Fault> fault = faults.strike(request.target);
    delay_ms = fault ? fault->delay_ms : 0;
    if (fault && !fault->after_effect && (fault->drop || fault->status != 0)) {
      return struck(*fault, {});
    }
    http::Response response = answer(request);
    return fault ? struck(*fault, std::move(response)) : http::Answer{std::move(response), false};
  }

  static http::Answer struck(const Fault& fault, http::Response response) {
    if (fault.drop) {
      return {{}, true};
    }
    if (fault.status != 0) {
      response = fault.status == 429 ? limited(verdict_named(fault.policy))
                                     : error_answer(fault.status, "INTERNAL_ERROR", "internal error");
      response.status = fault.status;
    }
    if (!fault.retry_after.empty()) {
      response.headers.emplace_back("Retry-After", fault.retry_after);
    }
    return {std::move(response), false};
  }

  http::Response answer(const http::Request& request) {
    const std::optional<Route> found = route(request.target);
    if (const std::string& token = portal.options.token;
        !token.empty() && http::header(request.headers, "Authorization") != "Bearer " + token) {
      return error_answer(401, "INVALID_AUTHENTICATION",
                          "Authentication credentials not found. This API supports OAuth 2.0 authentication and you "
                          "can find more details at "
                          "https://developers.hubspot.com/docs/methods/auth/oauth-overview");
    }
    const bool search =
        found && found->family == Family::objects && !found->path.empty() && found->path.back() == "search";
    if (const Budget::Verdict verdict = budget.count(portal.now(), search); verdict != Budget::Verdict::let_in) {
      return limited(verdict);
    }
    http::Response response = found ? work(*found, request) : not_found();
    if (!search && portal.options.burst > 0) {
      const auto add = [&](const char* name, int64_t value) {
        response.headers.emplace_back(name, std::to_string(value));
      };
      add("X-HubSpot-RateLimit-Max", budget.burst());
      add("X-HubSpot-RateLimit-Remaining", budget.left());
      add("X-HubSpot-RateLimit-Interval-Milliseconds", 10'000);
      add("X-HubSpot-RateLimit-Daily", budget.daily());
      add("X-HubSpot-RateLimit-Daily-Remaining", budget.daily_left());
    }
    return response;
  }

  http::Response work(const Route& found, const http::Request& request) {
    Call call{request.method, found.path, http::query_of(request.target), Json::object(), true, found.strict_2026};
    if (!request.body.empty()) {
      call.body = Json::parse(request.body, nullptr, false);
      if (call.body.is_discarded()) {
        return error_answer(400, "VALIDATION_ERROR", "Invalid input JSON: the body cannot be read");
      }
    }
    const bool reads = request.method == "GET";
    if (!reads) {
      portal.storage->execute("BEGIN");
    }
    http::Response response;
    try {
      response = serve(portal, found.family, call);
    } catch (const nlohmann::json::exception& error) {  // a member of an unexpected type
      response = error_answer(400, "VALIDATION_ERROR", fmt::format("Invalid input JSON: {}", error.what()));
    }
    if (!reads && response.status < 400) {
      portal.storage->execute("COMMIT");
    } else if (!reads) {
      portal.storage->execute("ROLLBACK");
      if (found.family == Family::properties || found.family == Family::schemas) {
        portal.model->reload();
      }
    }
    return response;
  }

  http::Response control(const http::Request& request) {
    const std::string_view path = http::path_of(request.target);
    const Json body = request.body.empty() ? Json::object() : Json::parse(request.body, nullptr, false);
    if (path == "/_sandbox/dump") {
      http::Response response;
      response.headers.emplace_back("Content-Type", "application/json");
      response.body = dump_of(portal, request.target.find("stable=true") != std::string::npos);
      return response;
    }
    if (path == "/_sandbox/counts") {
      Json counts = Json::object();
      for (const ObjectType& type : portal.model->types()) {
        counts[type.name] = portal.records->count(type.name);
      }
      return json_answer(200, counts);
    }
    if (path == "/_sandbox/traffic") {
      return json_answer(
          200,
          {{"requests", budget.total()}, {"refused", budget.refused()}, {"busiestTenSeconds", budget.busiest()}});
    }
    if (path == "/_sandbox/faults" && request.method == "POST" && body.is_object()) {
      faults.add(body);
      return json_answer(201, Json::object());
    }
    if (path == "/_sandbox/faults" && request.method == "DELETE") {
      faults.clear();
      return json_answer(204, {});
    }
    if (path == "/_sandbox/clock" && request.method == "POST" && body.is_object()) {
      portal.clock_offset_ms += body.value("advanceMs", int64_t{0});
      return json_answer(200, {{"now", iso_time(portal.now())}});
    }
    if (path == "/_sandbox/reset" && request.method == "POST") {
      for (const char* sql : {"DELETE FROM records", "DELETE FROM unique_values", "DELETE FROM associations"}) {
        portal.storage->execute(sql);
      }
      return json_answer(204, {});
    }
    return not_found();
  }
};

HubspotSandbox::HubspotSandbox(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
HubspotSandbox::~HubspotSandbox() { impl_->server.reset(); }

std::expected<std::unique_ptr<HubspotSandbox>, std::string> HubspotSandbox::start(const HubspotOptions& options) {
  auto impl = std::make_unique<Impl>();
  auto storage = Storage::open(options.database);
  if (!storage) {
    return std::unexpected(storage.error());
  }
  impl->portal.options = options;
  impl->portal.storage = std::move(*storage);
  impl->portal.model = std::make_unique<Model>(*impl->portal.storage);
  impl->portal.records = std::make_unique<Records>(*impl->portal.storage, *impl->portal.model);
  impl->budget = Budget(options.burst, options.search_per_second, options.daily);
  http::ServerOptions server;
  server.port = options.port;
  auto started =
      http::Server::start([raw = impl.get()](const http::Request& request) { return raw->handle(request); }, server);
  if (!started) {
    return std::unexpected(started.error().text);
  }
  impl->server = std::move(*started);
  return std::unique_ptr<HubspotSandbox>(new HubspotSandbox(std::move(impl)));
}

std::string HubspotSandbox::url() const { return impl_->server->url(); }

std::map<std::string, int64_t> HubspotSandbox::counts() const {
  const std::lock_guard lock(impl_->mutex);
  std::map<std::string, int64_t> counts;
  for (const ObjectType& type : impl_->portal.model->types()) {
    counts[type.name] = impl_->portal.records->count(type.name);
  }
  return counts;
}

std::string HubspotSandbox::dump(bool stable) const {
  const std::lock_guard lock(impl_->mutex);
  return dump_of(impl_->portal, stable);
}

std::pair<int64_t, int64_t> HubspotSandbox::busiest() const {
  const std::lock_guard lock(impl_->mutex);
  return {impl_->budget.busiest(), impl_->budget.refused()};
}

}  // namespace treaty::sandbox
