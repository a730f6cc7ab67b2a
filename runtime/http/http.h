#pragma once

// Requests and answers. Beast stays behind these types: client.cpp and server.cpp are the only files that see it.

#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace treaty::http {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// The value of a header, its name in any case; empty when there is none.
std::string_view header(const Headers& headers, std::string_view name);

struct Url {
  bool tls = true;
  std::string host;
  uint16_t port = 443;
  std::string target = "/";  ///< path and query

  /// Nothing for what is no http or https URL.
  static std::optional<Url> parse(std::string_view text);
};

struct Request {
  std::string method = "GET";
  std::string target = "/";  ///< path and query, encoded
  Headers headers;
  std::string body;
};
struct Response {
  int status = 200;
  Headers headers;
  std::string body;
};
struct Error {
  enum class Kind { connect, timeout, tls, reset, protocol, too_large, refused };
  Kind kind = Kind::connect;
  std::string text;
};

struct ClientOptions {
  std::chrono::milliseconds timeout{60'000};  ///< of the whole exchange
  uint64_t largest_body = 256ULL << 20;
  bool plain_beyond_loopback = false;  ///< http:// to other machines is refused unless allowed
  std::string certificates;            ///< a PEM file to trust besides the system's
};

/// Sends requests, one at a time a thread, over connections it keeps. Safe to share between threads.
class Client {
 public:
  explicit Client(ClientOptions options = {});
  ~Client();
  /// TLS is verified against the system's certificates, name included. An error says that no answer came; whether the
  /// request had an effect is then not known, but for `connect`, `tls` and `refused`.
  std::expected<Response, Error> send(const Url& url, const Request& request);

 private:
  struct Pool;
  std::unique_ptr<Pool> pool_;
};

/// What a handler answers; `drop` closes the connection without a word, for fault injection.
struct Answer {
  Response response;
  bool drop = false;
};
using Handler = std::function<Answer(const Request&)>;

struct ServerOptions {
  std::string address = "127.0.0.1";
  uint16_t port = 0;  ///< 0: any that is free
  uint64_t largest_body = 64ULL << 20;
  std::chrono::milliseconds idle{60'000};
};

/// Serves HTTP/1.1 until it is destroyed. The handler is called by several threads.
class Server {
 public:
  static std::expected<std::unique_ptr<Server>, Error> start(Handler handler, const ServerOptions& options = {});
  ~Server();
  [[nodiscard]] uint16_t port() const;
  /// `http://127.0.0.1:PORT`
  [[nodiscard]] std::string url() const;

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// Percent-decoding; `+` is a space in a query. What is no encoding stays as it is.
std::string percent_decoded(std::string_view text, bool plus_is_space);
/// Everything but letters, digits and `-_.~` percent-encoded.
std::string percent_encoded(std::string_view text);
/// The parameters of a target's query, decoded, in order.
std::vector<std::pair<std::string, std::string>> query_of(std::string_view target);
/// The path of a target, not decoded.
std::string_view path_of(std::string_view target);
bool is_loopback(std::string_view host);

}  // namespace treaty::http
