// The client and the server against one another, and the client against a TLS server that is not ours.
#include "runtime/http/http.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <thread>

namespace treaty::http {
namespace {

using std::chrono::milliseconds;

std::unique_ptr<Server> serve(Handler handler, ServerOptions options = {}) {
  auto server = Server::start(std::move(handler), options);
  EXPECT_TRUE(server);
  return std::move(*server);
}

Answer echo(const Request& request) {
  return {{200, {{"X-Method", request.method}, {"Content-Type", "text/plain"}}, request.target + "|" + request.body}};
}

TEST(Http, CarriesRequestsAndAnswers) {
  const auto server = serve(echo);
  Client client;
  const auto url = Url::parse(server->url());
  const std::string large(3 << 20, 'x');
  for (int i = 0; i < 3; ++i) {
    const auto answer = client.send(*url, {"POST", "/a%20b?c=d", {{"Content-Type", "text/plain"}}, large});
    ASSERT_TRUE(answer) << answer.error().text;
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(header(answer->headers, "x-METHOD"), "POST");
    EXPECT_EQ(answer->body, "/a%20b?c=d|" + large);
  }
}

TEST(Http, ServesSeveralAtOnce) {
  const auto server = serve(echo);
  Client client;
  const auto url = Url::parse(server->url());
  std::atomic<int> good = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        const std::string target = "/" + std::to_string(t * 100 + i);
        const auto answer = client.send(*url, {"GET", target, {}, ""});
        good += answer && answer->body == target + "|";
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(good, 400);
}

TEST(Http, TellsWhatKindOfFailureItWas) {
  const auto server = serve([](const Request& request) -> Answer {
    if (request.target == "/drop") {
      return {{}, true};
    }
    if (request.target == "/slow") {
      std::this_thread::sleep_for(milliseconds(400));
    }
    return {{200, {}, std::string(5000, 'y')}};
  });
  const auto url = Url::parse(server->url());
  Client client({.timeout = milliseconds(150), .largest_body = 4000});
  const auto kind = [&](const Url& to, const std::string& target) {
    const auto answer = client.send(to, {"POST", target, {}, "x"});
    return answer ? std::optional<Error::Kind>() : std::optional(answer.error().kind);
  };
  EXPECT_EQ(kind(*url, "/drop"), Error::Kind::reset);
  EXPECT_EQ(kind(*url, "/slow"), Error::Kind::timeout);
  EXPECT_EQ(kind(*url, "/large"), Error::Kind::too_large);
  EXPECT_EQ(kind(*Url::parse("http://example.com"), "/"), Error::Kind::refused);
  EXPECT_EQ(kind(*Url::parse("http://127.0.0.1:1"), "/"), Error::Kind::connect);
  EXPECT_EQ(kind(*Url::parse("http://no-such-host.invalid"), "/"), Error::Kind::refused);
}

TEST(Http, AServerMayCloseAKeptConnection) {
  const auto server = serve(echo, {.idle = milliseconds(100)});
  Client client;
  const auto url = Url::parse(server->url());
  for (int i = 0; i < 3; ++i) {
    const auto answer = client.send(*url, {"POST", "/", {}, "once"});
    ASSERT_TRUE(answer) << answer.error().text;
    std::this_thread::sleep_for(milliseconds(250));
  }
}

TEST(Http, RefusesBodiesThatAreTooLarge) {
  std::atomic<int> handled = 0;
  const auto server = serve(
      [&](const Request& request) {
        ++handled;
        return echo(request);
      },
      {.largest_body = 1000});
  Client client;
  const auto answer = client.send(*Url::parse(server->url()), {"POST", "/", {}, std::string(5000, 'x')});
  EXPECT_TRUE(!answer || answer->status == 413);
  EXPECT_EQ(handled, 0);
}

/// A TLS server made of the openssl command, with a certificate of its own for `localhost`.
class TlsServer {
 public:
  TlsServer() : folder_(std::filesystem::temp_directory_path() / ("treaty-tls-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(folder_);
    const std::string make = "cd " + folder_.string() +
                             " && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -keyout key.pem "
                             "-out cert.pem -subj /CN=localhost -addext subjectAltName=DNS:localhost 2>/dev/null";
    if (std::system(make.c_str()) != 0) {
      return;
    }
    int ends[2];
    if (pipe(ends) != 0) {
      return;
    }
    child_ = fork();
    if (child_ == 0) {
      dup2(ends[1], 1);
      close(ends[0]);
      const std::string cert = (folder_ / "cert.pem").string();
      const std::string key = (folder_ / "key.pem").string();
      execlp("openssl", "openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", cert.c_str(), "-key", key.c_str(), "-www",
             nullptr);
      _exit(1);
    }
    close(ends[1]);
    FILE* lines = fdopen(ends[0], "r");
    char line[256];
    while (port == 0 && fgets(line, sizeof line, lines) != nullptr) {
      std::sscanf(line, "ACCEPT 127.0.0.1:%hu", &port);
    }
    drain_ = std::thread([lines] {
      char rest[256];
      while (fgets(rest, sizeof rest, lines) != nullptr) {
      }
      fclose(lines);
    });
  }
  ~TlsServer() {
    if (child_ > 0) {
      kill(child_, SIGTERM);
      waitpid(child_, nullptr, 0);
      drain_.join();
    }
    std::filesystem::remove_all(folder_);
  }
  [[nodiscard]] std::string certificate() const { return (folder_ / "cert.pem").string(); }
  uint16_t port = 0;

 private:
  std::filesystem::path folder_;
  pid_t child_ = -1;
  std::thread drain_;
};

TEST(Http, TrustsACertificateForItsOwnNameOnly) {
  const TlsServer server;
  ASSERT_NE(server.port, 0);
  const std::string port = std::to_string(server.port);
  const auto send = [&](const std::string& host, const std::string& trusted) {
    Client client({.timeout = milliseconds(5000), .certificates = trusted});
    return client.send(*Url::parse("https://" + host + ":" + port + "/"), {"GET", "/", {}, ""});
  };
  const auto trusted = send("localhost", server.certificate());
  ASSERT_TRUE(trusted) << trusted.error().text;
  EXPECT_EQ(trusted->status, 200);
  const auto unknown = send("localhost", "");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind, Error::Kind::tls);
  const auto other_name = send("127.0.0.1", server.certificate());
  ASSERT_FALSE(other_name);
  EXPECT_EQ(other_name.error().kind, Error::Kind::tls);
}

TEST(Url, IsTakenApart) {
  struct Case {
    const char* text;
    bool tls;
    const char* host;
    uint16_t port;
    const char* target;
  };
  for (const Case& one : {Case{"https://api.example/v2", true, "api.example", 443, "/v2"}, Case{"http://[::1]:8080?x=1#y", false, "::1", 8080, "/?x=1"},
                          Case{"http://127.0.0.1:9", false, "127.0.0.1", 9, "/"}}) {
    const auto url = Url::parse(one.text);
    ASSERT_TRUE(url) << one.text;
    EXPECT_EQ(url->tls, one.tls);
    EXPECT_EQ(url->host, one.host);
    EXPECT_EQ(url->port, one.port);
    EXPECT_EQ(url->target, one.target);
  }
  for (const char* wrong : {"ftp://x", "https://", "https://user:word@host/", "http://h:99999", "http://h:/", "https://a b/", "x"}) {
    EXPECT_FALSE(Url::parse(wrong)) << wrong;
  }
}

TEST(Url, ParametersAreDecoded) {
  const auto query = query_of("/p?a=1%202&b=x+y&c&a=%zz");
  const std::vector<std::pair<std::string, std::string>> wanted = {{"a", "1 2"}, {"b", "x y"}, {"c", ""}, {"a", "%zz"}};
  EXPECT_EQ(query, wanted);
  EXPECT_EQ(path_of("/p?a=1"), "/p");
  EXPECT_EQ(percent_encoded("a b&é/~"), "a%20b%26%C3%A9%2F~");
  EXPECT_EQ(percent_decoded("a%20b%26+%C3%A9", false), "a b&+é");
}

}  // namespace
}  // namespace treaty::http
