#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/package/manifest.h"
#include "runtime/http/http.h"
#include "runtime/sandbox/envelope.h"
#include "runtime/sandbox/source_data.h"

namespace treaty::sandbox {

/// One resource of a played system: its records, listed and read the way the contract says. Safe for several threads.
class PlayedResource {
 public:
  static std::expected<std::unique_ptr<PlayedResource>, std::string> make(const package::Resource& resource,
                                                                          RecordSet records);

  /// The answer, when the request is for this resource; `path` is the decoded-free path below the system's base,
  /// `shown_path` the same as the client wrote it.
  std::optional<http::Response> serve(const http::Request& request, std::string_view path,
                                      std::string_view shown_path);
  [[nodiscard]] const package::Resource& resource() const { return resource_; }
  [[nodiscard]] size_t size() const { return records_.size(); }

 private:
  struct Page;
  using Positions = std::shared_ptr<const std::vector<uint32_t>>;

  PlayedResource(package::Resource resource, RecordSet records, Envelope list, Envelope one)
      : resource_(std::move(resource)), records_(std::move(records)), list_(std::move(list)), one_(std::move(one)) {}
  http::Response list(const http::Request& request, std::string_view shown_path);
  http::Response one(const std::vector<std::pair<std::string, std::string>>& wanted);
  std::expected<Page, std::string> page_of(const http::Request& request) const;
  [[nodiscard]] std::string link_to(std::string_view shown_path, const http::Request& request,
                                    const std::string& parameter, const std::string& value) const;
  Positions since(const std::string& bound);
  void read_keys(const std::vector<std::pair<std::string, std::string>>& wanted);

  package::Resource resource_;
  RecordSet records_;
  Envelope list_, one_;
  std::mutex mutex_;
  std::unordered_map<std::string, uint32_t> by_key_;  ///< made when the first record is asked for by key
  bool keys_read_ = false;
  std::string last_bound_;
  Positions last_since_;  ///< the records of `last_bound_`
};

}  // namespace treaty::sandbox
