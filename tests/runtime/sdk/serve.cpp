// The sandbox as a program, for tests that are not written in C++: NAME=VALUE options, prints its URL, ends with standard input.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "runtime/sandbox/hubspot_sandbox.h"

int main(int count, char** arguments) {
  treaty::sandbox::HubspotOptions options;
  for (int i = 1; i < count; ++i) {
    const std::string argument = arguments[i];
    const size_t equals = std::min(argument.find('='), argument.size());
    const std::string name = argument.substr(0, equals);
    const std::string value = argument.substr(std::min(equals + 1, argument.size()));
    if (name == "database") {
      options.database = value;
    } else if (name == "token") {
      options.token = value;
    } else if (name == "index_lag_ms") {
      options.index_lag_ms = std::atoll(value.c_str());
    } else if (name == "burst") {
      options.burst = std::atoll(value.c_str());
    } else if (name == "search_per_second") {
      options.search_per_second = std::atoll(value.c_str());
    } else {
      std::fprintf(stderr, "unknown option %s\n", name.c_str());
      return 2;
    }
  }
  auto sandbox = treaty::sandbox::HubspotSandbox::start(options);
  if (!sandbox) {
    std::fprintf(stderr, "%s\n", sandbox.error().c_str());
    return 1;
  }
  std::printf("%s\n", (*sandbox)->url().c_str());
  std::fflush(stdout);
  while (std::getchar() != EOF) {
  }
  return 0;
}
