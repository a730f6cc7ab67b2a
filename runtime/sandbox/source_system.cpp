#include "runtime/sandbox/source_system.h"

#include <algorithm>

#include <fmt/core.h>
#include <fmt/ranges.h>

#include "runtime/http/http.h"
#include "runtime/sandbox/answers.h"
#include "runtime/sandbox/gate.h"
#include "runtime/sandbox/played_resource.h"

namespace treaty::sandbox {
namespace {

constexpr std::string_view token_path = "/_sandbox/token";

/// The path of the contract's base, without a slash at its end: `/v2`.
std::string path_of_base(const std::string& base) {
  const auto url = http::Url::parse(base);
  std::string path = url ? std::string(http::path_of(url->target)) : std::string();
  while (path.ends_with('/')) {
    path.pop_back();
  }
  return path;
}

}  // namespace

struct SourceSystem::Impl {
  Impl(const package::System& system, Gate::Options options)
      : base_path(path_of_base(system.base)), gate(system, std::move(options)) {}

  std::string base_path;
  Gate gate;
  std::vector<std::unique_ptr<PlayedResource>> resources;
  std::unique_ptr<http::Server> server;

  http::Response answer(http::Request request) {
    std::string_view shown_path = http::path_of(request.target);
    if (shown_path == token_path) {
      return gate.give_token(request);
    }
    if (auto refusal = gate.refuse(request)) {
      return std::move(*refusal);
    }
    request.target = gate.without_key(request.target);
    shown_path = http::path_of(request.target);
    if (shown_path.starts_with(base_path)) {
      for (const std::unique_ptr<PlayedResource>& resource : resources) {
        if (auto response = resource->serve(request, shown_path.substr(base_path.size()), shown_path)) {
          return std::move(*response);
        }
      }
    }
    std::vector<std::string> known;
    for (const std::unique_ptr<PlayedResource>& resource : resources) {
      known.push_back(base_path + resource->resource().list->path);
    }
    return json_answer(404, {{"error", "not_found"},
                             {"error_description", fmt::format("{} {} is not played; what is: {}", request.method,
                                                               shown_path, fmt::join(known, ", "))}});
  }
};

SourceSystem::SourceSystem(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
SourceSystem::~SourceSystem() { impl_->server.reset(); }  // its threads still use the rest

std::expected<std::unique_ptr<SourceSystem>, std::string> SourceSystem::start(const package::System& system,
                                                                              const SourceOptions& options) {
  std::vector<std::string> names;
  for (const package::Resource& resource : system.resources) {
    if (resource.list) {
      names.push_back(resource.name);
    }
  }
  auto data = read_source_data(options.data, names);
  if (!data) {
    return std::unexpected(fmt::format("system {}: {}", system.name, data.error()));
  }
  auto impl =
      std::make_unique<Impl>(system, Gate::Options{.secrets = options.secrets,
                                                   .token_lifetime = std::chrono::seconds(options.token_lifetime_s),
                                                   .enforce_limits = options.enforce_limits});
  for (const package::Resource& resource : system.resources) {
    if (!resource.list) {
      continue;
    }
    auto played = PlayedResource::make(resource, std::move((*data)[resource.name]));
    if (!played) {
      return std::unexpected(fmt::format("system {}: {}", system.name, played.error()));
    }
    impl->resources.push_back(std::move(*played));
  }
  http::ServerOptions server;
  server.port = options.port;
  auto started = http::Server::start(
      [raw = impl.get()](const http::Request& request) { return http::Answer{raw->answer(request), false}; }, server);
  if (!started) {
    return std::unexpected(started.error().text);
  }
  impl->server = std::move(*started);
  return std::unique_ptr<SourceSystem>(new SourceSystem(std::move(impl)));
}

std::string SourceSystem::url() const { return impl_->server->url() + impl_->base_path; }
std::string SourceSystem::token_url() const { return impl_->server->url() + std::string(token_path); }

std::map<std::string, int64_t> SourceSystem::counts() const {
  std::map<std::string, int64_t> counts;
  for (const std::unique_ptr<PlayedResource>& resource : impl_->resources) {
    counts[resource->resource().name] = static_cast<int64_t>(resource->size());
  }
  return counts;
}

}  // namespace treaty::sandbox
