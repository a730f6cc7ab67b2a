#include "runtime/auth/secrets.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "compiler/base/match.h"

namespace treaty::auth {
namespace {

constexpr uintmax_t largest = 64 << 10;

}  // namespace

std::vector<std::string> secret_names(const package::Auth& auth) {
  return match(
      auth, [](const package::AuthNone&) { return std::vector<std::string>{}; },
      [](const package::AuthBearer& bearer) { return std::vector<std::string>{bearer.token.name}; },
      [](const package::AuthApiKey& api) { return std::vector<std::string>{api.key.name}; },
      [](const package::AuthClientCredentials& client) {
        return std::vector<std::string>{client.client_id.name, client.client_secret.name};
      });
}

std::expected<std::string, Error> Secrets::resolve(const package::SecretRef& secret) const {
  if (auto found = given_.find(secret.name); found != given_.end()) return found->second;
  if (const char* value = std::getenv(secret.name.c_str())) {
    if (*value == '\0')
      return std::unexpected(Error{fmt::format("secret {}: the environment variable is empty", secret.name)});
    return std::string(value);
  }
  std::string variable = secret.name + "_FILE";
  const char* path = std::getenv(variable.c_str());
  if (path == nullptr) {
    return std::unexpected(
        Error{fmt::format("secret {} is not there: set the environment variable {}, or {} to the file "
                          "that holds it",
                          secret.name, secret.name, variable)});
  }
  std::error_code failure;
  std::ifstream file;
  // A device or a directory is no place for a secret, and has no end.
  if (std::filesystem::is_regular_file(path, failure) && std::filesystem::file_size(path, failure) <= largest)
    file.open(path);
  if (!file.is_open())
    return std::unexpected(Error{fmt::format(
        "secret {}: {} names {}, which is no file of at most 64 KiB that can be read", secret.name, variable, path)});
  std::string value(std::istreambuf_iterator<char>(file), {});
  while (!value.empty() && (value.back() == '\n' || value.back() == '\r' || value.back() == ' ')) value.pop_back();
  if (value.empty())
    return std::unexpected(Error{fmt::format("secret {}: the file that {} names is empty", secret.name, variable)});
  return value;
}

}  // namespace treaty::auth
