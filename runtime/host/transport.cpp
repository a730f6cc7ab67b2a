#include "runtime/host/transport.h"

#include <fmt/format.h>

namespace treaty::host {

connectors::Transport over(http::Client& client) {
  return [&client](const connectors::Request& request) -> std::expected<http::Response, connectors::Lost> {
    auto url = http::Url::parse(request.url);
    if (!url)
      return std::unexpected(connectors::Lost{
          std::string("the system's base is no address: http:// or https://, a host, no user name"), false});
    auto response = client.send(*url, {request.method, url->target, request.headers, request.body});
    if (response) return std::move(*response);
    using Kind = http::Error::Kind;
    Kind kind = response.error().kind;
    bool never_sent = kind == Kind::connect || kind == Kind::tls || kind == Kind::refused;
    return std::unexpected(
        connectors::Lost{fmt::format("{} {}: {}", request.method, request.url, response.error().text), !never_sent});
  };
}

}  // namespace treaty::host
