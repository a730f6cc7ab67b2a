#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/cli/command.h"
#include "compiler/driver/disk.h"
#include "compiler/driver/pipeline.h"

namespace treaty::cli {

/// The files that a command has read: what it writes takes the place of none of them.
class Inputs {
 public:
  /// Reads from disk, and remembers what. Lends this.
  driver::ReadFile reader();
  void add(const std::string& path) { paths_.push_back(path); }

  /// False where `target` is one of them, by whatever name, and after complaining.
  [[nodiscard]] bool spared_by(const std::string& target) const;

 private:
  std::vector<std::string> paths_;
};

/// Whole files, binary. Complains where it cannot.
std::optional<std::string> read_file(const std::string& path, size_t largest = driver::largest_file);
/// Written beside and renamed, so that a reader never sees half of it. What was there keeps its mode, a link stays a
/// link. Complains where it cannot.
bool write_file(const std::string& path, std::string_view bytes);
/// The same, of what was made from `inputs`; `exit` says what kind of trouble there was.
bool write_file(const std::string& path, std::string_view bytes, const Inputs& inputs, Exit& exit);

}  // namespace treaty::cli
