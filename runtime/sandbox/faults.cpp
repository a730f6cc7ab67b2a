#include "runtime/sandbox/faults.h"

namespace treaty::sandbox {

void Faults::add(const Json& wanted) {
  Fault fault;
  fault.path = wanted.value("path", "");
  fault.nth = wanted.value("nth", int64_t{1});
  fault.times = wanted.value("times", int64_t{1});
  fault.status = wanted.value("status", 0);
  fault.policy = wanted.value("policy", "");
  fault.delay_ms = wanted.value("delayMs", int64_t{0});
  fault.retry_after = wanted.value("retryAfter", "");
  fault.drop = wanted.value("drop", false);
  fault.after_effect = wanted.value("afterEffect", false);
  faults_.push_back(std::move(fault));
}

std::optional<Fault> Faults::strike(const std::string& path) {
  std::optional<Fault> striking;
  for (Fault& fault : faults_) {
    if (path.find(fault.path) == std::string::npos) {
      continue;
    }
    ++fault.seen;
    if (!striking && fault.seen >= fault.nth && fault.seen < fault.nth + fault.times) {
      striking = fault;
    }
  }
  return striking;
}

}  // namespace treaty::sandbox
