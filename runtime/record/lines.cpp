#include <fmt/format.h>

#include "runtime/record/readers.h"

namespace treaty::record {
namespace {

class Lines : public Reader {
 public:
  explicit Lines(Window window) : window_(std::move(window)) {}

  std::expected<std::string_view, std::string> next() override {
    window_.take(given_);
    given_ = 0;
    for (;;) {
      const std::string_view bytes = window_.bytes();
      const size_t whole = window_.at_end() ? bytes.size() : bytes.rfind('\n') + 1;  // npos + 1 is 0
      if (whole > 0 || window_.at_end()) {
        given_ = whole;
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
    return window_.go_to(position);
  }

 private:
  Window window_;
  size_t given_ = 0;
};

}  // namespace

std::expected<std::unique_ptr<Reader>, std::string> open_lines(Window window) {
  return std::make_unique<Lines>(std::move(window));
}

}  // namespace treaty::record
