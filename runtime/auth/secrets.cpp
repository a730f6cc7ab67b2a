#include "runtime/auth/secrets.h"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

namespace treaty::auth {

std::expected<std::string, Error> Secrets::resolve(const package::SecretRef& secret) const {
  if (auto found = given_.find(secret.name); found != given_.end()) return found->second;
  if (const char* value = std::getenv(secret.name.c_str())) return std::string(value);
  std::string variable = secret.name + "_FILE";
  const char* path = std::getenv(variable.c_str());
  if (path == nullptr) {
    return std::unexpected(
        Error{fmt::format("secret {} is not there: set the environment variable {}, or {} to the file "
                          "that holds it",
                          secret.name, secret.name, variable)});
  }
  std::ifstream file(path);
  if (!file)
    return std::unexpected(
        Error{fmt::format("secret {}: the file that {} names cannot be read", secret.name, variable)});
  std::string value(std::istreambuf_iterator<char>(file), {});
  while (!value.empty() && (value.back() == '\n' || value.back() == '\r' || value.back() == ' ')) value.pop_back();
  if (value.empty())
    return std::unexpected(Error{fmt::format("secret {}: the file that {} names is empty", secret.name, variable)});
  return value;
}

}  // namespace treaty::auth
