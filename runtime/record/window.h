#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace treaty::record {

/// The part of an input that is in memory: what was read and not yet taken.
class Window {
 public:
  Window(int file, std::string name) : file_(file), name_(std::move(name)) {}

  /// What there is, readable `padding` bytes past its end.
  [[nodiscard]] std::string_view bytes() const { return {buffer_.data() + begin_, end_ - begin_}; }
  /// Where `bytes` begins in the input.
  [[nodiscard]] uint64_t position() const { return position_; }
  [[nodiscard]] bool at_end() const { return at_end_; }
  [[nodiscard]] const std::string& name() const { return name_; }

  /// Reads more behind what there is; at the end of the input it only notes that. The views of `bytes` are gone.
  std::expected<void, std::string> read_more();
  void take(size_t count);
  /// Forgets what there is and goes on elsewhere.
  std::expected<void, std::string> go_to(uint64_t position);

 private:
  int file_;
  std::string name_;
  std::string buffer_;
  size_t begin_ = 0, end_ = 0;
  uint64_t position_ = 0;
  bool at_end_ = false;
};

}  // namespace treaty::record
