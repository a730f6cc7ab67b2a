#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "compiler/package/manifest.h"
#include "runtime/http/http.h"

namespace treaty::sandbox {

/// Who a played source system lets in, and how often.
class Gate {
 public:
  using Clock = std::chrono::steady_clock;
  struct Options {
    std::map<std::string, std::string> secrets;  ///< by name; one that is not here lets any value in
    std::chrono::seconds token_lifetime{1800};
    bool enforce_limits = false;
  };
  Gate(const package::System& system, Options options);

  /// The refusal, when the request is not let in: 401, or 429 with Retry-After.
  std::optional<http::Response> refuse(const http::Request& request);
  /// The target without the API key that it may carry: what is made of it may be shown.
  [[nodiscard]] std::string without_key(std::string_view target) const;
  /// The token endpoint of OAuth's client credentials.
  http::Response give_token(const http::Request& request);

 private:
  struct Bucket {
    package::Limit limit;
    double tokens = 0;
    Clock::time_point filled;
  };

  [[nodiscard]] bool is_secret(const package::SecretRef& secret, std::string_view value) const;
  [[nodiscard]] bool is_known(const http::Request& request);
  std::optional<std::chrono::milliseconds> wait_of_limits();

  package::Auth auth_;
  Options options_;
  std::mutex mutex_;
  std::map<std::string, Clock::time_point, std::less<>> tokens_;  ///< given out, and when they end
  std::vector<Bucket> buckets_;
};

}  // namespace treaty::sandbox
