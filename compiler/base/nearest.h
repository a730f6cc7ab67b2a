#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace treaty {

/// How many letters must be inserted, dropped, changed or swapped with their neighbour to make `b` of `a`
/// (Damerau's distance, restricted: no part is edited twice).
size_t edit_distance(std::string_view a, std::string_view b);

/// A name without what spellings differ in: `start_at`, `startAt` and `start-at` are one.
std::string plain_name(std::string_view name);

/// The candidates that `name` was probably meant to be, nearest first, at most three; ASCII case counts for little.
std::vector<std::string> nearest(std::string_view name, const std::vector<std::string>& candidates);

/// `did you mean `a` or `b`?`; empty when nothing is near.
std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace treaty
