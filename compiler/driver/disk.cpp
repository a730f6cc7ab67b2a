#include "compiler/driver/disk.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include <fmt/core.h>

namespace treaty::driver {
namespace {

/// An open file, closed at the end.
class Open {
 public:
  // Without waiting: opening a pipe would wait for its writer.
  explicit Open(const std::string& path) : file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
  ~Open() {
    if (file_ >= 0) {
      ::close(file_);
    }
  }
  Open(const Open&) = delete;
  Open& operator=(const Open&) = delete;

  [[nodiscard]] int file() const { return file_; }

 private:
  int file_;
};

}  // namespace

std::expected<std::string, std::string> read_file(const std::string& path, size_t largest) {
  const auto too_large = [&] { return std::unexpected(fmt::format("it is larger than {} MiB", largest >> 20)); };
  struct stat said = {};
  if (::stat(path.c_str(), &said) != 0) {
    return std::unexpected(std::string(errno == EACCES ? "it cannot be opened" : "there is no such file"));
  }
  if (!S_ISREG(said.st_mode)) {
    return std::unexpected(std::string("it is no file"));
  }
  const Open open(path);
  if (open.file() < 0 || ::fstat(open.file(), &said) != 0) {
    return std::unexpected(std::string("it cannot be opened"));
  }
  if (!S_ISREG(said.st_mode)) {
    return std::unexpected(std::string("it is no file"));
  }
  if (static_cast<size_t>(said.st_size) > largest) {
    return too_large();
  }
  // The size is what it was a moment ago, and of some files nothing: the end is where reading ends.
  std::string bytes;
  size_t filled = 0;
  bytes.resize(static_cast<size_t>(said.st_size) + 1);
  for (;;) {
    if (filled == bytes.size()) {
      bytes.resize(std::min(std::max<size_t>(filled * 2, 4096), largest + 1));
    }
    const ssize_t got = ::read(open.file(), bytes.data() + filled, bytes.size() - filled);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return std::unexpected(std::string("it cannot be read"));
    }
    filled += static_cast<size_t>(got);
    if (filled > largest) {
      return too_large();
    }
    if (got == 0) {
      bytes.resize(filled);
      return bytes;
    }
  }
}

}  // namespace treaty::driver
