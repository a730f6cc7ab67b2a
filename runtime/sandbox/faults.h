#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runtime/sandbox/answers.h"

namespace treaty::sandbox {

/// A failure that is to happen: on the nth request whose path contains `path`, and `times` requests from there on.
struct Fault {
  std::string path;
  int64_t nth = 1;
  int64_t times = 1;
  int status = 0;           ///< what is answered instead; 0 with `drop`
  std::string policy;       ///< of a 429: TEN_SECONDLY_ROLLING unless said, SECONDLY, DAILY
  int64_t delay_ms = 0;     ///< answered so much later
  std::string retry_after;  ///< sent along where it is not empty
  bool drop = false;        ///< the connection is closed: after the effect when `after_effect`
  bool after_effect = false;
  int64_t seen = 0;
};

/// The failures asked for, in the order they were asked for.
class Faults {
 public:
  /// `{"path", "nth", "times", "status", "policy", "retryAfter", "delayMs", "drop", "afterEffect"}`
  void add(const Json& wanted);
  void clear() { faults_.clear(); }
  /// The fault that strikes this request, if any.
  std::optional<Fault> strike(const std::string& path);

 private:
  std::vector<Fault> faults_;
};

}  // namespace treaty::sandbox
