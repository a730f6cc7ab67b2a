#include <algorithm>

#include <fmt/format.h>

#include "runtime/record/readers.h"

namespace treaty::record {
namespace {

class Lines : public Reader {
 public:
  Lines(Window window, bool count_lines) : window_(std::move(window)), counts_(count_lines) {}

  std::expected<std::string_view, std::string> next() override {
    window_.take(given_);
    given_ = 0;
    for (;;) {
      const std::string_view bytes = window_.bytes();
      const size_t whole = window_.at_end() ? bytes.size() : bytes.rfind('\n') + 1;  // npos + 1 is 0
      if (whole > 0 || window_.at_end()) {
        given_ = whole;
        if (counts_) {
          count(bytes.substr(0, whole));
        }
        return bytes.substr(0, whole);
      }
      if (bytes.size() > largest_record) {
        return std::unexpected(fmt::format("{}: the record that begins at byte {} is larger than 64 MiB",
                                           window_.name(), window_.position()));
      }
      if (auto done = window_.read_more(); !done) {
        return std::unexpected(done.error());
      }
    }
  }

  uint64_t position() const override { return window_.position() + given_; }
  std::expected<void, std::string> go_to(uint64_t position) override {
    given_ = 0;
    counts_ = false;
    lines_.clear();
    return window_.go_to(position);
  }
  const std::vector<uint64_t>& lines() const override { return lines_; }

 private:
  void count(std::string_view bytes) {
    lines_.clear();
    while (!bytes.empty()) {
      const size_t size = std::min(bytes.find('\n'), bytes.size());
      if (bytes.substr(0, size).find_first_not_of(" \t\r") != std::string_view::npos) {
        lines_.push_back(line_);
      }
      line_ += size < bytes.size() ? 1 : 0;
      bytes.remove_prefix(std::min(size + 1, bytes.size()));
    }
  }

  Window window_;
  size_t given_ = 0;
  bool counts_;
  uint64_t line_ = 1;  ///< on which what comes next begins
  std::vector<uint64_t> lines_;
};

}  // namespace

std::expected<std::unique_ptr<Reader>, std::string> open_lines(Window window, bool count_lines) {
  return std::make_unique<Lines>(std::move(window), count_lines);
}

}  // namespace treaty::record
