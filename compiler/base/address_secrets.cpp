#include "compiler/base/address_secrets.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>

namespace treaty {
namespace {

constexpr std::array<std::string_view, 9> names = {"api_key",       "apikey",   "access_token", "token", "secret",
                                                   "client_secret", "password", "key",          "sig"};
constexpr std::string_view scheme = "://";
constexpr std::string_view ends = "&\"'` \t";

std::string lower(std::string_view text) {
  std::string small(text);
  std::ranges::transform(small, small.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return small;
}

}  // namespace

std::vector<Part> secrets_of_address(std::string_view address) {
  std::vector<Part> found;
  if (const size_t at = address.find(scheme); at != std::string_view::npos) {
    const size_t begin = at + scheme.size();
    const size_t host = std::min(address.find_first_of("/?#\"' ", begin), address.size());
    const size_t user = address.substr(0, host).rfind('@');
    const size_t colon = address.find(':', begin);
    if (user != std::string_view::npos && user > begin && colon < user) {
      found.push_back({colon + 1, user});
    }
  }
  for (const std::string_view before :
       {"hooks.slack.com/services/", "Bearer ", "Basic "}) {  // what follows is the key itself
    const size_t at = address.find(before);
    const size_t begin = at == std::string_view::npos ? address.size() : at + before.size();
    if (const size_t end = std::min(address.find_first_of(ends, begin), address.size()); end > begin) {
      found.push_back({begin, end});
    }
  }
  for (size_t at = address.find_first_of("?&"); at != std::string_view::npos;
       at = address.find_first_of("?&", at + 1)) {
    const size_t is = address.find('=', at);
    const size_t end = std::min(address.find_first_of(ends, at + 1), address.size());
    if (is < end && std::ranges::find(names, lower(address.substr(at + 1, is - at - 1))) != names.end() &&
        end > is + 1) {
      found.push_back({is + 1, end});
    }
  }
  return found;
}

}  // namespace treaty
