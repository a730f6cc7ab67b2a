#pragma once

#include <set>

#include "runtime/connectors/json_path.h"
#include "runtime/connectors/rest/pages.h"
#include "runtime/connectors/source.h"

namespace treaty::connectors {

/// The records of one resource, from its list endpoint, page by page. Used by one thread.
class RestSource final : public Source {
 public:
  /// Fails when the contract's paths cannot be read. Keeps a reference to `channel`.
  static std::expected<std::unique_ptr<Source>, Failure> open(Channel& channel, const package::Resource& resource);
  std::expected<Block, Failure> read(const std::string& position) override;

 private:
  RestSource(Channel& channel, const package::Resource& resource) : channel_(channel), resource_(resource) {}
  std::expected<std::string, Failure> next_of(const Response& response, std::string& body, const Position& position,
                                              int64_t records);
  Failure unusable(const std::string& target, const Response& response, const std::string& why) const;

  Channel& channel_;
  package::Resource resource_;
  std::vector<PathStep> records_, next_;
  std::set<std::string> visited_;  ///< positions of this run: none may come again
  std::string last_page_;
};

}  // namespace treaty::connectors
