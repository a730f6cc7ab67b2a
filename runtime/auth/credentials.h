#pragma once

#include <memory>

#include "runtime/auth/secrets.h"

namespace treaty::auth {

/// What a request carries so that it is let in.
struct Pass {
  std::string header, header_value;
  std::string parameter, parameter_value;  ///< of the query
};

/// The credentials of one system. Shared by threads.
class Credentials {
 public:
  virtual ~Credentials() = default;
  virtual std::expected<Pass, Error> pass() = 0;
  /// The server did not accept `refused`. Whether another try with `pass` can be of use.
  virtual bool renew(const Pass& refused) = 0;
};

/// Posts a form to a URL and gives the answer's body, or says why there is none.
using PostForm = std::function<std::expected<std::string, Error>(const std::string& url, const std::string& form)>;
/// Told every secret value, so that logs can leave it out.
using Confide = std::function<void(std::string_view secret)>;

/// Fails when a secret is not there.
std::expected<std::unique_ptr<Credentials>, Error> make_credentials(const package::Auth& auth, const Secrets& secrets,
                                                                    PostForm post, Confide confide);

}  // namespace treaty::auth
