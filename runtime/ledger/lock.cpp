#include "runtime/ledger/lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace treaty::ledger {
namespace {

/// The process that wrote its number into the lock, as far as it can be known.
std::string holder(int file) {
  std::array<char, 24> digits{};
  const ssize_t size = pread(file, digits.data(), digits.size() - 1, 0);
  return size > 0 ? fmt::format(" (process {})", std::string(digits.data(), static_cast<size_t>(size)))
                  : std::string();
}

}  // namespace

Expected<Lock> Lock::take(const std::string& path) {
  if (path.empty()) return Lock(-1);
  const std::string name = path + ".lock";
  Lock lock(open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (lock.file_ < 0) return std::unexpected(Error{fmt::format("{}: {}", name, std::strerror(errno))});
  if (flock(lock.file_, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return std::unexpected(Error{fmt::format("{}: {}", name, std::strerror(errno))});
    return std::unexpected(Error{fmt::format("another run{} is under way on the ledger {}: let it end, or stop it",
                                             holder(lock.file_), path)});
  }
  const std::string process = std::to_string(getpid());
  if (ftruncate(lock.file_, 0) != 0 || pwrite(lock.file_, process.data(), process.size(), 0) < 0) {
    return std::unexpected(Error{fmt::format("{}: {}", name, std::strerror(errno))});
  }
  return lock;
}

Lock::Lock(Lock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
Lock& Lock::operator=(Lock&& other) noexcept {
  std::swap(file_, other.file_);
  return *this;
}
Lock::~Lock() {
  if (file_ >= 0) close(file_);
}

}  // namespace treaty::ledger
