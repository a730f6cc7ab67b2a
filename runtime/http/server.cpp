#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <atomic>
#include <mutex>
#include <set>
#include <thread>

#include "runtime/http/http.h"

namespace treaty::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using boost::system::error_code;
using tcp = asio::ip::tcp;

/// One client's connection: read, handle, write, until it closes. Owned by its pending operation.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, const Handler& handler, const ServerOptions& options)
      : stream_(std::move(socket)), handler_(handler), options_(options) {}

  void read() {
    parser_.emplace();
    parser_->body_limit(options_.largest_body);
    parser_->header_limit(64 << 10);
    stream_.expires_after(options_.idle);
    beast::http::async_read(stream_, buffer_, *parser_,
                            [self = shared_from_this()](error_code ec, size_t) { self->handle(ec); });
  }

 private:
  void handle(error_code ec) {
    if (ec) {
      close();
      return;
    }
    auto message = parser_->release();
    Request request;
    request.method = std::string(message.method_string());
    request.target = std::string(message.target());
    for (const auto& field : message) {
      request.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
    }
    request.body = std::move(message.body());
    Answer answer = handler_(request);
    if (answer.drop) {
      close();
      return;
    }
    response_ = {};
    response_.version(11);
    response_.result(static_cast<unsigned>(answer.response.status));
    for (const auto& [name, value] : answer.response.headers) {
      response_.insert(name, value);
    }
    response_.keep_alive(message.keep_alive());
    response_.body() = std::move(answer.response.body);
    response_.prepare_payload();
    const bool keep = message.keep_alive();
    stream_.expires_after(options_.idle);
    beast::http::async_write(stream_, response_, [self = shared_from_this(), keep](error_code failed, size_t) {
      if (failed || !keep) {
        self->close();
      } else {
        self->read();
      }
    });
  }

  void close() {
    error_code ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_both, ignored);
    stream_.close();
  }

  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  std::optional<beast::http::request_parser<beast::http::string_body>> parser_;
  beast::http::response<beast::http::string_body> response_;
  const Handler& handler_;
  const ServerOptions& options_;
};

}  // namespace

struct Server::Impl {
  Handler handler;
  ServerOptions options;
  asio::io_context loop;
  tcp::acceptor acceptor{loop};
  std::vector<std::thread> threads;
  uint16_t port = 0;

  void accept() {
    acceptor.async_accept([this](error_code ec, tcp::socket socket) {
      if (ec) {
        return;
      }
      error_code ignored;
      socket.set_option(tcp::no_delay(true), ignored);
      std::make_shared<Session>(std::move(socket), handler, options)->read();
      accept();
    });
  }
};

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

std::expected<std::unique_ptr<Server>, Error> Server::start(Handler handler, const ServerOptions& options) {
  auto impl = std::make_unique<Impl>();
  impl->handler = std::move(handler);
  impl->options = options;
  error_code ec;
  const auto address = asio::ip::make_address(options.address, ec);
  if (ec) {
    return std::unexpected(Error{Error::Kind::connect, "`" + options.address + "` is no address"});
  }
  const tcp::endpoint endpoint(address, options.port);
  impl->acceptor.open(endpoint.protocol(), ec);
  if (!ec) {
    impl->acceptor.set_option(asio::socket_base::reuse_address(true), ec);
    impl->acceptor.bind(endpoint, ec);
  }
  if (!ec) {
    impl->acceptor.listen(asio::socket_base::max_listen_connections, ec);
  }
  if (ec) {
    return std::unexpected(Error{Error::Kind::connect, "cannot listen on " + options.address + ":" +
                                                           std::to_string(options.port) + ": " + ec.message()});
  }
  impl->port = impl->acceptor.local_endpoint(ec).port();
  impl->accept();
  for (int i = 0; i < 4; ++i) {
    impl->threads.emplace_back([loop = &impl->loop] { loop->run(); });
  }
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

Server::~Server() {
  impl_->loop.stop();
  for (std::thread& thread : impl_->threads) {
    thread.join();
  }
}

uint16_t Server::port() const { return impl_->port; }
std::string Server::url() const { return "http://" + impl_->options.address + ":" + std::to_string(impl_->port); }

}  // namespace treaty::http
