#pragma once

#include <string>

#include "runtime/ledger/ledger.h"

namespace treaty::ledger {

/// Held by the one process that runs on a ledger: two at once would send the same records twice. The kernel gives it
/// back when the process ends, however it ends. Reading the ledger needs none.
class Lock {
 public:
  /// Takes `PATH.lock`. Fails when another process holds it (the message names the process), or when it cannot be
  /// made. An empty path, a ledger in memory, is always free.
  static Expected<Lock> take(const std::string& path);

  Lock(Lock&& other) noexcept;
  Lock& operator=(Lock&& other) noexcept;
  ~Lock();

 private:
  explicit Lock(int file) : file_(file) {}
  int file_ = -1;
};

}  // namespace treaty::ledger
