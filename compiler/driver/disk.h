#pragma once

#include <cstddef>
#include <expected>
#include <string>

namespace treaty::driver {

constexpr size_t largest_file = size_t{64} << 20;

/// The bytes of a file, or why they cannot be read. No more than `largest` are ever read; what is no file, a device
/// or a pipe, may have no end and is refused.
std::expected<std::string, std::string> read_file(const std::string& path, size_t largest = largest_file);

}  // namespace treaty::driver
