#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <memory>
#include <string>

#include "compiler/package/manifest.h"

namespace treaty::sandbox {

struct SourceOptions {
  uint16_t port = 0;  ///< 0: any that is free
  /// A JSON file whose top-level keys are resources, or a folder with RESOURCE.json, RESOURCE.jsonl or RESOURCE.csv.
  std::string data;
  /// By name, the values that are let in for the secrets that the system's `auth` names; a secret not given lets any
  /// value in.
  std::map<std::string, std::string> secrets;
  int64_t token_lifetime_s = 1800;  ///< of OAuth tokens that the played token endpoint gives out
  /// Plays the contract's own limits: what is over them is answered 429 with Retry-After.
  bool enforce_limits = false;
};

/// A contract's REST system, played from data files by its own `resource` declarations: list with its style of
/// paging, get, changes since, authentication. Records go out byte for byte as the files have them, and stay in the
/// files: memory holds one offset a record.
class SourceSystem {
 public:
  /// Says what is wrong: data that is not there or cannot be read.
  static std::expected<std::unique_ptr<SourceSystem>, std::string> start(const package::System& system,
                                                                         const SourceOptions& options);
  ~SourceSystem();

  /// The base that stands for the contract's own, without a slash at its end.
  [[nodiscard]] std::string url() const;
  /// Where the played OAuth token endpoint stands.
  [[nodiscard]] std::string token_url() const;
  /// Records by resource.
  [[nodiscard]] std::map<std::string, int64_t> counts() const;

 private:
  struct Impl;
  explicit SourceSystem(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace treaty::sandbox
