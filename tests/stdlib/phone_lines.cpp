// Reads lines `COUNTRY<tab>NUMBER` and writes what the library makes of each: E.164, or `-`. The other half of
// phone_world.mjs.
#include <cstdio>
#include <iostream>
#include <string>

#include "stdlib/contact/phone.h"

int main() {
  std::ios::sync_with_stdio(false);
  for (std::string line; std::getline(std::cin, line);) {
    const size_t tab = line.find('\t');
    char out[32];
    uint32_t size = 0;
    const auto result = tab == std::string::npos
                            ? treaty_stdlib::PhoneResult::invalid
                            : treaty_stdlib::read_phone(std::string_view(line).substr(tab + 1),
                                                        std::string_view(line).substr(0, tab), out, &size);
    std::cout << (result == treaty_stdlib::PhoneResult::valid ? std::string_view(out, size) : std::string_view("-"))
              << '\n';
  }
}
