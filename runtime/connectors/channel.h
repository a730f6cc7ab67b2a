#pragma once

#include <atomic>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/package/manifest.h"
#include "runtime/auth/credentials.h"
#include "runtime/http/http.h"
#include "runtime/limits/bucket.h"
#include "runtime/observe/log.h"

// How connectors speak to a system: with its credentials, within its limits, patiently.

namespace treaty::connectors {

using http::Headers;
using http::Response;
struct Request {
  std::string method, url;
  Headers headers;
  std::string body;
};
/// No answer came.
struct Lost {
  std::string message;
  bool may_have_effect = true;  ///< false: it never reached the server
};
/// Sends one request, once. Called by several threads.
using Transport = std::function<std::expected<Response, Lost>(const Request&)>;

struct Failure {
  enum class Kind {
    unknown_effect,  ///< no answer, or a server error: the request may have been carried out
    refused,         ///< the server refuses us as a whole: credentials, scopes
    limited,         ///< a quota is used up for longer than we wait
    unusable,        ///< the answer is not what the contract says
    settings,        ///< a secret or setting of ours is missing
  };
  Kind kind = Kind::unusable;
  std::string message;
  int status = 0;
  std::string request_id;
};

struct Call {
  std::string method, target;  ///< target: path and query below the system's base, or a whole URL
  std::string body;
  bool repeatable = true;  ///< false: never sent again once it may have had an effect
};

struct Traffic {
  std::atomic<int64_t> requests = 0, retries = 0, limited = 0;
};

/// One system's line. Answers below 500 other than 401, 403, 423, 429 and 477 are the caller's business.
class Channel {
 public:
  struct Options {
    package::Retry retry;
    std::vector<package::Limit> limits;
    int64_t longest_wait_ms = 15 * 60 * 1000;  ///< a server that asks for more is not waited for
    std::string system;                        ///< its name in the contract, for messages
    std::vector<std::string> secrets;          ///< the names of what it is signed in to with, for messages
  };
  Channel(std::string base, Transport transport, std::unique_ptr<auth::Credentials> credentials,
          const Options& options,
          observe::Log& log);  ///< keeps a reference to `log`

  std::expected<Response, Failure> send(const Call& call);
  [[nodiscard]] const Traffic& traffic() const { return traffic_; }
  [[nodiscard]] const std::string& base() const { return base_; }

 private:
  struct Verdict;
  Verdict judge(const std::expected<Response, Lost>& answer, const Call& call) const;
  [[nodiscard]] Failure no_pass(const auth::Error& error) const;
  std::expected<Response, Lost> send_once(const Call& call, const auth::Pass& pass);
  void learn_limits(const Response& response);

  std::string base_;
  Transport transport_;
  std::unique_ptr<auth::Credentials> credentials_;
  Options options_;
  limits::Limiter limiter_;
  observe::Log& log_;
  Traffic traffic_;
};

/// The id by which the system's support finds the request, from its headers or its body's correlationId.
std::string request_id_of(const Response& response);
/// What the server says of itself, fit for a terminal and a log.
std::string summary_of(const Response& response);

}  // namespace treaty::connectors
