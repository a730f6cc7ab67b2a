#pragma once

#include <string_view>

namespace treaty::sync {

/// A named place at which a test can have this process killed: TREATY_CRASH_AT=name:n kills it, as `kill -9` would,
/// when it comes by for the n-th time. Without that variable it does nothing.
void crash_point(std::string_view name);

}  // namespace treaty::sync
