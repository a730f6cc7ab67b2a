#include <sys/socket.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include <cerrno>
#include <map>
#include <mutex>
#include <variant>

#include "runtime/http/http.h"

namespace treaty::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;
using tcp = asio::ip::tcp;

/// One connection with the loop that drives it; used by one thread at a time.
struct Connection {
  asio::io_context loop{1};
  beast::flat_buffer buffer;
  std::variant<beast::tcp_stream, beast::ssl_stream<beast::tcp_stream>> stream;

  explicit Connection(asio::ssl::context* tls)
      : stream(tls == nullptr ? decltype(stream)(std::in_place_index<0>, loop)
                              : decltype(stream)(std::in_place_index<1>, loop, *tls)) {}

  /// Whether the other side has closed it, or sent what nobody asked for.
  bool is_stale() {
    char byte = 0;
    const ssize_t got = ::recv(lowest().socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return got >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
  }

  beast::tcp_stream& lowest() { return stream.index() == 0 ? std::get<0>(stream) : std::get<1>(stream).next_layer(); }

  /// Runs one asynchronous operation to its end; the stream's own timer ends it when time is up.
  template <class Begin>
  error_code run(Begin begin) {
    error_code result = asio::error::would_block;
    begin([&result](error_code ec, auto&&...) { result = ec; });
    loop.restart();
    loop.run();
    return result;
  }
};

Error error_of(error_code ec, Error::Kind usual) {
  Error::Kind kind = usual;
  if (ec == beast::error::timeout) {
    kind = Error::Kind::timeout;
  } else if (ec == beast::http::error::body_limit || ec == beast::http::error::header_limit) {
    kind = Error::Kind::too_large;
  }
  return {kind, ec == beast::error::timeout ? "no answer in time" : ec.message()};
}

beast::http::request<beast::http::string_body> message_of(const Url& url, const Request& request) {
  beast::http::request<beast::http::string_body> message;
  message.method_string(request.method);
  message.target(request.target);
  message.version(11);
  const bool usual = url.port == (url.tls ? 443 : 80);
  message.set(beast::http::field::host, usual ? url.host : url.host + ":" + std::to_string(url.port));
  message.set(beast::http::field::user_agent, "treaty");
  message.keep_alive(true);
  for (const auto& [name, value] : request.headers) {
    message.set(name, value);
  }
  message.body() = request.body;
  message.prepare_payload();
  return message;
}

}  // namespace

struct Client::Pool {
  ClientOptions options;
  asio::ssl::context tls{asio::ssl::context::tls_client};
  std::mutex mutex;
  std::map<std::string, std::vector<std::unique_ptr<Connection>>> idle;

  std::unique_ptr<Connection> take(const std::string& origin) {
    const std::lock_guard lock(mutex);
    std::vector<std::unique_ptr<Connection>>& waiting = idle[origin];
    while (!waiting.empty()) {
      std::unique_ptr<Connection> connection = std::move(waiting.back());
      waiting.pop_back();
      if (!connection->is_stale()) {
        return connection;
      }
    }
    return nullptr;
  }
  void give_back(const std::string& origin, std::unique_ptr<Connection> connection) {
    const std::lock_guard lock(mutex);
    idle[origin].push_back(std::move(connection));
  }

  std::expected<std::unique_ptr<Connection>, Error> connect(const Url& url) {
    auto connection = std::make_unique<Connection>(url.tls ? &tls : nullptr);
    error_code ec;
    tcp::resolver resolver(connection->loop);
    const auto addresses = resolver.resolve(url.host, std::to_string(url.port), ec);
    if (ec) {
      return std::unexpected(Error{Error::Kind::connect, "cannot find `" + url.host + "`: " + ec.message()});
    }
    connection->lowest().expires_after(options.timeout);
    ec = connection->run([&](auto done) { connection->lowest().async_connect(addresses, done); });
    if (ec) {
      Error error = error_of(ec, Error::Kind::connect);
      error.text = "cannot connect to " + url.host + ":" + std::to_string(url.port) + ": " + error.text;
      return std::unexpected(std::move(error));
    }
    connection->lowest().socket().set_option(tcp::no_delay(true), ec);
    if (url.tls) {
      auto& stream = std::get<1>(connection->stream);
      SSL_set_tlsext_host_name(stream.native_handle(), url.host.c_str());
      stream.set_verify_callback(asio::ssl::host_name_verification(url.host));
      ec = connection->run([&](auto done) { stream.async_handshake(asio::ssl::stream_base::client, done); });
      if (ec) {
        return std::unexpected(Error{Error::Kind::tls, "no trusted connection to " + url.host + ": " + ec.message()});
      }
    }
    return connection;
  }

  std::expected<Response, Error> exchange(Connection& connection, const Url& url, const Request& request,
                                          bool* keep) {
    auto message = message_of(url, request);
    connection.lowest().expires_after(options.timeout);
    error_code ec = std::visit(
        [&](auto& stream) {
          return connection.run([&](auto done) { beast::http::async_write(stream, message, done); });
        },
        connection.stream);
    if (ec) {
      return std::unexpected(error_of(ec, Error::Kind::reset));
    }
    beast::http::response_parser<beast::http::string_body> parser;
    parser.body_limit(options.largest_body);
    parser.header_limit(64 << 10);
    ec = std::visit(
        [&](auto& stream) {
          return connection.run([&](auto done) { beast::http::async_read(stream, connection.buffer, parser, done); });
        },
        connection.stream);
    if (ec) {
      return std::unexpected(error_of(ec, Error::Kind::reset));
    }
    *keep = parser.get().keep_alive();
    Response response;
    response.status = static_cast<int>(parser.get().result_int());
    for (const auto& field : parser.get()) {
      response.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
    }
    response.body = std::move(parser.get().body());
    return response;
  }
};

Client::Client(ClientOptions options) : pool_(std::make_unique<Pool>()) {
  pool_->options = std::move(options);
  pool_->tls.set_verify_mode(asio::ssl::verify_peer);
  error_code ignored;
  pool_->tls.set_default_verify_paths(ignored);
  if (!pool_->options.certificates.empty()) {
    pool_->tls.load_verify_file(pool_->options.certificates, ignored);
  }
  SSL_CTX_set_min_proto_version(pool_->tls.native_handle(), TLS1_2_VERSION);
}

Client::~Client() = default;

std::expected<Response, Error> Client::send(const Url& url, const Request& request) {
  if (!url.tls && !pool_->options.plain_beyond_loopback && !is_loopback(url.host)) {
    return std::unexpected(
        Error{Error::Kind::refused, "http:// is only spoken on this machine; `" + url.host + "` wants https://"});
  }
  const std::string origin = (url.tls ? "https://" : "http://") + url.host + ":" + std::to_string(url.port);
  // A kept connection may have been closed meanwhile: then nothing was answered and a new one is tried, once.
  for (bool fresh : {false, true}) {
    std::unique_ptr<Connection> connection = fresh ? nullptr : pool_->take(origin);
    const bool kept = connection != nullptr;
    if (!kept) {
      auto made = pool_->connect(url);
      if (!made) {
        return std::unexpected(std::move(made.error()));
      }
      connection = std::move(*made);
    }
    bool keep = false;
    auto response = pool_->exchange(*connection, url, request, &keep);
    if (response && keep) {
      pool_->give_back(origin, std::move(connection));
    }
    const bool stale = !response && kept && response.error().kind == Error::Kind::reset &&
                       (request.method == "GET" || request.method == "HEAD");
    if (!stale) {
      return response;
    }
  }
  return std::unexpected(Error{Error::Kind::reset, "the connection was closed"});
}

}  // namespace treaty::http
