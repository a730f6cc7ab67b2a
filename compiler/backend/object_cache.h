#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace treaty::backend {

/// Object files on disk by key, each under a checksum. Files that are not ours alone are not read: what is in them
/// runs. All failures are silent: without a cache code is generated again.
class ObjectCache {
 public:
  /// Empty: nothing is ever found or kept.
  explicit ObjectCache(std::string directory) : directory_(std::move(directory)) {}

  [[nodiscard]] std::optional<std::string> find(const std::string& key) const;
  void keep(const std::string& key, std::string_view object) const;

 private:
  static constexpr size_t most_objects = 200;  ///< the longest unread go first
  void prune() const;
  std::string directory_;
};

}  // namespace treaty::backend
