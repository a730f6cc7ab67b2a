#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "runtime/connectors/channel.h"

namespace treaty::connectors {

/// Where a page is, as the ledger keeps it: "", "cursor abc", "page 3", "offset 400", "link https://…".
struct Position {
  std::string cursor, link;
  int64_t number = 0;

  static Position read(const package::Page& page, const std::string& text);
};

/// The target of the request for a page.
std::string target_of(const package::Endpoint& list, const package::Page& page, const Position& position);

/// The URL of `rel="next"` in a Link header; empty when there is none.
std::string next_link(std::string_view header);

}  // namespace treaty::connectors
