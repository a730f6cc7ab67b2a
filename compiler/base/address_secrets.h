#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace treaty {

/// A part of a text, as offsets.
struct Part {
  size_t begin = 0, end = 0;
};
/// What an address, or a header beside it, carries that opens a door: the values of `?api_key=`, `&token=` and their
/// like, a password before its `@`, the path of a Slack hook, what follows `Bearer` or `Basic`.
std::vector<Part> secrets_of_address(std::string_view address);

}  // namespace treaty
