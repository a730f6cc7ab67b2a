#pragma once

#include <expected>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "compiler/package/manifest.h"

namespace treaty::auth {

struct Error {
  std::string message;
  int status = 0;  ///< of the answer of a server that gives out tokens
};

/// The names of the secrets that a system's sign-in needs.
std::vector<std::string> secret_names(const package::Auth& auth);

/// Finds the value of a secret that a contract names: what the host gives for it, else the environment variable NAME,
/// else the file that the variable NAME_FILE names.
class Secrets {
 public:
  explicit Secrets(std::map<std::string, std::string> given = {}) : given_(std::move(given)) {}
  [[nodiscard]] std::expected<std::string, Error> resolve(const package::SecretRef& secret) const;

 private:
  std::map<std::string, std::string> given_;
};

}  // namespace treaty::auth
