#pragma once

#include <expected>
#include <optional>
#include <string>

#include "runtime/connectors/channel.h"

namespace treaty::connectors {

/// A page of records: JSON, one after the other, each on a line of its own. 64 bytes past its end can be read.
struct Block {
  std::string bytes;
  std::string next;  ///< where reading goes on
  bool last = false;
};

/// Where records come from. An open set: files, REST, others later.
class Source {
 public:
  virtual ~Source() = default;
  /// The page at `position`, in this source's own words as an earlier block gave them; empty is the beginning.
  virtual std::expected<Block, Failure> read(const std::string& position) = 0;
};

}  // namespace treaty::connectors
