#include "runtime/record/window.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include "runtime/record/reader.h"

namespace treaty::record {
namespace {

constexpr size_t one_read = size_t{1} << 20;

}  // namespace

std::expected<void, std::string> Window::read_more() {
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (buffer_.size() < end_ + one_read / 2 + padding) {
    buffer_.resize(std::max(one_read, 2 * end_) + padding);
  }
  for (;;) {
    const ssize_t count = read(file_, buffer_.data() + end_, buffer_.size() - padding - end_);
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0) {
      return std::unexpected(fmt::format("{} cannot be read: {}", name_, std::strerror(errno)));
    }
    end_ += static_cast<size_t>(count);
    at_end_ = count == 0;
    return {};
  }
}

void Window::take(size_t count) {
  begin_ += count;
  position_ += count;
}

std::expected<void, std::string> Window::go_to(uint64_t position) {
  if (lseek(file_, static_cast<off_t>(position), SEEK_SET) < 0) {
    return std::unexpected(fmt::format("{} cannot be read from the middle: {}", name_, std::strerror(errno)));
  }
  begin_ = end_ = 0;
  position_ = position;
  at_end_ = false;
  return {};
}

}  // namespace treaty::record
